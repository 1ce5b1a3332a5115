// What a message inside of another document is called. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

// "subject.eml": short, and one component of a path.
std::string message_name(std::string_view subject);

}  // namespace ingestd::formats

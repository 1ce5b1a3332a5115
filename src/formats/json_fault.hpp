// What keeps a text from being read as a JSON tree. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ingestd::formats {

// "not valid JSON at line 2, column 7", "nested deeper than 512 levels"; nullopt: it is sound.
//   memory  constant: nothing is built
std::optional<std::string> find_json_fault(std::string_view text);

}  // namespace ingestd::formats

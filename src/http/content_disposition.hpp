// How a browser is told to save an answer instead of showing it. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::http {

// `attachment` with the last part of a file's name: in ASCII for old clients, and as it is.
//   filename  as an uploader gave it: any bytes; may be empty
//   source    RFC 6266; RFC 8187 for the second
std::string attachment_named(std::string_view filename);

}  // namespace ingestd::http

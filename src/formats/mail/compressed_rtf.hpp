// The RTF text of Outlook's messages, which is stored compressed (MS-OXRTFCP). Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ingestd::formats {

//   bytes  16 bytes of header, then the compressed text:
//          bytes of it u32 | bytes of the text u32 | "LZFu" or, stored as it is, "MELA" | CRC u32
//          Runs of eight tokens, a byte of bits before each run, lowest first: 0 a byte as it is,
//          1 two bytes, big endian: 12 bits of place in a window of 4096 bytes | 4 bits of
//          length - 2. A place that is where the next byte goes ends the text.
// nullopt: neither of the two kinds. What is cut off gives what is there; at most tree_bytes_max.
std::optional<std::string> decompress_rtf(std::string_view bytes);

}  // namespace ingestd::formats

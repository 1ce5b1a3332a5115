// What a part of a mail holds, out of how it was made fit for transport. Private to the room.
#pragma once

#include <functional>
#include <string_view>

#include <gmime/gmime.h>

namespace ingestd::formats {

// Hands over the decoded bytes, at most some 64 KiB at a time. False: base64 that is damaged; what
// came before the damage was handed over.
bool decode_part(
    std::string_view encoded,
    GMimeContentEncoding encoding,
    const std::function<void(std::string_view)>& take
);

}  // namespace ingestd::formats

// What the small parts of a package say of their document, element by element. Private to the room.
#pragma once

#include <functional>
#include <string_view>

#include "zip_package.hpp"

namespace ingestd::formats {

// Tells each element of the part as it ends, with the text behind the last tag before its end; of a
// text about gathered_bytes_max at most. A part that is not there says nothing, and of a damaged
// one what came before the damage counts.
using TellElement = std::function<void(std::string_view element, std::string_view text)>;
void read_element_texts(ZipPackage& package, std::string_view part, const TellElement& tell);

}  // namespace ingestd::formats

// Names of parts inside of a package. They are looked up in its directory only, never on a disk.
// Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

// What `target` means in `part`: relative to its folder, or from the root when it begins with "/".
// Escapes (%20) are decoded, a fragment is cut off, ".." ends at the root.
std::string resolve_part(std::string_view part, std::string_view target);

}  // namespace ingestd::formats

// How a camera was held. Private to the room.
#pragma once

#include <string_view>

namespace ingestd::formats {

// The orientation that a JPEG's EXIF data tells, 1 to 8; 1 (upright) where it tells none.
//   source  EXIF 2.32, section 4.6; TIFF 6.0, section 2
int exif_orientation(std::string_view jpeg);

}  // namespace ingestd::formats

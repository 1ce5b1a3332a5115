// A chart inside of an Office document, as the table that it shows. Private to the room.
#pragma once

#include <optional>
#include <string_view>

#include "../block_writer.hpp"
#include "../package/zip_package.hpp"

namespace ingestd::formats {

// The title as a caption, then a row a category: its name and the value of each series. Values are
// those that the document keeps for drawing; a chart that is damaged gives what was read of it.
//   errors  too_large; password_required
std::optional<DocumentFailure> write_chart(
    ZipPackage& package, std::string_view part, BlockWriter& writer
);

}  // namespace ingestd::formats

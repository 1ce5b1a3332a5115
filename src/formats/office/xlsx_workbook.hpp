// What an Excel workbook keeps for all of its sheets: their names, the strings that cells share,
// and which formats make a number a date. Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/document/document_failure.hpp>
#include <ingestd/formats/block_sink.hpp>

#include "../package/zip_package.hpp"
#include "xlsx_dates.hpp"

namespace ingestd::formats {

// They are needed in any order, so all are in memory; a helper has a gigabyte.
inline constexpr std::size_t shared_strings_bytes_max = 256_MiB;
inline constexpr std::size_t shared_strings_max = 32U << 20;
inline constexpr std::size_t cell_formats_max = 65'536;  // Excel itself stops at 65,490

// The strings that cells share, in one piece of memory.
class SharedStrings {
public:
    // False: over a bound, and nothing was added.
    bool add(std::string_view text);
    // Empty for a number that there is no string for.
    std::string_view at(std::size_t number) const;

private:
    std::string text_;
    std::vector<std::uint32_t> ends_;
};

//   part       empty: the workbook does not tell it, by damage
//   has_cells  not a chart that takes the place of a sheet
struct Sheet {
    std::string name;
    std::string part;
    bool has_cells = true;
};

//   cell_formats  by the number that a cell gives as its style
struct Workbook {
    std::vector<Sheet> sheets;
    SharedStrings strings;
    std::vector<DateFormat> cell_formats;
    bool is_1904 = false;
};

//   sink    is given signs of life
//   errors  malformed; too_large; password_required; unsupported_type for a binary workbook
std::variant<Workbook, DocumentFailure> read_workbook(ZipPackage& package, BlockSink& sink);

}  // namespace ingestd::formats

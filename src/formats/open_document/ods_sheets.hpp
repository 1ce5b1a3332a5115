// Walks the content of an OpenDocument spreadsheet, row by row. Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/units.hpp>

#include "../package/xml_events.hpp"
#include "../sheet_writer.hpp"

namespace ingestd::formats {

// A few bytes may say that a row is repeated a million times; so much of it is believed.
inline constexpr std::size_t repeated_bytes_max = 64_MiB;

// Numbers as they are stored, dates in ISO form, all else as it is shown.
class OdsSheets final : public XmlHandler {
public:
    explicit OdsSheets(SheetWriter& writer) : writer_{writer} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view text) override;

    // Writes the row that is open still: the document broke off.
    void finish();

    std::uint32_t sheets() const { return sheets_; }
    // Whether repeated cells or rows were written less often than the document says.
    bool left_out_repeats() const { return left_out_repeats_; }

private:
    struct Cell {
        std::size_t column = 0;
        std::size_t times = 1;
        std::string text;
        bool is_text = true;
    };

    bool begin_sheet(const XmlAttributes& attributes);
    void begin_row(const XmlAttributes& attributes);
    void begin_cell(const XmlAttributes& attributes);
    void end_cell();
    void end_row();
    void write_row();
    bool may_repeat(std::size_t bytes);

    SheetWriter& writer_;
    std::uint32_t sheets_ = 0;
    bool is_in_sheet_ = false;
    std::uint64_t row_ = 0;
    std::uint64_t row_times_ = 1;
    std::size_t column_ = 0;
    std::vector<Cell> cells_;
    std::size_t row_bytes_ = 0;
    Cell cell_;
    std::string value_;  // as stored; empty: what is shown counts
    bool is_in_cell_ = false;
    int paragraph_depth_ = 0;
    std::size_t repeated_bytes_ = 0;
    bool left_out_repeats_ = false;
};

}  // namespace ingestd::formats

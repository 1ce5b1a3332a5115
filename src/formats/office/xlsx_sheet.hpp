// Walks a sheet of an Excel workbook, row by row. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "../package/xml_events.hpp"
#include "../sheet_writer.hpp"
#include "xlsx_workbook.hpp"

namespace ingestd::formats {

// Values as they are stored: numbers in their shortest form, dates in ISO form, of formulas the
// value that was last computed.
class XlsxSheet final : public XmlHandler {
public:
    XlsxSheet(const Workbook& workbook, SheetWriter& writer)
        : workbook_{workbook}, writer_{writer} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view text) override;

    // Writes the row that is open still: the sheet broke off.
    void finish() { writer_.end_row(row_); }

private:
    // How a cell's value is to be taken.
    enum class CellType { number, shared, text, boolean };

    void begin_row(const XmlAttributes& attributes);
    void begin_cell(const XmlAttributes& attributes);
    void end_cell();
    std::string number_text() const;

    const Workbook& workbook_;
    SheetWriter& writer_;
    std::uint64_t row_ = 0;
    std::uint64_t next_row_ = 0;
    std::size_t column_ = 0;
    std::size_t next_column_ = 0;
    CellType type_ = CellType::number;
    DateFormat format_ = DateFormat::none;
    std::string value_;
    bool is_in_value_ = false;
};

}  // namespace ingestd::formats

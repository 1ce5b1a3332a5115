// Makes blocks of the pages of a PDF. Private to the room.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "../block_writer.hpp"
#include "outline.hpp"
#include "paragraphs.hpp"
#include "tables.hpp"

namespace ingestd::formats {

class PdfPageWriter {
public:
    PdfPageWriter(BlockWriter& writer, PdfOutline& outline) : writer_{writer}, outline_{outline} {}

    // Counts which font sizes the document's text has. Before write(), and each page once.
    void learn(const PdfPage& page);

    void write(PdfPage& page);

    // A page that was read by OCR.
    void write_seen(const PdfPage& page);

    // After the last page.
    void finish() { end_open(); }

private:
    // Of a paragraph that may go on on the next page: its targets are not told yet.
    struct Open {
        PdfParagraph paragraph;
        std::uint32_t page = 0;
        bool lost_hyphen = false;
    };

    bool is_body_bold() const { return bold_ * 2 > all_; }
    void write_paragraph(const std::vector<PdfParagraph>& all, std::size_t at);
    int heading_level(const std::vector<PdfParagraph>& all, std::size_t at);
    void write_code(const PdfParagraph& paragraph);
    void write_text(const PdfParagraph& paragraph, bool is_last);
    void go_on(const PdfParagraph& paragraph);
    void end_open();
    void write_table(const PdfTable& table);

    BlockWriter& writer_;
    PdfOutline& outline_;
    std::map<int, std::size_t> sizes_;  // half points → bytes of text
    std::size_t all_ = 0, bold_ = 0, fixed_ = 0;
    double body_size_ = 0;
    std::uint32_t page_ = 0;
    std::optional<Open> open_;
};

}  // namespace ingestd::formats

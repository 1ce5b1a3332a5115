// What stands on a page of a PDF and where. Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ingestd::formats {

// In reading coordinates, whichever way a text is turned: x grows along its lines, y from line to
// line. Points.
struct PdfBox {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;

    double width() const { return x1 - x0; }
    double height() const { return y1 - y0; }
    double middle() const { return (y0 + y1) / 2; }
    void join(const PdfBox& other);
};

inline constexpr int no_link = -1;

//   link  which of the page's targets it leads to
struct PdfWord {
    PdfBox box;
    double size = 0;  // of its font
    bool is_bold = false;
    bool is_fixed = false;  // all characters are of one width
    int link = no_link;
    std::string text;
};

//   text      in logical order, its words parted by blanks; without a hyphen that parts a word
//   turned    quarters of a turn clockwise
//   block     lines that poppler sees as one: close to each other, in one font size
//   flow      blocks that follow each other: a column, or a part of one
//   targets   where its words lead, as far as that is told
struct PdfLine {
    PdfBox box;
    double size = 0;
    bool is_bold = false;
    bool is_fixed = false;
    bool is_running = false;   // a header, footer or page number
    bool is_in_table = false;  // its words are cells
    bool begins_item = false;  // its mark stood apart
    int turned = 0;
    int block = 0;
    int flow = 0;
    std::vector<PdfWord> words;
    std::vector<std::string> targets;
    std::string text;
};

//   lines    in reading order
//   targets  of its links, as they are told
//   seen     paragraphs that were read by OCR, in place of lines
struct PdfPage {
    int number = 0;  // from 1
    bool is_readable = true;
    bool is_cut = false;      // what stood beyond pdf_page_chars_max is not here
    bool is_garbled = false;  // most of its characters have no meaning
    double width = 0;
    double height = 0;
    std::vector<PdfLine> lines;
    std::vector<std::string> targets;
    std::vector<std::string> seen;
    std::string ocr_warning;
};

inline constexpr std::size_t pdf_page_chars_max =
    4'000'000;  // a page of a telephone book has 40,000

}  // namespace ingestd::formats

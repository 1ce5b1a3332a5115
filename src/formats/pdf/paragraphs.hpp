// Lines of a page, joined to paragraphs. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "page_text.hpp"

namespace ingestd::formats {

//   text         lines joined where a line was full; "\n" where somebody ended one before
//   targets      where its words lead
//   lines        how many
//   first_line   of the page: what stands before and behind in reading order
//   ends_full    its last line is full, so it may go on elsewhere
//   ends_in_hyphen  its last word goes on; the hyphen is no part of the text
struct PdfParagraph {
    std::string text;
    std::vector<std::string> targets;
    PdfBox box;
    double size = 0;
    bool is_bold = false;
    bool is_fixed = false;
    bool ends_full = false;
    bool ends_in_hyphen = false;
    std::size_t lines = 0;
    std::size_t first_line = 0;
    int flow = 0;
    int turned = 0;
};

// Puts bullets and numbers that stand apart before the lines that they mark.
void attach_marks(PdfPage& page);

// All lines but running ones and those of tables.
std::vector<PdfParagraph> paragraphs_of(const PdfPage& page);

// The bytes of a mark such as "• " or "2. " that an item of a list begins with; 0: there is none.
std::size_t bullet_length(std::string_view text);
bool has_item_number(std::string_view text);

// Where one part ends in the midst of a sentence and the other goes on with it.
bool goes_on(const PdfParagraph& part, std::string_view next);

}  // namespace ingestd::formats

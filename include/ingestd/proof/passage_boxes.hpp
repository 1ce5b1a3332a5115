// Where on its pages a passage stands. Pure.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <ingestd/document/page_words.hpp>

namespace ingestd::proof {

//   before, after  what stands around it in the document: where the same stands on the pages twice,
//                  these tell which is meant
struct Passage {
    std::string text;
    std::string before{};
    std::string after{};
};

struct PageSize {
    std::uint32_t page = 0;
    double width = 0;
    double height = 0;

    friend bool operator==(const PageSize&, const PageSize&) = default;
};

// The words of a passage on one line.
struct LineBox {
    std::uint32_t page = 0;
    PageBox box;

    friend bool operator==(const LineBox&, const LineBox&) = default;
};

//   boxes  in reading order; never none
struct PassageBoxes {
    std::vector<PageSize> pages;
    std::vector<LineBox> boxes;
};

//   why  a sentence for a person
struct NoBoxes {
    std::string why;
};

using FoundBoxes = std::variant<PassageBoxes, NoBoxes>;

// The text is not what the pages' words say letter by letter: lines were joined and hyphens mended,
// headers left out, targets of links put in. So letters and digits alone are compared, in runs that
// follow each other on the pages. What cannot be told for sure is not told.
//   pages  of the passage, from the one where it begins; the words of each may come in parts
FoundBoxes find_passage(const Passage& passage, const std::vector<PageWords>& pages);

}  // namespace ingestd::proof

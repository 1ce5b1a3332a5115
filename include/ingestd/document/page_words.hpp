// Where words stand on pages, for showing what is cited.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ingestd {

// Of the page as it is shown: points (1/72 inch), from its upper left corner; y grows downward.
struct PageBox {
    double x = 0, y = 0, width = 0, height = 0;

    friend bool operator==(const PageBox&, const PageBox&) = default;
};

//   line  words with the same number stand on one line of the page
struct PlacedWord {
    std::uint32_t line = 0;
    PageBox box;
    std::string text;

    friend bool operator==(const PlacedWord&, const PlacedWord&) = default;
};

// Some words of a page, in reading order; a page's may come in several parts.
//   width, height  of the page as it is shown, in points
struct PageWords {
    std::uint32_t page = 0;  // from 1
    double width = 0;
    double height = 0;
    std::vector<PlacedWord> words;

    friend bool operator==(const PageWords&, const PageWords&) = default;
};

// Pages from 1, both included; first 0: none.
struct PageSpan {
    std::uint32_t first = 0;
    std::uint32_t last = 0;

    bool is_none() const { return first == 0; }
    friend bool operator==(const PageSpan&, const PageSpan&) = default;
};

}  // namespace ingestd

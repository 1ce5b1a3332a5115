// Documents that can be made again from a few numbers, with words that stand in them alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ingestd::crash {

// What a document is made of: the same recipe always gives the same bytes.
//   number  of its own for each content that was ever sent; its words are made of it
struct Recipe {
    enum class Format { text, pdf };

    Format format = Format::text;
    unsigned number = 0;
    std::size_t text_bytes = 0;  // text
    std::size_t pages = 0;       // pdf

    friend bool operator==(const Recipe&, const Recipe&) = default;
};

//   markers  words that stand in this content and in no other, once each: at its begin, in its
//            middle, at its end; for a PDF on its first, middle and last page
struct MadeDocument {
    std::string bytes;
    std::vector<std::string> markers;
};

MadeDocument make(const Recipe& recipe);

// The number of the content that a passage of it tells; 0 when it tells none.
unsigned number_in(const std::string& passage);

}  // namespace ingestd::crash

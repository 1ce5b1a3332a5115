// Text as it is compared: letters and digits alone. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/document/page_words.hpp>

namespace ingestd::proof {

// Without blanks, ASCII's marks and general punctuation (U+2000 to U+203F: dashes, quotes).
std::string comparable(std::string_view text);

// The words of pages, one behind the other.
//   word_of  to which word each byte of `text` belongs
struct ComparableWords {
    std::string text;
    std::vector<std::uint32_t> word_of;

    struct Word {
        std::uint32_t page = 0;
        std::uint32_t line = 0;
        PageBox box;
        std::size_t bytes = 0;  // of `text`
    };
    std::vector<Word> words;
};

ComparableWords comparable(const std::vector<PageWords>& pages);

}  // namespace ingestd::proof

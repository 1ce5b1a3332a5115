// The words of a text, one after another, with what stands between them; and its counts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ingestd::enrich {

//   begin, size     of the lower-case word in Words::lower, in bytes
//   after_break     something more than white space or a hyphen stands before it: a phrase cannot
//   go on is_number       holds no letter
struct Word {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    std::uint32_t letters = 0;  // code points
    bool after_break = true;
    bool is_number = false;
    bool is_english_stop_word = false;
    bool is_unspaced = false;  // of a script without spaces: found by ICU's dictionaries
};

struct Words {
    std::string lower;
    std::vector<Word> words;
    std::uint32_t characters = 0;
    std::uint32_t sentences = 0;
    std::uint32_t english_stop_words = 0;
    std::uint32_t english_telltales = 0;  // of these
    std::uint64_t telltales_met = 0;      // which of them, one bit each

    std::string_view text_of(const Word& word) const {
        return std::string_view{lower}.substr(word.begin, word.size);
    }
};

// One pass. ASCII goes by table, the rest by ICU.
//   text   well-formed UTF-8
Words read_words(std::string_view text);

}  // namespace ingestd::enrich

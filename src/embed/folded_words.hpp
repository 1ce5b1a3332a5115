// The words of a text as they are compared: without case, and without the marks on letters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ingestd::embed {

//   text         folded
//   is_unspaced  a pair of neighbours, or one that stands alone, of a script that does not part
//   words
struct FoldedWord {
    std::string_view text;
    bool is_unspaced = false;
};

// Words are runs of letters and digits; no dictionary has a say in it, so that they are the same
// with every release of ICU.
class FoldedWords {
public:
    //   text  well-formed UTF-8
    explicit FoldedWords(std::string_view text);
    FoldedWords(const FoldedWords&) = delete;
    FoldedWords& operator=(const FoldedWords&) = delete;

    // Valid as long as this is.
    const std::vector<FoldedWord>& words() const { return words_; }

private:
    std::string folded_;
    std::vector<FoldedWord> words_;
};

}  // namespace ingestd::embed

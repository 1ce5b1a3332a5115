// The tokenizer of BERT and its kin: words, cut into the longest pieces that a vocabulary has.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/embed/embedder.hpp>

namespace ingestd::embed {

using TokenId = std::int64_t;

struct HashText {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
using Vocabulary = std::unordered_map<std::string, TokenId, HashText, std::equal_to<>>;

//   unknown           stands for a word that cannot be put together
//   continuation      before a piece that does not begin a word
//   word_letters_max  a longer word is unknown
//   is_lower, is_without_accents, parts_ideographs, is_cleaned
//                     what is done to a text before: lower case, marks off its letters, each
//                     Chinese character a word, control characters left out
struct WordPieceRules {
    Vocabulary vocabulary;
    TokenId unknown = 0;
    std::string continuation = "##";
    std::size_t word_letters_max = 100;
    bool is_lower = true;
    bool is_without_accents = true;
    bool parts_ideographs = true;
    bool is_cleaned = true;
};

// Names of special tokens ("[SEP]") in a text are words like others: a document must not be able to
// say them.
// Else the tokens are those of Hugging Face's tokenizers, but for characters that are newer than
// either's Unicode.
//   source  Devlin et al. 2018, BERT; Wu et al. 2016 (WordPiece)
class WordPieces final : public TokenCounter {
public:
    explicit WordPieces(WordPieceRules rules) : rules_{std::move(rules)} {}

    // The tokens of the beginning of a text, at most `max`.
    //   text  well-formed UTF-8
    std::vector<TokenId> encode(std::string_view text, std::size_t max) const;

    std::uint32_t count_tokens(std::string_view text) const override;

private:
    void encode_word(std::string_view word, std::size_t letters, std::vector<TokenId>& tokens)
        const;

    WordPieceRules rules_;
};

}  // namespace ingestd::embed

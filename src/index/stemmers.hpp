// Words without their endings, by language: the Snowball stemmers of libstemmer.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <ingestd/base/word_memory.hpp>

struct sb_stemmer;

namespace ingestd::index {

// That of one language.
//   thread  one at a time
class Stemmer {
public:
    explicit Stemmer(const char* algorithm);

    //   word       lower case, without diacritics, as the index folds words
    //   remembers  the stem: worth it for many texts
    // Valid until the next call.
    std::string_view stem(std::string_view word, bool remembers = false);

    // Whether any memory is taken for stems.
    bool remembers_some() const { return !memory_.is_empty(); }

private:
    struct Delete {
        void operator()(sb_stemmer* stemmer) const;
    };
    // Kept where it is no longer than the longest word that is.
    struct Stem {
        std::uint8_t size = 0;
        std::array<char, WordKey::bytes_max> bytes;
    };

    void keep(std::string_view word, std::string_view stem);

    std::unique_ptr<sb_stemmer, Delete> algorithm_;
    WordMemory<Stem, 2048> memory_;  // 100 KB
};

// Made when first asked for, and kept.
//   thread  one at a time
class Stemmers {
public:
    //   language  as CLD2 tells it ("de", "zh"). One that could not be told ("und", "") is taken
    //             for English. Null: one that Snowball does not know, whose words stay as they are
    Stemmer* of(std::string_view language);

    // As Stemmer::stem, or the word itself.
    std::string_view stem(std::string_view language, std::string_view word, bool remembers = false);

    bool remember_some() const;

private:
    std::map<std::string, Stemmer, std::less<>> stemmers_;
};

}  // namespace ingestd::index

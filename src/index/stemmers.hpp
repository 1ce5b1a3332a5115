// Words without their endings, by language: the Snowball stemmers of libstemmer.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "stem_memory.hpp"

struct sb_stemmer;

namespace ingestd::index {

// Made when first asked for, and kept.
//   thread  one at a time
class Stemmers {
public:
    //   language   as CLD2 tells it ("de", "zh"). One that could not be told ("und", "") is
    //              taken for English, one that Snowball does not know leaves words as they are
    //   word       lower case, without diacritics, as the index folds words
    //   remembers  the stem, in a memory for each language: worth it for many texts
    // Valid until the next call.
    std::string_view stem(std::string_view language, std::string_view word, bool remembers = false);

    // Whether any memory is taken for stems.
    bool remember_some() const;

private:
    struct Delete {
        void operator()(sb_stemmer* stemmer) const;
    };
    struct Stemmer {
        std::unique_ptr<sb_stemmer, Delete> algorithm;
        StemMemory memory;
    };
    Stemmer* stemmer_of(std::string_view language);

    std::map<std::string, Stemmer, std::less<>> stemmers_;
};

}  // namespace ingestd::index

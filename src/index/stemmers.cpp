// source: snowballstem.org; libstemmer.h
#include "stemmers.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include <libstemmer.h>

namespace ingestd::index {
namespace {

// By code, and not by libstemmer's own reading of codes: what an index holds must not change with
// what a later libstemmer takes a code for.
constexpr std::pair<std::string_view, const char*> algorithms[] = {
    {"", "english"},      {"und", "english"},  {"en", "english"},    {"ar", "arabic"},
    {"ca", "catalan"},    {"da", "danish"},    {"de", "german"},     {"el", "greek"},
    {"es", "spanish"},    {"eu", "basque"},    {"fi", "finnish"},    {"fr", "french"},
    {"ga", "irish"},      {"hi", "hindi"},     {"hu", "hungarian"},  {"hy", "armenian"},
    {"id", "indonesian"}, {"it", "italian"},   {"lt", "lithuanian"}, {"ne", "nepali"},
    {"nl", "dutch"},      {"no", "norwegian"}, {"nb", "norwegian"},  {"pt", "portuguese"},
    {"ro", "romanian"},   {"ru", "russian"},   {"sr", "serbian"},    {"sv", "swedish"},
    {"ta", "tamil"},      {"tr", "turkish"},   {"yi", "yiddish"},
};

// Longer ones are no words: numbers, keys, what a scan made of a table.
constexpr std::size_t stemmed_bytes_max = 64;

}  // namespace

void Stemmers::Delete::operator()(sb_stemmer* stemmer) const {
    sb_stemmer_delete(stemmer);
}

Stemmers::Stemmer* Stemmers::stemmer_of(std::string_view language) {
    if (const auto known = stemmers_.find(language); known != stemmers_.end())
        return &known->second;
    for (const auto& [code, algorithm] : algorithms) {
        if (code != language) continue;
        auto* const stemmer = sb_stemmer_new(algorithm, "UTF_8");
        if (!stemmer) throw std::bad_alloc{};
        auto& made = stemmers_[std::string{language}];
        made.algorithm.reset(stemmer);
        return &made;
    }
    return nullptr;
}

std::string_view Stemmers::stem(std::string_view language, std::string_view word, bool remembers) {
    auto* const stemmer = word.size() <= stemmed_bytes_max ? stemmer_of(language) : nullptr;
    if (!stemmer) return word;
    if (const auto known = stemmer->memory.find(word)) return *known;
    auto* const algorithm = stemmer->algorithm.get();
    const auto* const stemmed = sb_stemmer_stem(
        algorithm, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size())
    );
    if (!stemmed) throw std::bad_alloc{};
    const std::string_view stem{
        reinterpret_cast<const char*>(stemmed),
        static_cast<std::size_t>(sb_stemmer_length(algorithm))};
    if (remembers) stemmer->memory.keep(word, stem);
    return stem;
}

bool Stemmers::remember_some() const {
    return std::ranges::any_of(stemmers_, [](const auto& of_language) {
        return !of_language.second.memory.is_empty();
    });
}

}  // namespace ingestd::index

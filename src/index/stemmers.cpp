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

void Stemmer::Delete::operator()(sb_stemmer* stemmer) const {
    sb_stemmer_delete(stemmer);
}

Stemmer::Stemmer(const char* algorithm) : algorithm_{sb_stemmer_new(algorithm, "UTF_8")} {
    if (!algorithm_) throw std::bad_alloc{};
}

std::string_view Stemmer::stem(std::string_view word, bool remembers) {
    if (word.size() > stemmed_bytes_max) return word;
    if (const auto* known = memory_.find(word)) return {known->bytes.data(), known->size};
    const auto* const stemmed = sb_stemmer_stem(
        algorithm_.get(),
        reinterpret_cast<const sb_symbol*>(word.data()),
        static_cast<int>(word.size())
    );
    if (!stemmed) throw std::bad_alloc{};
    const std::string_view stem{
        reinterpret_cast<const char*>(stemmed),
        static_cast<std::size_t>(sb_stemmer_length(algorithm_.get()))};
    if (remembers) keep(word, stem);
    return stem;
}

void Stemmer::keep(std::string_view word, std::string_view stem) {
    Stem kept;
    if (stem.size() > kept.bytes.size()) return;
    kept.size = static_cast<std::uint8_t>(stem.size());
    std::ranges::copy(stem, kept.bytes.begin());
    memory_.keep(word, kept);
}

Stemmer* Stemmers::of(std::string_view language) {
    if (const auto known = stemmers_.find(language); known != stemmers_.end())
        return &known->second;
    for (const auto& [code, algorithm] : algorithms) {
        if (code == language)
            return &stemmers_.try_emplace(std::string{language}, algorithm).first->second;
    }
    return nullptr;
}

std::string_view Stemmers::stem(std::string_view language, std::string_view word, bool remembers) {
    auto* const stemmer = of(language);
    return stemmer ? stemmer->stem(word, remembers) : word;
}

bool Stemmers::remember_some() const {
    return std::ranges::any_of(stemmers_, [](const auto& of_language) {
        return of_language.second.remembers_some();
    });
}

}  // namespace ingestd::index

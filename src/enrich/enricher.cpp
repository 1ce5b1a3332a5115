#include <algorithm>

#include <ingestd/enrich/enricher.hpp>

#include "keywords.hpp"
#include "language.hpp"
#include "words.hpp"

namespace ingestd::enrich {

Enrichment enrich(std::string_view text) {
    const Words words = read_words(text);
    Enrichment enrichment;
    enrichment.language = detect_language(text);
    enrichment.keywords = find_keywords(words, enrichment.language);
    enrichment.words = static_cast<std::uint32_t>(words.words.size());
    enrichment.characters = words.characters;
    enrichment.sentences = words.sentences;
    return enrichment;
}

void LanguageTally::add(const std::string& language, std::uint64_t bytes) {
    if (language != "und") bytes_by_language_[language] += bytes;
}

std::string LanguageTally::language() const {
    const auto most = std::max_element(
        bytes_by_language_.begin(),
        bytes_by_language_.end(),
        [](const auto& a, const auto& b) { return a.second < b.second; }
    );
    return most == bytes_by_language_.end() ? "und" : most->first;
}

}  // namespace ingestd::enrich

// What each of the built-in enrichers finds is a pure function; here each is given its name.
#include <ingestd/enrich/enricher.hpp>

#include "keywords.hpp"
#include "language.hpp"
#include "words.hpp"

namespace ingestd::enrich {
namespace {

class Language final : public Enricher {
public:
    std::string_view name() const override { return "language"; }
    Result<void> enrich(const Passage& passage, Enrichment& found) const override {
        found.language = detect_language(passage.chunk().text);
        return {};
    }
};

class Keywords final : public Enricher {
public:
    std::string_view name() const override { return "keywords"; }
    Result<void> enrich(const Passage& passage, Enrichment& found) const override {
        found.keywords = find_keywords(passage.words(), found.language);
        return {};
    }
};

class Counts final : public Enricher {
public:
    std::string_view name() const override { return "counts"; }
    Result<void> enrich(const Passage& passage, Enrichment& found) const override {
        const Words& words = passage.words();
        found.words = static_cast<std::uint32_t>(words.words.size());
        found.characters = words.characters;
        found.sentences = words.sentences;
        return {};
    }
};

}  // namespace

Enrichers built_in_enrichers() {
    Enrichers enrichers;
    enrichers.push_back(std::make_unique<Language>());
    enrichers.push_back(std::make_unique<Keywords>());
    enrichers.push_back(std::make_unique<Counts>());
    return enrichers;
}

}  // namespace ingestd::enrich

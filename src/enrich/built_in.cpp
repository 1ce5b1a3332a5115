// What each of the built-in enrichers finds is a pure function; here each is given its name.
#include <utility>

#include <ingestd/enrich/enricher.hpp>

#include "addresses.hpp"
#include "dates.hpp"
#include "keywords.hpp"
#include "language.hpp"
#include "statistics.hpp"
#include "words.hpp"

namespace ingestd::enrich {
namespace {

class Language final : public Enricher {
public:
    std::string_view name() const override { return "language"; }
    Result<void> enrich(const Passage& passage, Enrichment& found) const override {
        found.language =
            is_plainly_english(passage.words()) ? "en" : detect_language(passage.chunk().text);
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

class Statistics final : public Enricher {
public:
    std::string_view name() const override { return "statistics"; }
    Result<void> enrich(const Passage& passage, Enrichment& found) const override {
        const Words& words = passage.words();
        found.words = static_cast<std::uint32_t>(words.words.size());
        found.characters = words.characters;
        found.sentences = words.sentences;
        found.reading_ease = reading_ease(words, found.language);
        return {};
    }
};

class Dates final : public Enricher {
public:
    std::string_view name() const override { return "dates"; }
    Result<void> enrich(const Passage& passage, Enrichment& found) const override {
        auto dates = find_dates(passage.chunk().text, found.language);
        found.dates = std::move(dates.certain);
        found.ambiguous_dates = std::move(dates.ambiguous);
        return {};
    }
};

class Addresses final : public Enricher {
public:
    std::string_view name() const override { return "addresses"; }
    Result<void> enrich(const Passage& passage, Enrichment& found) const override {
        auto addresses = find_addresses(passage.chunk().text);
        found.emails = std::move(addresses.emails);
        found.urls = std::move(addresses.urls);
        return {};
    }
};

}  // namespace

Enrichers built_in_enrichers() {
    Enrichers enrichers;
    enrichers.push_back(std::make_unique<Language>());
    enrichers.push_back(std::make_unique<Keywords>());
    enrichers.push_back(std::make_unique<Statistics>());
    enrichers.push_back(std::make_unique<Dates>());
    enrichers.push_back(std::make_unique<Addresses>());
    return enrichers;
}

}  // namespace ingestd::enrich

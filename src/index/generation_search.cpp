// Generation::search: from what was typed to hits with their passages.
#include <utility>

#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd_sql/index.hpp>

#include "corrections.hpp"
#include "generation_impl.hpp"
#include "lexical_search.hpp"
#include "passage.hpp"
#include "rows.hpp"
#include "user_query.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;

// Joined by commas; a collection without chunks has none.
std::string languages_of(Connection& connection) {
    std::string languages;
    auto list = connection.query(sql::list_languages);
    while (list.step()) {
        if (!languages.empty()) languages += ',';
        languages += list.text(0);
    }
    return languages;
}

std::vector<LexicalHit> read_hits(
    Connection& connection, const std::vector<ScoredRow>& rows, Passages passages
) {
    std::vector<LexicalHit> hits;
    for (const auto& [row, score] : rows) {
        auto found = connection.query(sql::find_hit);
        found.bind(":row", row);
        if (!found.step()) continue;
        auto stored = read_chunk(found);
        auto snippet = passages.best(stored.chunk.text, stored.chunk.enrichment.language);
        hits.push_back({std::move(stored), score, std::move(snippet)});
    }
    return hits;
}

// A phrase that nobody wrote so may be found by its words.
std::vector<UserTerm> without_phrases(std::vector<UserTerm> asked) {
    for (auto& term : asked) {
        if (term.kind == UserTerm::Kind::phrase && !term.is_excluded)
            term.kind = UserTerm::Kind::words;
    }
    return asked;
}

}  // namespace

std::vector<LexicalHit> Generation::search(const std::string& query, std::uint32_t limit) const {
    const auto asked = parse_user_query(query);
    if (asked.empty()) return {};
    return impl_->read([&](Connection& reader) {
        const sqlite::ReadTransaction snapshot{reader};
        const WordsTokenizer tokenizer{reader};
        LexicalSearch search{reader, impl_->counts, tokenizer, languages_of(reader)};
        auto terms = to_query_terms(asked, search.languages(), tokenizer);
        auto rows = search.find(terms, limit);
        if (rows.empty()) {
            terms = to_query_terms(without_phrases(asked), search.languages(), tokenizer);
            correct(terms.wanted, search);
            rows = search.find(terms, limit);
        }
        return read_hits(reader, rows, Passages{terms, tokenizer});
    });
}

}  // namespace ingestd::index

// Generation::search: from what was typed to hits with their passages.
#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd_sql/index.hpp>

#include "generation_impl.hpp"
#include "hybrid_ranking.hpp"
#include "neighbours.hpp"
#include "passage.hpp"
#include "ranking.hpp"
#include "rows.hpp"

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

// A vector knows nothing of what must be there word by word, or must not.
bool says_what_must_be(const std::vector<UserTerm>& asked) {
    return std::ranges::any_of(asked, [](const UserTerm& term) {
        return term.is_excluded || term.kind != UserTerm::Kind::words;
    });
}

struct RowPage {
    std::vector<ScoredRow> rows{};
    std::vector<HitGroup> groups{};
    bool has_more = false;
};

// Which part of `all` stands on the page that is asked for.
template <class T>
std::span<const T> on_page(const std::vector<T>& all, const HitQuery& query) {
    const auto begin = std::min<std::size_t>(query.offset, all.size());
    return std::span{all}.subspan(begin).first(
        std::min<std::size_t>(query.limit, all.size() - begin)
    );
}

RowPage row_by_row(HybridRanking& ranking, const HitQuery& query) {
    const auto end = std::size_t{query.offset} + query.limit;
    const auto& ranked = ranking.first(end + 1);
    const auto shown = on_page(ranked, query);
    return {{shown.begin(), shown.end()}, {}, ranked.size() > end};
}

struct RankedDocument {
    std::vector<ScoredRow> rows;
    std::uint32_t others = 0;
};

std::vector<RankedDocument> by_document(
    Connection& connection, const std::vector<ScoredRow>& ranked, std::uint32_t group_size
) {
    std::vector<RankedDocument> documents;
    std::unordered_map<std::int64_t, std::size_t> place_of;
    for (const auto& scored : ranked) {
        auto of = connection.query(sql::is_visible);
        of.bind(":row", scored.row);
        if (!of.step()) continue;
        const auto [place, is_new] = place_of.emplace(of.integer(1), documents.size());
        if (is_new) documents.emplace_back();
        auto& document = documents[place->second];
        if (document.rows.size() < group_size) {
            document.rows.push_back(scored);
        } else {
            ++document.others;
        }
    }
    return documents;
}

RowPage document_by_document(
    Connection& connection, HybridRanking& ranking, const HitQuery& query
) {
    const auto end = std::size_t{query.offset} + query.limit;
    auto documents = by_document(connection, ranking.first(ordered_min), query.group_size);
    if (documents.size() <= end)
        documents = by_document(connection, ranking.first(ranked_max), query.group_size);
    RowPage page{.has_more = documents.size() > end};
    for (const auto& document : on_page(documents, query)) {
        page.rows.insert(page.rows.end(), document.rows.begin(), document.rows.end());
        page.groups.push_back({static_cast<std::uint32_t>(document.rows.size()), document.others});
    }
    return page;
}

std::vector<Hit> read_hits(
    Connection& connection,
    const std::vector<ScoredRow>& rows,
    const HybridRanking& ranking,
    Passages passages,
    std::uint32_t context
) {
    std::vector<Hit> hits;
    for (const auto& [row, score] : rows) {
        auto found = connection.query(sql::find_hit);
        found.bind(":row", row);
        if (!found.step()) continue;
        auto& hit = hits.emplace_back();
        hit.stored = read_chunk(found);
        hit.title = title_of(found.text(chunk_columns + 1), found.text(chunk_columns));
        hit.score = score;
        if (const auto* parts = ranking.parts(row)) {
            hit.keyword = parts->keyword;
            hit.similarity = parts->similarity;
        }
        const auto& chunk = hit.stored.chunk;
        hit.snippet = passages.best(chunk.text, chunk.enrichment.language);
        if (context > 0) add_neighbours(connection, found.integer(chunk_columns + 2), context, hit);
    }
    return hits;
}

}  // namespace

HitPage Generation::search(const HitQuery& query) const {
    const auto asked = parse_user_query(query.text);
    if (asked.empty()) return {};
    return impl_->read([&](Connection& reader) -> HitPage {
        const auto commits = impl_->commits.load();
        const sqlite::ReadTransaction snapshot{reader};
        std::shared_ptr<const AllowedRows> filtered;
        const vector::RowSet* allowed = nullptr;
        if (!query.filter.is_everything()) {
            filtered = impl_->filters.allowed(reader, query.filter, commits);
            allowed = &filtered->rows();
            if (allowed->is_empty()) return {};
        }
        const WordsTokenizer tokenizer{reader};
        LexicalSearch search{reader, impl_->counts, tokenizer, languages_of(reader), allowed};
        Ranking by_words{search, asked, tokenizer};
        const auto vectors = impl_->vectors->index();
        HybridRanking ranking{
            by_words, reader, query, vectors.get(), allowed, says_what_must_be(asked)};
        auto page = query.group_size > 0 ? document_by_document(reader, ranking, query)
                                         : row_by_row(ranking, query);
        Passages passages{by_words.terms(), tokenizer};
        return {
            read_hits(reader, page.rows, ranking, std::move(passages), query.context),
            std::move(page.groups),
            page.has_more};
    });
}

}  // namespace ingestd::index

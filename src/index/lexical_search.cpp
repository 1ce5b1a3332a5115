#include "lexical_search.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <unordered_set>

#include <ingestd_sql/index.hpp>

#include "abbreviations.hpp"
#include "row_holds.hpp"
#include "row_spans.hpp"
#include "variants.hpp"

namespace ingestd::index {
namespace {

// Where a filter leaves few of the chunks that match, a pass goes on beyond `pass_rows` of them
// until it has seen so many that are allowed.
constexpr std::int64_t rows_allowed_min = 250;

// Of matches that are not allowed, passing over so many takes about as long as beginning anew
// behind them; and beginning so often takes some tens of milliseconds.
constexpr std::int64_t rows_passed_over = 500;
constexpr std::int64_t spans_max = 500;

// Who asks for so few words expects to see them together. Of a sentence few chunks have all words,
// and to prefer these makes results worse.
constexpr std::size_t together_max = 3;

// So many of the best chunks are read for what they define of the query's words. Whoever defines
// one mostly speaks of it.
constexpr std::size_t read_for_definitions = 30;

// So many chunks to either side of each are looked at: about a page.
constexpr std::int64_t reach = 2;

std::vector<const QueryTerm*> pointers(const std::vector<QueryTerm>& terms) {
    std::vector<const QueryTerm*> all;
    for (const auto& term : terms) all.push_back(&term);
    return all;
}

void append(std::vector<const QueryTerm*>& to, std::span<const QueryTerm* const> terms) {
    to.insert(to.end(), terms.begin(), terms.end());
}

// How many of the first, which are the rarest, may drive: at least one.
std::size_t driving_of(std::span<const QueryTerm* const> by_count, std::int64_t rows_max) {
    std::int64_t rows = 0;
    std::size_t driving = 0;
    while (driving < by_count.size() && rows + by_count[driving]->count <= rows_max)
        rows += by_count[driving++]->count;
    return std::max<std::size_t>(driving, 1);
}

}  // namespace

LexicalSearch::LexicalSearch(
    sqlite::Connection& connection,
    TermCounts& counts,
    const WordsTokenizer& tokenizer,
    std::string languages,
    const vector::RowSet* allowed,
    std::int64_t rows_max
)
    : connection_{connection},
      counts_{counts},
      tokenizer_{tokenizer},
      languages_{std::move(languages)},
      allowed_{allowed},
      rows_max_{rows_max} {
    auto newest = connection_.query(sql::find_newest_chunk);
    newest.step();
    chunks_ = newest.integer(0);
}

std::int64_t LexicalSearch::count(const QueryTerm& term) {
    return counts_.count(connection_, term.expression(languages_), chunks_);
}

// source: the idf of Robertson and Sparck Jones, as Lucene keeps it above 0
double LexicalSearch::rarity(std::int64_t count) const {
    const auto all = static_cast<double>(std::max(chunks_, count));
    const auto with = static_cast<double>(count);
    return std::log(1 + (all - with + 0.5) / (with + 0.5));
}

// A phrase is looked for in every chunk that has the rarest of its words.
bool LexicalSearch::is_quick(const QueryTerm& variant) {
    const auto words = to_asked_words(variant.text, languages_, tokenizer_);
    const auto is_rare = [&](const AskedWord& word) {
        QueryTerm alone;
        alone.text = word.text;
        return count(alone) <= rows_max_;
    };
    return words.size() == 1 || std::ranges::any_of(words, is_rare);
}

// Leaves what some chunk has.
void LexicalSearch::keep_known(std::vector<QueryTerm>& variants) {
    for (auto& variant : variants) {
        if (variant.count == 0 && is_quick(variant)) variant.count = count(variant);
    }
    std::erase_if(variants, [](const QueryTerm& variant) { return variant.count == 0; });
}

// A word is as rare as it and what else it is called together: else a rare spelling would make
// another that is not rare weigh much.
void LexicalSearch::weigh(QueryTerms& terms) {
    for (auto* some : {&terms.required, &terms.wanted}) {
        for (auto& term : *some) {
            if (term.count == 0) term.count = count(term);
            term.weight = term.times * rarity(term.count);
        }
    }
    keep_known(terms.variants);
    std::vector<std::int64_t> together;
    for (const auto& term : terms.wanted) together.push_back(term.count);
    for (const auto& variant : terms.variants) {
        for (const auto slot : variant.slots) together[slot] += variant.count;
    }
    for (std::size_t slot = 0; slot < together.size(); ++slot)
        terms.wanted[slot].weight = terms.wanted[slot].times * rarity(together[slot]);
    for (auto& variant : terms.variants) {
        variant.weight = 0;
        for (const auto slot : variant.slots)
            variant.weight += variant.share * terms.wanted[slot].weight;
    }
}

std::vector<ScoredRow> LexicalSearch::find(QueryTerms& terms, std::size_t limit) {
    weigh(terms);
    const auto size = std::max(limit, ordered_min);
    std::vector<QueryTerm> shared;
    auto best = pass(terms, shared, size);
    // A filter that has made one pass long would make the second long, too.
    if (terms.required.empty() && !best.empty() && rows_asked_ <= rows_max_) {
        const bool is_told_more = add_abbreviations(terms, best);
        shared = shared_words(terms, of_distinct_documents(best));
        if (is_told_more || !shared.empty()) best = pass(terms, shared, size);
    }
    if (best.size() > limit) best.resize(limit);
    for (auto& row : best) row.score -= row.score >= all_bonus ? all_bonus : 0;
    return best;
}

std::vector<ScoredRow> LexicalSearch::pass(
    QueryTerms& terms, std::vector<QueryTerm>& shared, std::size_t size
) {
    std::vector<const QueryTerm*> counted;
    for (auto* some : {&terms.wanted, &terms.required, &shared}) {
        for (auto& term : *some) {
            term.slots = {counted.size()};
            counted.push_back(&term);
        }
    }
    auto wanted = pointers(terms.wanted);
    const bool prefers_all = wanted.size() <= together_max;
    Candidates candidates{std::move(counted), size, prefers_all ? wanted.size() : 0};
    std::erase_if(wanted, [](const QueryTerm* term) { return term->count == 0; });
    const auto variants = pointers(terms.variants);
    ScanParts parts;
    parts.excluded = pointers(terms.excluded);
    if (!terms.required.empty()) {
        parts.driving = pointers(terms.required);
        parts.among = Among::all;
        parts.optional = wanted;
        append(parts.optional, variants);
        scan(parts, candidates);
    } else {
        widen(wanted, variants, pointers(shared), std::move(parts), candidates);
    }
    return std::move(candidates).best_first([&](std::int64_t row) { return around(row); });
}

// Looks at more chunks while hits are lacking.
void LexicalSearch::widen(
    std::span<const QueryTerm* const> wanted,
    std::span<const QueryTerm* const> variants,
    std::span<const QueryTerm* const> shared,
    ScanParts parts,
    Candidates& candidates
) {
    std::vector<const QueryTerm*> by_count{wanted.begin(), wanted.end()};
    append(by_count, variants);
    std::ranges::stable_sort(by_count, {}, &QueryTerm::count);
    const auto is_frequent = [&](const QueryTerm* term) { return term->count > rows_max_; };
    if (wanted.size() > 1 && std::ranges::all_of(wanted, is_frequent)) {
        parts.driving.assign(wanted.begin(), wanted.end());
        parts.among = Among::all;
        parts.optional.assign(variants.begin(), variants.end());
        append(parts.optional, shared);
        scan(parts, candidates);
    }
    parts.among = Among::any;
    const std::span<const QueryTerm* const> rarest_first{by_count};
    const auto goes_on_from = [&](std::size_t from) {
        if (from == by_count.size()) return false;
        // Few write rare variants, but who does means the words.
        return !candidates.is_full() || (from == 0 && !is_frequent(by_count.front()));
    };
    for (std::size_t from = 0; goes_on_from(from);) {
        const auto driving =
            rarest_first.subspan(from, from == 0 ? driving_of(by_count, rows_max_) : 1);
        const auto before = rarest_first.first(from);
        from += driving.size();
        parts.driving.assign(driving.begin(), driving.end());
        parts.optional.assign(before.begin(), before.end());
        append(parts.optional, rarest_first.subspan(from));
        append(parts.optional, shared);
        scan(parts, candidates);
    }
}

void LexicalSearch::scan(const ScanParts& parts, Candidates& candidates) {
    const auto planned = to_match_scan(parts, languages_);
    if (!allowed_) {
        auto rows = connection_.query(sql::scan_matches);
        rows.bind(":match", std::string_view{planned.match}).bind(":limit", rows_max_);
        scan_rows(std::move(rows), planned, candidates, [](std::int64_t) { return true; });
        return;
    }
    AskedRows asked{allowed_};
    std::int64_t seen = 0;
    const auto goes_on = [&](std::int64_t more) {
        seen += more;
        return seen < rows_allowed_min || asked.count < rows_max_;
    };
    for (const auto& span : spans_for(parts)) {
        auto rows = connection_.query(sql::scan_allowed_matches);
        rows.bind(":match", std::string_view{planned.match});
        rows.bind(":first", span.first).bind(":last", span.last);
        bind_rows(rows, ":allowed", asked);
        scan_rows(std::move(rows), planned, candidates, goes_on);
        if (!goes_on(0)) break;
    }
    rows_asked_ += asked.count;
}

// Between which rows to look, the newest first. To begin at a row costs as much as to pass over
// some thousand that match and are not allowed.
std::vector<vector::RowSet::Run> LexicalSearch::spans_for(const ScanParts& parts) const {
    std::int64_t matching = 0;
    for (const auto* term : parts.driving) {
        matching = parts.among == Among::any ? matching + term->count
                   : matching == 0           ? term->count
                                             : std::min(matching, term->count);
    }
    const auto spans = std::clamp<std::int64_t>(matching / rows_passed_over, 1, spans_max);
    return widest_apart(*allowed_, static_cast<std::size_t>(spans));
}

// Until there are no more, or `goes_on` says after one that it is enough.
void LexicalSearch::scan_rows(
    sqlite::Query rows,
    const MatchScan& planned,
    Candidates& candidates,
    const std::function<bool(std::int64_t)>& goes_on
) {
    RowCounts counts;
    // A title is said of every chunk: where it alone matches, the document's first stands for all.
    const auto is_to_be_found = [&](std::int64_t row) {
        auto visible = connection_.query(sql::is_visible);
        visible.bind(":row", row);
        if (!visible.step() || visible.integer(0) == 0) return false;
        if (!counts.is_in_chunk && visible.integer(2) > 0) return false;
        document_of_[row] = visible.integer(1);
        return true;
    };
    while (rows.step()) {
        counts = read_row_counts(rows.text(1));
        candidates.add(rows.integer(0), counts, planned, is_to_be_found);
        if (!goes_on(1)) return;
    }
}

Candidates::Around LexicalSearch::around(std::int64_t row) {
    Candidates::Around around;
    auto list = connection_.query(sql::list_around);
    list.bind(":row", row).bind(":reach", reach);
    while (list.step()) {
        around.rows.push_back(list.integer(0));
        around.words += static_cast<double>(list.integer(1));
    }
    return around;
}

// One passage a document: what a document says again and again is no sign of what others share.
std::vector<ScoredRow> LexicalSearch::of_distinct_documents(const std::vector<ScoredRow>& best) {
    std::unordered_set<std::int64_t> documents;
    std::vector<ScoredRow> distinct;
    for (const auto& scored : best) {
        if (distinct.size() == feedback_chunks) break;
        if (documents.insert(document_of_[scored.row]).second) distinct.push_back(scored);
    }
    return distinct;
}

// Whether there are any.
bool LexicalSearch::add_abbreviations(QueryTerms& terms, const std::vector<ScoredRow>& best) {
    if (terms.in_order.empty() || terms.variants.size() >= variants_max) return false;
    Abbreviations abbreviations{terms.in_order, languages_, tokenizer_};
    for (const auto& [row, score] :
         std::span{best}.first(std::min(best.size(), read_for_definitions))) {
        auto found = connection_.query(sql::find_text);
        found.bind(":row", row);
        if (found.step()) abbreviations.read(found.text(0));
    }
    const auto before = terms.variants.size();
    abbreviations.add_to(terms);
    if (terms.variants.size() == before) return false;
    weigh(terms);
    return terms.variants.size() > before;
}

std::vector<QueryTerm> LexicalSearch::shared_words(
    QueryTerms& terms, const std::vector<ScoredRow>& best
) {
    Feedback feedback{tokenizer_, languages_};
    for (const auto& [row, score] : best) {
        auto found = connection_.query(sql::find_hit);
        found.bind(":row", row);
        if (!found.step()) continue;
        feedback.add(
            {.language = found.text(9),
             .title = found.text(16),
             .text = found.text(15),
             .score = score >= all_bonus ? score - all_bonus : score}
        );
    }
    double asked = 0;
    for (const auto& term : terms.wanted) asked += term.times;
    std::vector<QueryTerm> shared;
    std::vector<std::pair<QueryTerm, double>> chosen;
    double sum = 0;
    for (auto& [term, share] : feedback.candidates()) {
        if (chosen.size() == feedback_words) break;
        term.count = count(term);
        if (term.count < 2 || term.count > chunks_ / feedback_word_in_at_most) continue;
        const auto worth = share * rarity(term.count);
        sum += worth;
        chosen.emplace_back(std::move(term), worth);
    }
    for (auto& [term, worth] : chosen) {
        const auto gain =
            feedback_weight / (1 - feedback_weight) * asked * worth / sum * rarity(term.count);
        const auto same = std::ranges::find(terms.wanted, term.key, &QueryTerm::key);
        if (same != terms.wanted.end()) {
            same->weight += gain;
        } else {
            term.weight = gain;
            shared.push_back(std::move(term));
        }
    }
    return shared;
}

}  // namespace ingestd::index

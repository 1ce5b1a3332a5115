#include "allowed_rows.hpp"

#include <algorithm>
#include <functional>
#include <span>

#include <ingestd_sql/index.hpp>

#include "filter_fields.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;
using vector::RowSet;

Verdict verdict(bool is_met) {
    return is_met ? Verdict::yes : Verdict::no;
}

// These are read only where they are asked for: they stand behind the text.
bool asks_for_findings(const Filter& filter) {
    if (filter.kind == Filter::Kind::condition) return is_found(filter.condition.field);
    return std::ranges::any_of(filter.parts, asks_for_findings);
}

}  // namespace

// Adds to a list the runs of one document after the other.
class AllowedRows::Judge {
public:
    Judge(Connection& connection, const Filter& filter, std::vector<RowSet::Run>& runs)
        : connection_{connection}, filter_{filter}, runs_{runs} {}

    void add(std::int64_t document, std::int64_t chunks) {
        begin_ = runs_.size();
        auto fields = connection_.query(sql::find_filtered);
        fields.bind(":row", document);
        if (!fields.step()) return;
        const auto of_document = [&](const Condition& condition) {
            if (is_of_chunk(condition.field)) return Verdict::depends;
            return verdict(holds(condition, document_values(fields, condition)));
        };
        const auto allowed = judge(filter_, of_document);
        if (allowed == Verdict::yes) {
            add_all(document, chunks);
        } else if (allowed == Verdict::depends) {
            add_some(document, of_document);
        }
    }

private:
    // All chunks of a document. Their rows ascend with their positions, so where there is none of
    // another between them, two tell all.
    void add_all(std::int64_t document, std::int64_t chunks) {
        if (chunks <= 0) return;
        auto ends = connection_.query(sql::find_chunk_rows);
        ends.bind(":document", document).bind(":last", chunks - 1);
        if (!ends.step() || ends.is_null(0) || ends.is_null(1)) return;
        if (ends.integer(1) - ends.integer(0) == chunks - 1) {
            runs_.push_back({ends.integer(0), ends.integer(1)});
            return;
        }
        auto list = connection_.query(sql::list_chunk_rows);
        list.bind(":document", document);
        while (list.step()) add_row(list.integer(0));
    }

    // Those chunks that the filter allows, given what their document is.
    void add_some(
        std::int64_t document, const std::function<Verdict(const Condition&)>& of_document
    ) {
        auto list = connection_.query(
            asks_for_findings(filter_) ? sql::list_chunk_findings : sql::list_chunk_fields
        );
        list.bind(":document", document);
        while (list.step()) {
            const auto allowed = judge(filter_, [&](const Condition& condition) {
                if (!is_of_chunk(condition.field)) return of_document(condition);
                return verdict(holds(condition, chunk_values(list, condition)));
            });
            if (allowed == Verdict::yes) add_row(list.integer(0));
        }
    }

    void add_row(std::int64_t row) {
        if (runs_.size() > begin_ && runs_.back().last + 1 == row) {
            runs_.back().last = row;
        } else {
            runs_.push_back({row, row});
        }
    }

    Connection& connection_;
    const Filter& filter_;
    std::vector<RowSet::Run>& runs_;
    std::size_t begin_ = 0;  // of the document's own
};

AllowedRows::AllowedRows(Connection& connection, const Filter& filter, const AllowedRows& earlier) {
    Judge judge{connection, filter, runs_};
    std::vector<RowSet::Run> unfinished;
    Judge judge_unfinished{connection, filter, unfinished};
    auto known = earlier.judged_.begin();
    auto list = connection.query(sql::list_visible);
    while (list.step()) {
        const auto document = list.integer(0);
        if (list.integer(2) == 0) {
            judge_unfinished.add(document, list.integer(1));
            continue;
        }
        while (known != earlier.judged_.end() && known->document < document) ++known;
        if (known != earlier.judged_.end() && known->document == document) {
            const auto begin = known == earlier.judged_.begin() ? 0 : std::prev(known)->runs_end;
            const auto runs = std::span{earlier.runs_}.first(known->runs_end).subspan(begin);
            runs_.insert(runs_.end(), runs.begin(), runs.end());
        } else {
            judge.add(document, list.integer(1));
        }
        judged_.push_back({document, runs_.size()});
    }
    auto sorted = runs_;
    sorted.insert(sorted.end(), unfinished.begin(), unfinished.end());
    std::ranges::sort(sorted, {}, &RowSet::Run::first);
    for (const auto& run : sorted) rows_.append(run.first, run.last);
}

std::size_t AllowedRows::bytes() const {
    return judged_.size() * sizeof(Judged) +
           (runs_.size() + rows_.runs().size()) * sizeof(RowSet::Run);
}

}  // namespace ingestd::index

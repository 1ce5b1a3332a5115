#include "allowed_rows.hpp"

#include <algorithm>
#include <vector>

#include <ingestd_sql/index.hpp>

#include "filter_fields.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;
using vector::RowSet;

Verdict verdict(bool is_met) {
    return is_met ? Verdict::yes : Verdict::no;
}

class AllowedRuns {
public:
    explicit AllowedRuns(Connection& connection) : connection_{connection} {}

    // All chunks of a document. Their rows ascend with their positions, so where there is none of
    // another between them, two tell all.
    void add_document(std::int64_t document, std::int64_t chunks) {
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
    void add_chunks(
        std::int64_t document,
        const Filter& filter,
        const std::function<Verdict(const Condition&)>& of_document
    ) {
        auto list = connection_.query(sql::list_chunk_fields);
        list.bind(":document", document);
        while (list.step()) {
            const auto allowed = judge(filter, [&](const Condition& condition) {
                if (!is_of_chunk(condition.field)) return of_document(condition);
                return verdict(holds(condition, chunk_values(list, condition)));
            });
            if (allowed == Verdict::yes) add_row(list.integer(0));
        }
    }

    RowSet sorted() && {
        std::ranges::sort(runs_, {}, &RowSet::Run::first);
        RowSet rows;
        for (const auto& run : runs_) rows.append(run.first, run.last);
        return rows;
    }

private:
    void add_row(std::int64_t row) {
        if (!runs_.empty() && runs_.back().last + 1 == row) {
            runs_.back().last = row;
        } else {
            runs_.push_back({row, row});
        }
    }

    // A passage is on each page from the one on which it begins to the one on which it ends.
    static std::vector<FilterValue> chunk_values(
        const sqlite::Query& row, const Condition& condition
    ) {
        if (condition.field == FilterField::language) return {row.string(3)};
        const auto page = row.integer(1), page_end = row.integer(2);
        if (page == 0) return {};
        // The outer ones tell of every comparison but that with one in between.
        std::vector<FilterValue> pages{page, page_end};
        for (const auto& value : condition.values) {
            const auto* asked = std::get_if<std::int64_t>(&value);
            if (asked && page < *asked && *asked < page_end) pages.emplace_back(*asked);
        }
        return pages;
    }

    Connection& connection_;
    std::vector<RowSet::Run> runs_;
};

}  // namespace

RowSet allowed_rows(Connection& connection, const Filter& filter) {
    AllowedRuns runs{connection};
    auto documents = connection.query(sql::list_filtered);
    while (documents.step()) {
        const auto of_document = [&](const Condition& condition) {
            if (is_of_chunk(condition.field)) return Verdict::depends;
            return verdict(holds(condition, document_values(documents, condition)));
        };
        const auto allowed = judge(filter, of_document);
        if (allowed == Verdict::yes) {
            runs.add_document(documents.integer(0), documents.integer(1));
        } else if (allowed == Verdict::depends) {
            runs.add_chunks(documents.integer(0), filter, of_document);
        }
    }
    return std::move(runs).sorted();
}

}  // namespace ingestd::index

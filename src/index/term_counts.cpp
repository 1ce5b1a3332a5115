#include "term_counts.hpp"

#include <algorithm>
#include <cstdlib>

#include <ingestd_sql/index.hpp>

namespace ingestd::index {
namespace {

constexpr std::int64_t counted_max = 2'000;        // some hundred microseconds
constexpr std::size_t remembered_max = 16'384;     // some MiB
constexpr std::int64_t stays_true_for_change = 8;  // an eighth more or fewer chunks

}  // namespace

std::int64_t TermCounts::count(
    sqlite::Connection& connection, const std::string& expression, std::int64_t chunks
) {
    {
        const std::lock_guard guard{lock_};
        const auto known = frequent_.find(expression);
        if (known != frequent_.end() && std::abs(chunks - known->second.of_chunks) <=
                                            known->second.of_chunks / stays_true_for_change)
            return known->second.count;
    }
    auto counted = connection.query(sql::count_matches);
    counted.bind(":match", expression).bind(":limit", counted_max);
    counted.step();
    const auto count = counted.integer(0);
    if (count < counted_max) return count;
    // Rows are numbered as they came: the newest `count` of the term go back to `oldest`.
    const auto oldest = counted.integer(1);
    const auto span = std::max<std::int64_t>(chunks - oldest + 1, count);
    const auto estimated = static_cast<std::int64_t>(
        static_cast<double>(count) * static_cast<double>(chunks) / static_cast<double>(span)
    );
    const std::lock_guard guard{lock_};
    if (frequent_.size() >= remembered_max) frequent_.clear();
    frequent_[expression] = {estimated, chunks};
    return estimated;
}

}  // namespace ingestd::index

#include "row_spans.hpp"

#include <algorithm>
#include <functional>

namespace ingestd::index {

std::vector<vector::RowSet::Run> widest_apart(const vector::RowSet& rows, std::size_t most) {
    const auto runs = rows.runs();
    const auto gap_before = [&](std::size_t run) { return runs[run].first - runs[run - 1].last; };
    std::vector<std::size_t> starts;  // of spans, but for the first
    for (std::size_t run = 1; run < runs.size(); ++run) starts.push_back(run);
    if (starts.size() >= most) {
        const auto kept = starts.begin() + static_cast<std::ptrdiff_t>(most - 1);
        std::ranges::nth_element(starts, kept, std::greater{}, gap_before);
        starts.erase(kept, starts.end());
        std::ranges::sort(starts);
    }
    std::vector<vector::RowSet::Run> spans;
    auto end = runs.size();
    for (auto start = starts.rbegin(); start != starts.rend(); end = *start++)
        spans.push_back({runs[*start].first, runs[end - 1].last});
    if (!runs.empty()) spans.push_back({runs.front().first, runs[end - 1].last});
    return spans;
}

}  // namespace ingestd::index

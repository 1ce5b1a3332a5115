#include <algorithm>
#include <utility>
#include <vector>

#include <ingestd/app/nearest_name.hpp>

namespace ingestd::app {
namespace {

constexpr std::size_t distance_max = 2;

// The least number of letters to put in, take out or change.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view written, std::span<const std::string> names) {
    const auto distance = [&](const std::string& name) { return edit_distance(written, name); };
    const auto nearest = std::ranges::min_element(names, {}, distance);
    if (nearest == names.end() || distance(*nearest) > distance_max) return {};
    return "; did you mean " + *nearest + "?";
}

}  // namespace ingestd::app

#include "csv_records.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <ingestd/base/units.hpp>

namespace ingestd::formats {
namespace {

constexpr std::array candidates{',', ';', '\t', '|'};
constexpr std::size_t quoted_cell_max = 1_MiB;  // a longer one is a quote that was forgotten

// How often `delimiter` stands outside of quotes, line by line.
std::vector<std::size_t> counts_by_line(std::string_view sample, char delimiter) {
    std::vector<std::size_t> counts;
    std::size_t count = 0;
    bool is_quoted = false;
    bool is_empty = true;
    for (const char c : sample) {
        if (c == '"') is_quoted = !is_quoted;
        if (c == delimiter && !is_quoted) ++count;
        if (c == '\n' && !is_quoted) {
            if (!is_empty) counts.push_back(count);
            count = 0;
            is_empty = true;
        } else if (c != '\r') {
            is_empty = false;
        }
    }
    if (counts.empty()) counts.push_back(count);
    return counts;
}

}  // namespace

char guess_delimiter(std::string_view sample) {
    char best = ',';
    double best_score = 0;
    for (const char delimiter : candidates) {
        const auto counts = counts_by_line(sample, delimiter);
        std::map<std::size_t, std::size_t> lines_by_count;
        for (const auto count : counts) ++lines_by_count[count];
        lines_by_count.erase(0);
        if (lines_by_count.empty()) continue;
        const auto most = std::max_element(
            lines_by_count.begin(),
            lines_by_count.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; }
        );
        const auto agreement =
            static_cast<double>(most->second) / static_cast<double>(counts.size());
        // Between equals more cells are the better reading: prose in cells holds a comma here and
        // there.
        const double score =
            agreement + 0.01 * static_cast<double>(std::min<std::size_t>(most->first, 10));
        if (score > best_score) {
            best_score = score;
            best = delimiter;
        }
    }
    return best;
}

std::optional<std::vector<std::string>> CsvRecords::next(std::string_view& text) {
    std::size_t at = 0;
    while (at < text.size() && !is_record_complete_) take(text[at++]);
    text.remove_prefix(at);
    if (!is_record_complete_) return std::nullopt;
    return end_record();
}

std::optional<std::vector<std::string>> CsvRecords::finish() {
    if (state_ == State::quoted) met_unclosed_quote_ = true;
    if (!has_content_) return std::nullopt;
    end_cell();
    return end_record();
}

void CsvRecords::take(char c) {
    if (c != '\n' && c != '\r') has_content_ = true;
    if (state_ == State::quoted) {
        if (c == '"') {
            state_ = State::quote_in_quoted;
            return;
        }
        cell_ += c;
        if (cell_.size() > quoted_cell_max) {
            met_unclosed_quote_ = true;
            state_ = State::plain;
        }
        return;
    }
    if (c == '"' && state_ == State::quote_in_quoted) {
        cell_ += c;
        state_ = State::quoted;
    } else if (c == '"' && state_ == State::cell_start) {
        state_ = State::quoted;
    } else if (c == delimiter_) {
        end_cell();
    } else if (c == '\n') {
        end_cell();
        is_record_complete_ = true;
    } else {
        cell_ += c;
        state_ = State::plain;
    }
}

void CsvRecords::end_cell() {
    if (cell_.ends_with('\r')) cell_.pop_back();
    cells_.push_back(std::exchange(cell_, {}));
    state_ = State::cell_start;
}

std::vector<std::string> CsvRecords::end_record() {
    is_record_complete_ = false;
    has_content_ = false;
    return std::exchange(cells_, {});
}

}  // namespace ingestd::formats

#include "running_lines.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace ingestd::formats {
namespace {

constexpr double edge_share = 0.12;        // of the page's height, above and below
constexpr std::size_t edge_lines_max = 4;  // from the edge inwards
constexpr double shift_max = 3.0;          // points that a running line may move by
constexpr std::size_t told_max = 10'000;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Without its numbers: "Page 3 of 9" and "Page 4 of 9" are the same line.
std::string pattern_of(std::string_view text) {
    std::string pattern;
    for (const char c : text) {
        if (!is_digit(c)) pattern += c;
        if (is_digit(c) && !pattern.ends_with('#')) pattern += '#';
    }
    return pattern;
}

bool is_roman(std::string_view text) {
    return !text.empty() && text.size() <= 7 && text.find_first_not_of("ivxlcIVXLC") == text.npos;
}

// A number alone, with what it is dressed in.
bool is_number_alone(std::string_view text) {
    if (is_roman(text)) return true;
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    return digits > 0 && digits <= 5 && text.size() <= 12 &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_digit(c) ||
                      std::string_view{" -./|[]()"}.find(c) != std::string_view::npos;
           });
}

// The lines near the upper and lower edge, of those that stand upright with the most of them.
std::vector<PdfLine*> edge_lines(PdfPage& page) {
    std::vector<PdfLine*> lines;
    for (auto& line : page.lines) {
        if (line.turned == 0) lines.push_back(&line);
    }
    std::sort(lines.begin(), lines.end(), [](const auto* a, const auto* b) {
        return a->box.y0 < b->box.y0;
    });
    std::vector<PdfLine*> edge;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto middle = lines[i]->box.middle();
        const bool is_above = middle < page.height * edge_share && i < edge_lines_max;
        const bool is_below =
            middle > page.height * (1 - edge_share) && i + edge_lines_max >= lines.size();
        if (is_above || is_below) edge.push_back(lines[i]);
    }
    return edge;
}

bool stands_alike(const PdfLine& a, const PdfLine& b) {
    return std::abs(a.box.middle() - b.box.middle()) <= shift_max &&
           std::abs(a.size - b.size) <= 0.5;
}

// Numbers move from side to side; other lines stand where they stood.
bool comes_again(const PdfLine& line, PdfPage& other) {
    const bool is_number = is_number_alone(line.text);
    const auto pattern = pattern_of(line.text);
    for (const auto* candidate : edge_lines(other)) {
        if (!stands_alike(line, *candidate)) continue;
        if (is_number ? is_number_alone(candidate->text) : pattern_of(candidate->text) == pattern) {
            return true;
        }
    }
    return false;
}

}  // namespace

void RunningLines::mark(std::deque<PdfPage>& pages, std::size_t at) {
    for (auto* line : edge_lines(pages[at])) {
        bool is_running = false;
        const auto first = at - std::min(at, running_pages_ahead);
        const auto last = std::min(at + running_pages_ahead, pages.size() - 1);
        for (auto i = first; i <= last && !is_running; ++i) {
            is_running = i != at && comes_again(*line, pages[i]);
        }
        if (!is_running) continue;
        if (is_number_alone(line->text)) {
            line->is_running = true;
        } else if (told_.size() < told_max) {
            line->is_running = !told_.emplace(pattern_of(line->text), pages[at].number).second;
        } else {
            line->is_running = true;
        }
    }
}

}  // namespace ingestd::formats

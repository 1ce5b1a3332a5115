#include "running_lines.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace ingestd::formats {
namespace {

constexpr double edge_share = 0.12;        // of the page's height, above and below
constexpr std::size_t edge_lines_max = 4;  // from the edge inwards
constexpr double shift_max = 3.0;          // points that a running line may move by
constexpr std::size_t told_max = 10'000;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_word_part(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80;
}

// A line without the numbers that stand by themselves in it, and these.
struct Pattern {
    std::string text;
    std::vector<long> numbers;
};

constexpr std::size_t digits_max = 6;  // more are no page number

Pattern pattern_of(std::string_view text) {
    Pattern pattern;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_digit(text[at])) {
            pattern.text += text[at++];
            continue;
        }
        auto end = at;
        while (end < text.size() && is_digit(text[end])) ++end;
        const auto digits = text.substr(at, end - at);
        const bool is_in_word = (at > 0 && is_word_part(text[at - 1])) ||
                                (end < text.size() && is_word_part(text[end]));
        if (is_in_word || digits.size() > digits_max) {
            pattern.text += digits;
        } else {
            pattern.text += '#';
            pattern.numbers.push_back(std::stol(std::string{digits}));
        }
        at = end;
    }
    return pattern;
}

// "Page 3 of 9" and, a page on, "Page 4 of 9": each number stays or goes with the pages.
bool is_same_line(const Pattern& a, const Pattern& b, long pages_between) {
    return a.text == b.text && std::ranges::equal(a.numbers, b.numbers, [&](long here, long there) {
               return there == here || there - here == pages_between;
           });
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
bool comes_again(const PdfLine& line, int number, PdfPage& other) {
    const bool is_number = is_number_alone(line.text);
    const auto pattern = pattern_of(line.text);
    const long pages_between = other.number - number;
    for (const auto* candidate : edge_lines(other)) {
        if (!stands_alike(line, *candidate)) continue;
        const bool comes = is_number
                               ? is_number_alone(candidate->text)
                               : is_same_line(pattern, pattern_of(candidate->text), pages_between);
        if (comes) return true;
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
            is_running = i != at && comes_again(*line, pages[at].number, pages[i]);
        }
        if (!is_running) continue;
        if (is_number_alone(line->text)) {
            line->is_running = true;
        } else if (told_.size() < told_max) {
            line->is_running = !told_.emplace(pattern_of(line->text).text, pages[at].number).second;
        } else {
            line->is_running = true;
        }
    }
}

}  // namespace ingestd::formats

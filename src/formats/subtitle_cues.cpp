#include "subtitle_cues.hpp"

#include <algorithm>
#include <utility>

#include "block_writer.hpp"

namespace ingestd::formats {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view arrow = "-->";
constexpr std::string_view signature = "WEBVTT";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_number(std::string_view line) {
    line = trimmed(line);
    return !line.empty() && std::all_of(line.begin(), line.end(), is_digit);
}

// At most six digits; the rest of them is stepped over.
std::optional<int> take_number(std::string_view& text) {
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    int value = 0;
    while (!text.empty() && is_digit(text.front())) {
        if (value < 100'000) value = value * 10 + (text.front() - '0');
        text.remove_prefix(1);
    }
    return value;
}

// Hours, minutes, seconds, of which the first may be missing, and a fraction.
std::optional<milliseconds> parse_time(std::string_view text) {
    text = trimmed(text);
    std::int64_t seconds = 0;
    int parts = 0;
    for (; parts < 3; ++parts) {
        const auto number = take_number(text);
        if (!number) return std::nullopt;
        seconds = seconds * 60 + *number;
        if (!text.starts_with(':')) break;
        text.remove_prefix(1);
    }
    if (parts == 0) return std::nullopt;
    if (!text.starts_with(',') && !text.starts_with('.')) return milliseconds{seconds * 1000};
    text = text.substr(1, 3);
    int fraction = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        fraction = fraction * 10 + (i < text.size() && is_digit(text[i]) ? text[i] - '0' : 0);
    }
    return milliseconds{seconds * 1000 + fraction};
}

bool begins_ignored_block(std::string_view line) {
    for (const std::string_view word : {"NOTE", "STYLE", "REGION"}) {
        if (line == word || (line.starts_with(word) && line[word.size()] == ' ')) return true;
    }
    return false;
}

}  // namespace

std::optional<SubtitleCue> parse_time_line(std::string_view line) {
    const auto at = line.find(arrow);
    if (at == line.npos) return std::nullopt;
    const auto begin = parse_time(line.substr(0, at));
    const auto end = parse_time(line.substr(at + arrow.size()));
    if (!begin || !end) return std::nullopt;
    return SubtitleCue{*begin, *end, {}};
}

SubtitleCues::SubtitleCues(std::string_view text) : text_{text} {
    head_.is_web_vtt = text_.starts_with(signature);
    if (head_.is_web_vtt) read_head();
}

void SubtitleCues::read_head() {
    auto line = trimmed(take_line().substr(signature.size()));
    if (line.starts_with('-')) line = trimmed(line.substr(1));
    head_.title = line;
    while (!text_.empty()) {
        line = trimmed(take_line());
        if (line.empty()) return;
        constexpr std::string_view language = "Language:";
        if (line.starts_with(language)) head_.language = trimmed(line.substr(language.size()));
        // Nothing parted the head from the first cue.
        upcoming_ = parse_time_line(line);
        if (upcoming_) return;
    }
}

std::string_view SubtitleCues::take_line() {
    const auto end = std::min(text_.find('\n'), text_.size());
    auto line = text_.substr(0, end);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

void SubtitleCues::end_block() {
    while (!text_.empty() && !trimmed(take_line()).empty()) {
    }
}

std::optional<SubtitleCue> SubtitleCues::next() {
    auto cue = std::exchange(upcoming_, std::nullopt);
    bool is_behind_cue = false;  // an empty line has ended it, as far as WebVTT is concerned
    while (!text_.empty()) {
        const auto line = take_line();
        if (auto begun = parse_time_line(line)) {
            if (!cue) {
                cue = std::move(begun);
                continue;
            }
            // The line before was the next cue's number.
            if (!cue->lines.empty() && is_number(cue->lines.back())) cue->lines.pop_back();
            upcoming_ = std::move(begun);
            return cue;
        }
        if (trimmed(line).empty()) {
            is_behind_cue = true;
        } else if (head_.is_web_vtt && (is_behind_cue || !cue) && begins_ignored_block(line)) {
            end_block();
        } else if (cue && !(is_behind_cue && head_.is_web_vtt)) {
            cue->lines.push_back(line);
        }
    }
    return cue;
}

}  // namespace ingestd::formats

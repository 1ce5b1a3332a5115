#include "counted_marks.hpp"

#include <optional>
#include <utility>

#include <ingestd/base/utf8.hpp>

#include "code_points.hpp"
#include "graphemes.hpp"

namespace ingestd::chunk {
namespace {

constexpr std::uint64_t group_bytes = 64;             // of a run, counted at once
constexpr std::uint64_t grapheme_bytes_max = 64_KiB;  // held back, should it have few tokens

// What is too long is cut at the first of these that parts it.
enum Level : int { inked_graphemes, graphemes, code_points };

// Where parts of the text may begin, then its end. White space is no part of its own before the
// last two levels: it stays behind what is before it, and the first with what follows.
std::vector<std::uint64_t> places_in(std::string_view text, std::uint64_t offset, int level) {
    GraphemeBreaks breaks;
    std::vector<std::uint64_t> places{offset};
    std::size_t grapheme = 0;
    std::optional<std::size_t> inked;  // the grapheme
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto code_point = utf8::next(text, at);
        const bool begins = breaks.begins_at(code_point) || level == code_points;
        if (begins) grapheme = begin;
        if (level != inked_graphemes) {
            if (begins && begin > 0) places.push_back(offset + begin);
        } else if (ink_of(code_point) != Ink::space && inked != grapheme) {
            if (inked) places.push_back(offset + grapheme);
            inked = grapheme;
        }
    }
    places.push_back(offset + text.size());
    return places;
}

bool holds_ink(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (ink_of(utf8::next(text, at)) != Ink::space) return true;
    }
    return false;
}

}  // namespace

CountedMarks::CountedMarks(TokenCounter counter, std::uint32_t max_tokens, const TextWindow& window)
    : counter_{std::move(counter)}, max_tokens_{max_tokens}, window_{window} {}

const std::vector<Mark>& CountedMarks::add(const Mark& mark) {
    ready_.clear();
    const auto from = group_.empty() ? begin_ : group_.back().offset;
    if (mark.offset == from) {
        // Of two at one place the packer wants the first, and a section's end in any case.
        if (mark.strength < Break::word) return ready_;
        if (!group_.empty()) count_group();
        ready_.push_back({mark.offset, units_, mark.strength});
        return ready_;
    }
    // The scanner cuts graphemes that are long by its estimate.
    if (mark.strength == Break::inside && mark.offset - from < grapheme_bytes_max) return ready_;
    if (is_leading_space(mark)) return ready_;
    group_.push_back(mark);
    if (mark.strength >= Break::word || mark.offset - begin_ >= group_bytes) count_group();
    return ready_;
}

// White space before the first word is no piece of its own where it fits before that.
bool CountedMarks::is_leading_space(const Mark& mark) const {
    return begin_ == 0 && group_.empty() && mark.offset < white_space_max &&
           !holds_ink(window_.view(0, mark.offset)) && !is_too_long(0, mark.offset);
}

bool CountedMarks::is_too_long(std::uint64_t from, std::uint64_t to) const {
    if ((to - from) * tokens_per_byte_max <= max_tokens_) return false;
    return counter_(window_.view(from, to)) > max_tokens_;
}

// Tokenizers read one space together with the word behind it, and line ends by themselves.
std::uint64_t CountedMarks::without_joint(std::uint64_t end) const {
    const auto text = window_.view(begin_, end);
    const bool has_joint = text.size() > 1 && text.back() == ' ';
    return has_joint ? end - 1 : end;
}

void CountedMarks::count_group() {
    auto from = begin_;
    for (const Mark& mark : group_) {
        if (is_too_long(from, mark.offset)) split(from, mark.offset);
        ready_.push_back(mark);
        from = mark.offset;
    }
    group_.clear();
    const auto end = without_joint(from);
    const auto units = counter_(window_.view(counted_, end)) * units_per_token;
    for (Mark& mark : ready_) {
        mark.units = units_ + units * (mark.offset - begin_) / (from - begin_);
    }
    units_ += units;
    counted_ = end;
    begin_ = from;
}

void CountedMarks::split(std::uint64_t from, std::uint64_t to) {
    const auto places = places_in(window_.view(from, to), from, inked_graphemes);
    bisect(places, 0, places.size() - 1, inked_graphemes);
}

// Marks where parts begin, but the first, each of which has at most max_tokens or is a code point.
void CountedMarks::bisect(
    const std::vector<std::uint64_t>& places, std::size_t from, std::size_t to, int level
) {
    if (!is_too_long(places[from], places[to])) return;
    if (to - from == 1) {
        if (level == code_points) return;
        const auto text = window_.view(places[from], places[to]);
        const auto finer = places_in(text, places[from], level + 1);
        return bisect(finer, 0, finer.size() - 1, level + 1);
    }
    const auto middle = from + (to - from) / 2;
    bisect(places, from, middle, level);
    ready_.push_back({places[middle], 0, level == code_points ? Break::inside : Break::grapheme});
    bisect(places, middle, to, level);
}

}  // namespace ingestd::chunk

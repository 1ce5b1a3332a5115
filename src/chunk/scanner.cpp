#include "scanner.hpp"

#include <algorithm>

#include <ingestd/base/utf8.hpp>
#include <ingestd/chunk/token_count.hpp>

#include "code_points.hpp"
#include "sentences.hpp"

namespace ingestd::chunk {
namespace {

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

bool is_ascii_ink(char c, Ink ink) {
    return is_ascii(c) && detail::ascii_ink[static_cast<unsigned char>(c)] == ink;
}

bool is_letter(char32_t code_point) {
    const Ink ink = ink_of(code_point);
    return ink != Ink::digit && ink != Ink::mark;
}

// 、，： and the like stay with the word before them.
bool is_trailing(char32_t c) {
    if (c < 0x3001) return false;
    return (c >= 0x3001 && c <= 0x3003) || c == 0xFF0C || c == 0xFF1A || c == 0xFF1B ||
           c == 0xFF64 || is_wide_stop(c) || is_closing(c);
}

std::uint64_t weight_of(Ink ink) {
    TokenMeter meter;
    meter.add(ink);
    return meter.units();
}

}  // namespace

struct Scanner::Text {
    std::string_view bytes;
    std::uint64_t begin;

    std::uint64_t offset(std::size_t at) const { return begin + at; }
    std::string_view between(std::uint64_t from, std::uint64_t to) const {
        return bytes.substr(
            static_cast<std::size_t>(from - begin), static_cast<std::size_t>(to - from)
        );
    }
    // At most word_tail_bytes of it; empty where `from` lies behind `to`.
    std::string_view tail(std::uint64_t from, std::uint64_t to) const {
        if (to > word_tail_bytes) from = std::max(from, to - word_tail_bytes);
        if (from >= to) return {};
        auto text = between(from, to);
        while (!text.empty() && (static_cast<unsigned char>(text.front()) & 0xC0) == 0x80) {
            text.remove_prefix(1);
        }
        return text;
    }
};

// Marks within a run stand close enough that a piece never nears max_tokens, also where every byte
// is a token.
Scanner::Scanner(std::uint32_t max_tokens)
    : max_tokens_{max_tokens}, joint_after_{std::clamp<std::uint64_t>(max_tokens / 4, 1, 32)} {}

void Scanner::begin_element(BlockKind kind, Break strength) {
    kind_ = kind;
    element_strength_ = element_begins_ ? std::max(element_strength_, strength) : strength;
    element_begins_ = true;
}

const std::vector<Mark>& Scanner::scan(const TextWindow& window) {
    marks_.clear();
    const Text text{window.view(window.begin(), window.end()), window.begin()};
    for (auto at = static_cast<std::size_t>(scanned_ - text.begin); at < text.bytes.size();) {
        const char c = text.bytes[at];
        if (is_ascii_ink(c, Ink::space)) {
            at = scan_space(text, at);
        } else if (is_ascii(c) && previous_ == 0) {
            at = scan_ascii(text, at);
        } else {
            at = scan_wide(text, at);
        }
    }
    scanned_ = window.end();
    return marks_;
}

void Scanner::mark(std::uint64_t offset, std::uint64_t units, Break strength) {
    last_ = {offset, units, strength};
    if (strength >= Break::word) word_ = last_;
    marks_.push_back(last_);
}

void Scanner::meet_space(std::uint64_t offset) {
    if (in_space_) return;
    in_space_ = true;
    space_begin_ = offset;
    space_limit_ = offset + white_space_max;
    newlines_ = 0;
    has_form_feed_ = false;
    after_wide_stop_ = false;
    meter_.settle();
}

void Scanner::bound_space(std::uint64_t offset) {
    if (offset < space_limit_) return;
    mark(offset, meter_.units(), Break::word);
    space_limit_ = offset + white_space_max;
}

std::size_t Scanner::scan_space(const Text& text, std::size_t at) {
    meet_space(text.offset(at));
    for (; at < text.bytes.size() && is_ascii_ink(text.bytes[at], Ink::space); ++at) {
        const char c = text.bytes[at];
        const bool is_line_feed_of_pair = c == '\n' && at > 0 && text.bytes[at - 1] == '\r';
        if (!is_line_feed_of_pair) bound_space(text.offset(at));
        newlines_ += c == '\n';
        has_form_feed_ = has_form_feed_ || c == '\f';
    }
    previous_ = 0;
    return at;
}

Break Scanner::strength_after_space(const Text& text, char32_t next) const {
    if (newlines_ > 1 || has_form_feed_) {
        return kind_ == BlockKind::paragraph ? Break::unit : Break::sentence;
    }
    if (kind_ == BlockKind::code) return newlines_ > 0 ? Break::sentence : Break::word;
    const auto word = text.tail(word_.offset, space_begin_);
    if (ends_sentence(word, next, word_.strength >= Break::sentence)) return Break::sentence;
    // A line that begins with a number, bullet or bracket is seldom the middle of a sentence: logs,
    // lists.
    return newlines_ > 0 && !is_letter(next) ? Break::sentence : Break::word;
}

void Scanner::mark_start(const Text& text, std::uint64_t offset, char32_t next) {
    const Break strength = element_begins_ ? element_strength_ : strength_after_space(text, next);
    mark(offset, meter_.units(), strength);
    in_space_ = false;
    element_begins_ = false;
}

std::size_t Scanner::scan_ascii(const Text& text, std::size_t at) {
    const auto c = static_cast<unsigned char>(text.bytes[at]);
    const Ink ink = detail::ascii_ink[c];
    const auto run = TokenMeter::run_of(ink);
    const bool goes_on = run == meter_.run() && run != TokenMeter::Run::none;
    if (!goes_on) meter_.settle();

    const auto offset = text.offset(at);
    if (is_start()) {
        mark_start(text, offset, c);
    } else if (is_far(offset) && meter_.units() % units_per_token == 0) {
        mark(offset, meter_.units(), Break::grapheme);
    }
    after_wide_stop_ = false;
    if (ink == Ink::ascii_letter) return scan_ascii_letters(text, at);
    meter_.add(ink);
    return at + 1;
}

std::size_t Scanner::scan_ascii_letters(const Text& text, std::size_t at) {
    auto end = at + 1;
    while (end < text.bytes.size() && is_ascii_ink(text.bytes[end], Ink::ascii_letter)) ++end;
    if (!is_far(text.offset(end))) {
        meter_.add_ascii_letters(end - at);
        return end;
    }
    while (at < end) {
        const auto part = meter_.units() % units_per_token;  // of a token
        if (part == 0 && is_far(text.offset(at))) {
            mark(text.offset(at), meter_.units(), Break::grapheme);
        }
        const auto step =
            std::min<std::size_t>(end - at, (units_per_token - part) / units_per_ascii_letter);
        meter_.add_ascii_letters(step);
        at += step;
    }
    return end;
}

// A grapheme that an ASCII character began and `at` goes on with.
void Scanner::find_grapheme_begin(const Text& text, std::size_t at, std::uint64_t units) {
    if (at == 0) return;
    const auto before = static_cast<unsigned char>(text.bytes[at - 1]);
    grapheme_ = {
        text.offset(at - 1), units - weight_of(detail::ascii_ink[before]), Break::grapheme};
}

// Marks a code point that begins a grapheme, where it may begin a chunk.
void Scanner::mark_wide(const Text& text, std::uint64_t offset, char32_t code_point) {
    if (is_start()) {
        mark_start(text, offset, code_point);
    } else if (after_wide_stop_ && !is_trailing(code_point)) {
        mark(offset, meter_.units(), Break::sentence);
    } else if (is_far(offset) || ((is_unspaced(code_point) || is_unspaced(previous_)) && !is_trailing(code_point))) {
        mark(offset, meter_.units(), Break::grapheme);
    }
    grapheme_ = {offset, meter_.units(), Break::grapheme};
}

std::size_t Scanner::scan_wide(const Text& text, std::size_t at) {
    const auto offset = text.offset(at);
    if (previous_ == 0 && at > 0) {
        graphemes_.after_ascii(static_cast<unsigned char>(text.bytes[at - 1]));
    }
    auto end = at;
    const char32_t code_point = utf8::next(text.bytes, end);
    const bool begins = graphemes_.begins_at(code_point);
    const bool after_ascii = previous_ == 0 && wide_end_ != offset;
    const Ink ink = ink_of(code_point);

    if (ink == Ink::space) {
        meet_space(offset);
        bound_space(offset);
        if (begins) grapheme_ = {offset, meter_.units(), Break::grapheme};
        newlines_ += code_point == 0x2029 ? 2 : code_point == 0x2028 || code_point == 0x85 ? 1 : 0;
    } else {
        const auto units = meter_.units();
        const auto run = TokenMeter::run_of(ink);
        if (run == TokenMeter::Run::none || run != meter_.run()) meter_.settle();
        if (begins) {
            mark_wide(text, offset, code_point);
        } else if (after_ascii) {
            find_grapheme_begin(text, at, units);
        }
        in_space_ = false;
        after_wide_stop_ = is_wide_stop(code_point) || (after_wide_stop_ && is_closing(code_point));
        const Mark here{offset, meter_.units(), Break::inside};
        meter_.add(ink);
        split_long_piece(text, here, text.offset(end));
    }
    previous_ = code_point < 0x80 ? 0 : code_point;
    wide_end_ = text.offset(end);
    return end;
}

// Keeps the piece since the last mark within max_tokens by marking where the grapheme began, or,
// where that alone is longer than a chunk, within it.
void Scanner::split_long_piece(const Text& text, Mark here, std::uint64_t end) {
    auto tokens = tokens_between(last_.units, meter_.units());
    if (tokens <= max_tokens_) return;
    if (grapheme_.offset > last_.offset) {
        mark(grapheme_.offset, grapheme_.units, grapheme_.strength);
        tokens = tokens_between(last_.units, meter_.units());
        if (tokens <= max_tokens_) return;
    }
    // Within a word the meter may say one too many.
    const bool is_certain = tokens > max_tokens_ + 1;
    if (!is_certain && count_tokens(text.between(last_.offset, end)) <= max_tokens_) return;
    if (here.offset > last_.offset) mark(here.offset, here.units, here.strength);
}

}  // namespace ingestd::chunk

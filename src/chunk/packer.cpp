#include "packer.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/chunk/token_count.hpp>

namespace ingestd::chunk {
namespace {

constexpr auto never = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t run_places_max = 64;  // places within a run that ICU is asked about
// What a chunk may have beyond its marks' counts: white space at its end, a first word without the
// space before it.
constexpr std::uint64_t tokens_at_ends = 2;

}  // namespace

Packer::Packer(ChunkingOptions options, const TextWindow& window, TokenCounter counter)
    : max_tokens_{options.max_tokens},
      overlap_tokens_{options.overlap_tokens},
      window_{window},
      counter_{std::move(counter)},
      marks_{Mark{0, 0, Break::section}} {}

void Packer::add(const Mark& mark, std::vector<Cut>& cuts) {
    const Mark& last = marks_.back();
    if (mark.offset == last.offset) return;
    // White space at the beginning is no chunk of its own. (Counted marks have none there.)
    const bool nothing_yet = !counter_ && marks_.size() == 1 && mark.units == last.units;
    if (nothing_yet && mark.offset - last.offset < white_space_max) return;

    marks_.push_back(mark);
    if (overflow_ == 0) {
        if (fits(0, marks_.size() - 1)) return;
        overflow_ = marks_.size() - 1;
        decide(cuts);
    } else if (mark.strength >= Break::unit || mark.units >= wait_units_ || mark.offset >= wait_offset_) {
        decide(cuts);
    }
}

void Packer::close(const Mark& end, std::vector<Cut>& cuts) {
    add(end, cuts);
    is_closing_ = true;
    decide(cuts);
    while (fresh_ + 1 < marks_.size()) {
        const Index all = marks_.size() - 1;
        const auto tokens = count(0, all);
        if (tokens <= max_tokens_ || all == 1) {
            take({all}, tokens, cuts);
        } else {
            step_back(all, tokens);
            decide(cuts);
        }
    }
    is_closing_ = false;
    const Index last = marks_.size() - 1;
    begin_at(last, last);
}

void Packer::decide(std::vector<Cut>& cuts) {
    while (overflow_ != 0) {
        const auto choice = choose();
        if (!choice) return;
        const auto tokens = count(0, choice->at);
        if (tokens <= max_tokens_ || choice->at == 1) {
            take(*choice, tokens, cuts);
        } else {
            step_back(choice->at, tokens);
        }
    }
}

// A chunk up to `at` has more tokens than its marks tell: the next choice leaves out as many.
void Packer::step_back(Index at, std::uint32_t tokens) {
    const auto excess = (tokens - max_tokens_) * units_per_token;
    overflow_ = at;
    while (overflow_ > 1 && marks_[overflow_ - 1].units + excess > marks_[at].units) --overflow_;
}

// Nothing when what the cut depends on has not been marked yet.
std::optional<Packer::Choice> Packer::choose() {
    if (overflow_ - 1 <= fresh_) {
        if (fresh_ == 0) return Choice{overflow_, overlap_tokens_};
        begin_at(fresh_, fresh_);  // the overlap leaves no room: it goes
        return overflow_ == 0 ? std::nullopt : choose();
    }
    for (Index i = overflow_ - 1; i > fresh_; --i) {
        if (marks_[i].strength >= Break::unit && tokens(0, i) > 0) return choose_before_unit(i);
    }
    return choose_within_unit();
}

// A unit that fits into a chunk is kept whole; how much overlap stands before it depends on its
// length.
std::optional<Packer::Choice> Packer::choose_before_unit(Index unit) {
    if (const auto end = find_unit_end(unit)) {
        if (fits(unit, *end)) {
            const auto needed = tokens(unit, *end) + (counter_ ? tokens_at_ends : 0);
            return Choice{unit, max_tokens_ - std::min(max_tokens_, needed)};
        }
    } else if (fits(unit, marks_.size() - 1)) {
        wait_units_ = marks_[unit].units + max_tokens_ * units_per_token;
        wait_offset_ = marks_[unit].offset + chunk_bytes_max;
        return std::nullopt;
    }
    if (tokens(0, unit) * 2 >= max_tokens_) return Choice{unit, overlap_tokens_};
    return choose_within_unit();
}

std::optional<Packer::Choice> Packer::choose_within_unit() {
    const auto needed = marks_[overflow_ - 1].offset + lookahead_bytes;
    if (marks_.back().offset < needed && !find_unit_end(overflow_ - 1)) {
        wait_units_ = never;
        wait_offset_ = needed;
        return std::nullopt;
    }
    return Choice{best_place(), overlap_tokens_};
}

// Whether a cut there uses at least a quarter of the room that the overlap leaves.
bool Packer::is_well_filled(Index at) const {
    return tokens(fresh_, at) * 4 + tokens(0, fresh_) >= max_tokens_;
}

Packer::Index Packer::best_place() {
    Index sentence = 0, word = 0, grapheme = 0;
    for (Index i = overflow_ - 1; i > fresh_ && sentence == 0; --i) {
        if (tokens(0, i) == 0) break;
        const Break strength = marks_[i].strength;
        if (grapheme == 0 && strength >= Break::grapheme) grapheme = i;
        if (word == 0 && strength >= Break::word) word = i;
        if (strength >= Break::sentence) sentence = i;
    }
    if (sentence != 0 && is_well_filled(sentence)) return sentence;
    if (word != 0 && is_well_filled(word)) return word;
    if (const auto in_run = last_word_in_run()) return *in_run;
    return grapheme != 0 ? grapheme : overflow_ - 1;
}

// The last place before the overflow at which ICU sees a word begin.
std::optional<Packer::Index> Packer::last_word_in_run() {
    const Index last = overflow_ - 1;
    if (marks_[last].strength == Break::inside) return std::nullopt;
    const Index first = std::max(fresh_ + 1, last > run_places_max ? last - run_places_max : 0);
    const auto end = find_unit_end(last);
    const auto text_end = std::min(
        marks_[last].offset + lookahead_bytes, marks_[end ? *end : marks_.size() - 1].offset
    );
    const auto begin = marks_[first - 1].offset;
    words_.look_at(
        utf8::prefix(
            window_.view(begin, window_.end()), static_cast<std::size_t>(text_end - begin)
        ),
        begin
    );
    for (Index i = last; i >= first; --i) {
        const bool may_begin =
            marks_[i].strength >= Break::word ||
            (marks_[i].strength == Break::grapheme && words_.begins_word(marks_[i].offset));
        if (may_begin && is_well_filled(i)) return i;
    }
    return std::nullopt;
}

void Packer::take(const Choice& choice, std::uint32_t tokens, std::vector<Cut>& cuts) {
    cuts.push_back({{marks_[0].offset, marks_[choice.at].offset}, tokens});
    begin_at(overlap_begin(choice), choice.at);
}

Packer::Index Packer::overlap_begin(const Choice& choice) {
    auto limit = std::min(overlap_tokens_, choice.overlap_tokens_max);
    for (;;) {
        const Index begin = overlap_begin(choice.at, limit);
        if (!counter_ || begin == choice.at) return begin;
        const auto counted = count(begin, choice.at);
        if (counted <= overlap_tokens_) return begin;
        limit -= std::min(limit, counted - overlap_tokens_);
    }
}

// The earliest sentence within `limit` tokens before `at`, else the earliest word, else none.
Packer::Index Packer::overlap_begin(Index at, std::uint64_t limit) {
    Index earliest = at, word = at, sentence = at;
    for (Index i = at - 1; i > 0 && limit > 0 && tokens(i, at) <= limit; --i) {
        earliest = i;
        if (marks_[i].strength >= Break::word) word = i;
        if (marks_[i].strength >= Break::sentence) sentence = i;
    }
    if (sentence != at) return sentence;
    if (word != at) return word;
    return first_word_in_run(earliest, at).value_or(at);
}

std::optional<Packer::Index> Packer::first_word_in_run(Index from, Index to) {
    if (from == to) return std::nullopt;
    const auto context = std::max(
        marks_.front().offset,
        marks_[from].offset - std::min<std::uint64_t>(marks_[from].offset, lookahead_bytes)
    );
    const auto first = std::partition_point(
        marks_.begin(), marks_.end(), [context](const Mark& mark) { return mark.offset < context; }
    );
    words_.look_at(window_.view(first->offset, marks_[to].offset), first->offset);
    for (Index i = from; i < to; ++i) {
        if (marks_[i].strength == Break::grapheme && words_.begins_word(marks_[i].offset)) return i;
    }
    return std::nullopt;
}

std::uint32_t Packer::count(std::string_view text) const {
    return counter_ ? counter_(text) : count_tokens(text);
}

std::uint32_t Packer::count(Index from, Index to) const {
    const bool is_exact = !counter_ && marks_[from].units % units_per_token == 0;
    return is_exact ? static_cast<std::uint32_t>(tokens(from, to))
                    : count(window_.view(marks_[from].offset, marks_[to].offset));
}

std::optional<Packer::Index> Packer::find_unit_end(Index after) const {
    for (Index i = after + 1; i < marks_.size(); ++i) {
        if (marks_[i].strength >= Break::unit) return i;
    }
    if (is_closing_ && after < marks_.size()) return marks_.size() - 1;
    return std::nullopt;
}

Packer::Index Packer::find_overflow() const {
    const auto& front = marks_.front();
    const auto found = std::partition_point(marks_.begin(), marks_.end(), [&](const Mark& mark) {
        return tokens_between(front.units, mark.units) <= max_tokens_ &&
               mark.offset - front.offset <= chunk_bytes_max;
    });
    return found == marks_.end() ? 0 : static_cast<Index>(found - marks_.begin());
}

void Packer::begin_at(Index begin, Index fresh) {
    marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(begin));
    fresh_ = fresh - begin;
    overflow_ = find_overflow();
}

}  // namespace ingestd::chunk

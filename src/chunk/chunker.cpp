#include <algorithm>
#include <optional>
#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/chunk/chunker.hpp>
#include <unicode/uvernum.h>

#include "code_points.hpp"
#include "counted_marks.hpp"
#include "heading_path.hpp"
#include "packer.hpp"
#include "page_map.hpp"
#include "scanner.hpp"
#include "strategy.hpp"
#include "text_window.hpp"

namespace ingestd::chunk {
namespace {

// To be raised with every change by which a text comes out in other chunks.
constexpr int rules_version = 1;

ChunkingOptions within_bounds(ChunkingOptions options, std::uint32_t read_max) {
    const auto most = std::clamp<std::uint32_t>(read_max, 1, chunk_tokens_max);
    options.max_tokens = std::clamp<std::uint32_t>(options.max_tokens, 1, most);
    options.overlap_tokens = std::min(options.overlap_tokens, options.max_tokens / 2);
    if (options.strategy == ChunkingStrategy::none) {
        options.max_tokens = most;
        options.overlap_tokens = 0;
    }
    return options;
}

// The offset behind the last code point that is not white space.
std::size_t ink_end(std::string_view text) {
    auto end = text.size();
    while (end > 0) {
        const auto begin = utf8::floor_boundary(text, end - 1);
        auto at = begin;
        if (ink_of(utf8::next(text, at)) != Ink::space) break;
        end = begin;
    }
    return end;
}

bool holds_ink(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (ink_of(utf8::next(text, at)) != Ink::space) return true;
    }
    return false;
}

std::uint8_t level_of(const Block& block) {
    return std::clamp<std::uint8_t>(block.level, 1, 6);
}

}  // namespace

class Chunker::State {
public:
    State(ChunkingOptions options, TokenCounter counter)
        : strategy_{options.strategy},
          scanner_{options.max_tokens},
          packer_{options, window_, counter} {
        if (counter) counted_.emplace(std::move(counter), options.max_tokens, window_);
    }

    std::vector<Chunk> push(const Block& block);
    std::vector<Chunk> finish();

    PageMap pages;
    std::string first_heading;
    std::uint64_t text_bytes() const { return window_.end(); }

private:
    bool goes_on(const Block& block) const;
    bool turns_page(const Block& block) const;
    void begin_element(const Block& block);
    void take(Mark mark, std::vector<Chunk>& chunks);
    void count(const Mark& mark, std::vector<Chunk>& chunks);
    void pack(const Mark& mark, std::vector<Chunk>& chunks);
    void make_chunks(std::vector<Chunk>& chunks);
    void enter_headings(std::uint64_t begin);
    Chunk make_chunk(const Cut& cut);

    // A heading that no chunk begins at or behind yet: those before it stand under the old path.
    //   offset  nullopt: its mark has not come
    struct Heading {
        std::uint8_t level;
        std::string title;
        std::optional<std::uint64_t> offset{};
    };

    const ChunkingStrategy strategy_;
    TextWindow window_;
    Scanner scanner_;
    Packer packer_;
    std::optional<CountedMarks> counted_;  // none: tokens are the scanner's
    HeadingPath path_;
    std::vector<Heading> headings_ahead_;
    std::vector<Cut> cuts_;
    std::uint64_t position_ = 0;
    std::optional<BlockKind> kind_;
    std::uint32_t page_ = 0;  // the furthest so far
    bool after_heading_ = false;
    bool ends_line_ = false;
};

// Whether the block continues the element before it. Lines that bring their own ends do not.
bool Chunker::State::goes_on(const Block& block) const {
    if (block.before != Separator::none || kind_ != block.kind) return false;
    if (block.kind == BlockKind::heading) return false;
    return block.kind == BlockKind::paragraph || block.kind == BlockKind::code || !ends_line_;
}

// A page begins a section too, so that a citation names one page.
bool Chunker::State::turns_page(const Block& block) const {
    return kind_ && block.page > page_;
}

// A heading begins a section, unless it directly follows a higher one: a title and the first
// heading below it are one beginning.
void Chunker::State::begin_element(const Block& block) {
    const bool is_next_page = turns_page(block);
    kind_ = block.kind;
    if (block.kind != BlockKind::heading) {
        const auto strength = is_next_page     ? Break::page
                              : after_heading_ ? Break::sentence
                                               : Break::unit;
        return scanner_.begin_element(block.kind, strength);
    }
    if (!holds_ink(block.text)) return scanner_.begin_element(block.kind, Break::word);
    auto title = heading_title(block.text);
    if (first_heading.empty()) first_heading = title;
    const bool follows_title = after_heading_ && !is_next_page && headings_ahead_.empty();
    if (follows_title && path_.is_deeper(level_of(block))) {
        scanner_.begin_element(block.kind, Break::sentence);
        path_.enter(level_of(block), std::move(title));
    } else {
        scanner_.begin_element(block.kind, is_next_page ? Break::page : Break::section);
        headings_ahead_.push_back({level_of(block), std::move(title)});
    }
    after_heading_ = true;
}

std::vector<Chunk> Chunker::State::push(const Block& block) {
    const bool is_first = !kind_;
    if (!is_first) window_.append(separator_text(block.before));
    pages.begin_text(block.page, window_.end());
    if (is_first || turns_page(block) || !goes_on(block)) begin_element(block);
    page_ = std::max(page_, block.page);
    if (block.kind != BlockKind::heading && holds_ink(block.text)) after_heading_ = false;
    window_.append(block.text);
    ends_line_ = block.text.ends_with('\n');

    std::vector<Chunk> chunks;
    for (const Mark& mark : scanner_.scan(window_)) {
        take(mark, chunks);
    }
    make_chunks(chunks);
    const auto pending = packer_.pending_begin();
    window_.drop_before(pending - std::min<std::uint64_t>(pending, word_tail_bytes));
    return chunks;
}

void Chunker::State::take(Mark mark, std::vector<Chunk>& chunks) {
    if (mark.strength >= Break::section) {
        for (Heading& heading : headings_ahead_) {
            if (!heading.offset) heading.offset = mark.units == 0 ? 0 : mark.offset;
        }
    }
    mark.strength = strength_for(strategy_, mark.strength);
    count(mark, chunks);
}

// Where there is a counter, a mark's units become what that counts.
void Chunker::State::count(const Mark& mark, std::vector<Chunk>& chunks) {
    if (!counted_) return pack(mark, chunks);
    for (const Mark& counted : counted_->add(mark)) pack(counted, chunks);
}

void Chunker::State::pack(const Mark& mark, std::vector<Chunk>& chunks) {
    if (mark.strength < Break::section) return packer_.add(mark, cuts_);
    packer_.close(mark, cuts_);
    make_chunks(chunks);
    enter_headings(mark.offset);
}

std::vector<Chunk> Chunker::State::finish() {
    std::vector<Chunk> chunks;
    const auto end = text_bytes();
    pages.finish(end);
    count({end, scanner_.finish_units(), Break::section}, chunks);
    if (position_ == 0 && end > 0) {
        const auto tokens = packer_.count(window_.view(0, end));
        chunks.push_back(make_chunk({{0, end}, tokens}));
    }
    return chunks;
}

void Chunker::State::make_chunks(std::vector<Chunk>& chunks) {
    for (const Cut& cut : cuts_) chunks.push_back(make_chunk(cut));
    cuts_.clear();
}

// Those at or above where a chunk begins.
void Chunker::State::enter_headings(std::uint64_t begin) {
    auto ahead = headings_ahead_.begin();
    for (; ahead != headings_ahead_.end() && ahead->offset && *ahead->offset <= begin; ++ahead)
        path_.enter(ahead->level, std::move(ahead->title));
    headings_ahead_.erase(headings_ahead_.begin(), ahead);
}

Chunk Chunker::State::make_chunk(const Cut& cut) {
    enter_headings(cut.range.begin);
    const auto text = window_.view(cut.range.begin, cut.range.end);
    const auto last = ink_end(text);
    Chunk chunk;
    chunk.position = position_++;
    chunk.range = cut.range;
    chunk.text = text;
    chunk.page = pages.page_at(cut.range.begin);
    chunk.page_end = pages.page_at(cut.range.begin + (last > 0 ? last - 1 : 0));
    chunk.headings = path_.titles();
    chunk.tokens = cut.tokens;
    return chunk;
}

std::string cut_version() {
    return std::to_string(rules_version) + " ICU " U_ICU_VERSION;
}

Chunker::Chunker(ChunkingOptions options, Reader reader)
    : state_{std::make_unique<State>(
          within_bounds(options, reader.max_tokens), std::move(reader.counter)
      )} {}
Chunker::~Chunker() = default;
Chunker::Chunker(Chunker&&) noexcept = default;
Chunker& Chunker::operator=(Chunker&&) noexcept = default;

std::vector<Chunk> Chunker::push(const Block& block) {
    return state_->push(block);
}
std::vector<Chunk> Chunker::finish() {
    return state_->finish();
}
const std::vector<PageRange>& Chunker::pages() const {
    return state_->pages.pages();
}
std::uint64_t Chunker::text_bytes() const {
    return state_->text_bytes();
}
const std::string& Chunker::first_heading() const {
    return state_->first_heading;
}

}  // namespace ingestd::chunk

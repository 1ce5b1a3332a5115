// What extraction gives: a document as a stream of blocks in reading order.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <ingestd/base/units.hpp>

namespace ingestd {

enum class BlockKind : std::uint8_t { heading, paragraph, list_item, table_row, code, caption };

// What stands between a block and the one before it in the extracted text.
enum class Separator : std::uint8_t {
    none,  // the text goes on: a long paragraph given in parts, or text that brings its own line
           // ends
    line,  // "\n": rows of a table, items of a list
    paragraph,  // "\n\n"
};

// No block's text is longer: an extractor gives a longer paragraph in parts, joined by
// Separator::none.
inline constexpr std::size_t block_text_max = 64_KiB;

//   text   well-formed UTF-8, at most block_text_max bytes, never empty
//   page   from 1; 0 where the format has none
//   level  headings 1..6, else 0
struct Block {
    BlockKind kind = BlockKind::paragraph;
    Separator before = Separator::paragraph;
    std::uint8_t level = 0;
    bool is_table_header = false;  // a table_row that names the columns
    std::uint32_t page = 0;
    std::string text;

    friend bool operator==(const Block&, const Block&) = default;
};

// How many blocks of each kind a document has: a paragraph that comes in parts is one.
class BlockCounts {
public:
    static constexpr std::size_t kinds = 6;

    void add(const Block& block) {
        if (block.before == Separator::none && at(block.kind) > 0) return;
        ++counts_[static_cast<std::size_t>(block.kind)];
    }
    std::uint64_t at(BlockKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
    void set(BlockKind kind, std::uint64_t count) {
        counts_[static_cast<std::size_t>(kind)] = count;
    }

    friend bool operator==(const BlockCounts&, const BlockCounts&) = default;

private:
    std::array<std::uint64_t, kinds> counts_{};
};

// The word for it on the wire: "heading", "paragraph", "list_item", "table_row", "code", "caption".
std::string_view to_string(BlockKind kind);
inline constexpr std::array all_block_kinds{
    BlockKind::heading,
    BlockKind::paragraph,
    BlockKind::list_item,
    BlockKind::table_row,
    BlockKind::code,
    BlockKind::caption};

// The characters of a separator: "", "\n", "\n\n".
std::string_view separator_text(Separator separator);

}  // namespace ingestd

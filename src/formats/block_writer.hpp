// Makes well-formed blocks of what a reader finds. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Trims, leaves out what is white space alone, parts what is longer than a block may be, and sets
// the separators: rows of one table and items of one list follow each other by a line, all else by
// an empty one.
class BlockWriter {
public:
    explicit BlockWriter(BlockSink& sink) : sink_{sink} {}

    void set_page(std::uint32_t page) { page_ = page; }
    void heading(int level, std::string_view text);
    void paragraph(std::string_view text);
    void paragraph_goes_on(std::string_view text);  // the last one, on another page
    void caption(std::string_view text);
    void code(std::string_view text);
    // With the empty lines and the white space at its ends.
    void code_as_it_stands(std::string_view text, Separator before);
    void list_item(std::string_view text);
    void begin_table() { is_in_run_ = false; }
    void row(const std::vector<std::string>& cells, bool is_header);
    void line(std::string_view text);  // a paragraph that follows the one before by a line
    void begin_paragraph() { is_in_run_ = false; }

    bool wrote_text() const { return wrote_text_; }

private:
    void put(Block block, std::string_view text, Separator before);
    void put_in_run(Block block, std::string_view text);

    BlockSink& sink_;
    std::uint32_t page_ = 0;
    BlockKind last_kind_ = BlockKind::paragraph;
    bool is_in_run_ = false;
    bool wrote_text_ = false;
};

std::string_view trimmed(std::string_view text);

// The text of a title or an author: one line, at most fact_bytes_max.
std::string fact(std::string_view text);

// Keeps the first warnings_max of them, and counts the others.
class Warnings {
public:
    void add(std::string warning);
    std::vector<std::string> finish();

private:
    std::vector<std::string> kept_;
    std::size_t more_ = 0;
};

// What decoding had to do to the bytes.
void warn_of_repairs(std::uint64_t replaced, std::uint64_t left_out, Warnings& warnings);

DocumentFailure no_text();
DocumentFailure too_large(std::string_view what);

}  // namespace ingestd::formats

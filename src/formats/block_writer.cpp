#include "block_writer.hpp"

#include <algorithm>
#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/formats/limits.hpp>

namespace ingestd::formats {
namespace {

constexpr std::string_view white_space = " \t\r\n";
constexpr std::string_view cell_separator = " | ";

// Behind the last space or line end in the second half, so that parts are not cut inside a word.
std::size_t part_length(std::string_view text) {
    if (text.size() <= block_text_max) return text.size();
    const auto space = text.find_last_of(" \n", block_text_max - 1);
    if (space != text.npos && space > block_text_max / 2) return space + 1;
    return utf8::floor_boundary(text, block_text_max);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(white_space);
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(white_space) + 1 - begin);
}

std::string fact(std::string_view text) {
    std::string line{utf8::prefix(trimmed(text), fact_bytes_max)};
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' '
    );
    return line;
}

void BlockWriter::put(Block block, std::string_view text, Separator before) {
    if (trimmed(text).empty()) return;
    wrote_text_ = true;
    is_in_run_ = false;
    block.page = page_;
    block.before = before;
    last_kind_ = block.kind;
    while (!text.empty()) {
        const auto length = part_length(text);
        Block part = block;
        part.text = text.substr(0, length);
        sink_.add(std::move(part));
        text.remove_prefix(length);
        block.before = Separator::none;
    }
}

void BlockWriter::put_in_run(Block block, std::string_view text) {
    if (trimmed(text).empty()) return;
    const bool goes_on = is_in_run_ && last_kind_ == block.kind;
    put(std::move(block), text, goes_on ? Separator::line : Separator::paragraph);
    is_in_run_ = true;
}

void BlockWriter::heading(int level, std::string_view text) {
    Block block;
    block.kind = BlockKind::heading;
    block.level = static_cast<std::uint8_t>(std::clamp(level, 1, 6));
    put(std::move(block), trimmed(text), Separator::paragraph);
}

void BlockWriter::paragraph(std::string_view text) {
    put({}, trimmed(text), Separator::paragraph);
}

void BlockWriter::paragraph_goes_on(std::string_view text) {
    put({}, text.substr(0, text.find_last_not_of(white_space) + 1), Separator::none);
}

void BlockWriter::caption(std::string_view text) {
    Block block;
    block.kind = BlockKind::caption;
    put(std::move(block), trimmed(text), Separator::paragraph);
}

void BlockWriter::code(std::string_view text) {
    Block block;
    block.kind = BlockKind::code;
    // Indentation of the first line is part of the code.
    const auto first = text.find_first_not_of("\r\n");
    text.remove_prefix(std::min(first, text.size()));
    text = text.substr(0, text.find_last_not_of(white_space) + 1);
    put(std::move(block), text, Separator::paragraph);
}

void BlockWriter::code_as_it_stands(std::string_view text, Separator before) {
    Block block;
    block.kind = BlockKind::code;
    put(std::move(block), text, before);
}

void BlockWriter::list_item(std::string_view text) {
    Block block;
    block.kind = BlockKind::list_item;
    put_in_run(std::move(block), trimmed(text));
}

void BlockWriter::line(std::string_view text) {
    put_in_run({}, trimmed(text));
}

void BlockWriter::row(const std::vector<std::string>& cells, bool is_header) {
    std::string text;
    bool has_text = false;
    for (const auto& cell : cells) {
        if (!text.empty() || &cell != &cells.front()) text += cell_separator;
        text += trimmed(cell);
        has_text = has_text || !trimmed(cell).empty();
    }
    if (!has_text) return;
    Block block;
    block.kind = BlockKind::table_row;
    block.is_table_header = is_header;
    put_in_run(std::move(block), trimmed(text));
}

void Warnings::add(std::string warning) {
    if (kept_.size() < warnings_max) {
        kept_.push_back(std::move(warning));
    } else {
        ++more_;
    }
}

std::vector<std::string> Warnings::finish() {
    if (more_ > 0) kept_.push_back("And " + std::to_string(std::exchange(more_, 0)) + " more.");
    return std::move(kept_);
}

void warn_of_repairs(std::uint64_t replaced, std::uint64_t left_out, Warnings& warnings) {
    if (replaced > 0) {
        warnings.add(
            std::to_string(replaced) + " places that are not valid were replaced by U+FFFD."
        );
    }
    if (left_out > 0) warnings.add(std::to_string(left_out) + " control characters were left out.");
}

DocumentFailure no_text() {
    return {"no_text", "The document holds no text."};
}

DocumentFailure too_large(std::string_view what) {
    return {
        "too_large",
        std::string{what} + " of more than " + std::to_string(tree_bytes_max >> 20) +
            " MiB cannot be read: it must be held in memory as a whole."};
}

}  // namespace ingestd::formats

// Cuts running text into blocks at the best place there is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <ingestd/document/block.hpp>

namespace ingestd::extract {

// Where the first part of `text` (well formed, longer than `max_bytes`) should end: behind the last
// empty line of its first `max_bytes`, else behind the last line, else behind the last space, else
// at a code point. An empty line in the first quarter is too early. CR LF is never parted.
std::size_t cut_position(std::string_view text, std::size_t max_bytes);

// Text in as it is decoded, blocks out. Their texts, put together, are the text; each brings its
// own line ends (Separator::none). Pure.
//   memory  what has been pushed and not taken
class TextCutter {
public:
    // The caller appends decoded text here.
    std::string& pending() { return pending_; }

    // The next block of at most block_text_max bytes. nullopt: more text is needed, or (is_last)
    // the end.
    std::optional<Block> next(bool is_last);

    bool wrote_text() const { return wrote_text_; }  // anything but white space so far

private:
    std::string pending_;
    bool wrote_text_ = false;
};

}  // namespace ingestd::extract

// Where words begin in text without spaces, by ICU's dictionaries.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace ingestd::chunk {

// Opened at first need: most documents never ask.
//   thread  one at a time
class WordBreaks {
public:
    WordBreaks();
    ~WordBreaks();
    WordBreaks(WordBreaks&&) noexcept;
    WordBreaks& operator=(WordBreaks&&) noexcept;

    // The text that is asked about; `offset` is that of its first byte. Valid until the text
    // changes.
    void look_at(std::string_view text, std::uint64_t offset);

    // Whether a word begins at `offset`. False everywhere when ICU has no data to tell.
    bool begins_word(std::uint64_t offset);

private:
    struct Iterator;
    std::unique_ptr<Iterator> iterator_;
};

}  // namespace ingestd::chunk

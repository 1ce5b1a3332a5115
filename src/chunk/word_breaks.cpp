#include "word_breaks.hpp"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

namespace ingestd::chunk {

struct WordBreaks::Iterator {
    UBreakIterator* words = nullptr;
    UText text = UTEXT_INITIALIZER;
    std::uint64_t offset = 0;

    Iterator() = default;
    Iterator(const Iterator&) = delete;
    Iterator& operator=(const Iterator&) = delete;
    ~Iterator() {
        ubrk_close(words);
        utext_close(&text);
    }
};

WordBreaks::WordBreaks() = default;
WordBreaks::~WordBreaks() = default;
WordBreaks::WordBreaks(WordBreaks&&) noexcept = default;
WordBreaks& WordBreaks::operator=(WordBreaks&&) noexcept = default;

void WordBreaks::look_at(std::string_view text, std::uint64_t offset) {
    UErrorCode error = U_ZERO_ERROR;
    if (!iterator_) {
        iterator_ = std::make_unique<Iterator>();
        iterator_->words = ubrk_open(UBRK_WORD, "en", nullptr, 0, &error);
    }
    utext_openUTF8(&iterator_->text, text.data(), static_cast<std::int64_t>(text.size()), &error);
    ubrk_setUText(iterator_->words, &iterator_->text, &error);
    iterator_->offset = offset;
    if (U_FAILURE(error)) {
        ubrk_close(iterator_->words);
        iterator_->words = nullptr;
    }
}

bool WordBreaks::begins_word(std::uint64_t offset) {
    if (!iterator_ || iterator_->words == nullptr) return false;
    return ubrk_isBoundary(
               iterator_->words, static_cast<std::int32_t>(offset - iterator_->offset)
           ) != 0;
}

}  // namespace ingestd::chunk

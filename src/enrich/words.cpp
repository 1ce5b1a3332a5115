#include "words.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include <ingestd/base/ascii.hpp>
#include <ingestd/base/utf8.hpp>
#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include "stop_words.hpp"

namespace ingestd::enrich {
namespace {

// ICU's tools are dear to open and not to be shared between threads.
template <auto close>
struct Closer {
    template <class T>
    void operator()(T* opened) const {
        close(opened);
    }
};
using CaseMap = std::unique_ptr<UCaseMap, Closer<ucasemap_close>>;
using WordIterator = std::unique_ptr<UBreakIterator, Closer<ubrk_close>>;

UCaseMap* case_map() {
    thread_local const CaseMap map = [] {
        UErrorCode error = U_ZERO_ERROR;
        return CaseMap{ucasemap_open("", 0, &error)};
    }();
    return map.get();
}

UBreakIterator* word_iterator() {
    thread_local const WordIterator words = [] {
        UErrorCode error = U_ZERO_ERROR;
        return WordIterator{ubrk_open(UBRK_WORD, "en", nullptr, 0, &error)};
    }();
    return words.get();
}

enum class Kind : std::uint8_t { space, letter, digit, apostrophe, hyphen, stop, other };

constexpr std::array<Kind, 128> make_kinds() {
    std::array<Kind, 128> kinds{};
    for (std::size_t c = 0; c < kinds.size(); ++c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        kinds[c] = letter                                 ? Kind::letter
                   : c >= '0' && c <= '9'                 ? Kind::digit
                   : c == ' ' || (c >= '\t' && c <= '\r') ? Kind::space
                   : c == '\''                            ? Kind::apostrophe
                   : c == '-'                             ? Kind::hyphen
                   : c == '.' || c == '!' || c == '?'     ? Kind::stop
                                                          : Kind::other;
    }
    return kinds;
}
constexpr auto kinds = make_kinds();

// `other` where a byte is no ASCII.
constexpr auto byte_kinds = [] {
    std::array<Kind, 256> of_bytes{};
    for (std::size_t byte = 0; byte < of_bytes.size(); ++byte)
        of_bytes[byte] = byte < kinds.size() ? kinds[byte] : Kind::other;
    return of_bytes;
}();

Kind wide_kind_of(char32_t code_point) {
    const auto c = static_cast<UChar32>(code_point);
    const auto category = U_GET_GC_MASK(c);
    if (category & (U_GC_L_MASK | U_GC_M_MASK)) return Kind::letter;
    if (category & U_GC_ND_MASK) return Kind::digit;
    if (u_isUWhiteSpace(c)) return Kind::space;
    if (code_point == 0x2019) return Kind::apostrophe;
    if (code_point == 0x2010 || code_point == 0x2011 || code_point == 0xAD) return Kind::hyphen;
    if (code_point == 0x2026 || u_hasBinaryProperty(c, UCHAR_S_TERM)) return Kind::stop;
    return Kind::other;
}

// Han, kana, Thai, Lao, Khmer, Myanmar: words are not parted by spaces.
bool is_unspaced(char32_t c) {
    if (c < 0x0E00) return false;
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(c), &error)) {
        case USCRIPT_HAN:
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_KHMER:
        case USCRIPT_MYANMAR:
            return true;
        default:
            return c == 0x30FC;  // ー belongs to kana, but is of no script
    }
}

bool is_lower(char32_t c) {
    return c < 0x80 ? c >= 'a' && c <= 'z' : u_islower(static_cast<UChar32>(c)) != 0;
}

// 。！？ end a sentence without a space.
bool is_wide_stop(char32_t c) {
    return c == 0x3002 || c == 0xFF01 || c == 0xFF0E || c == 0xFF1F;
}

// Counts sentences as words, stops and white space go by: a stop, a space and no lower-case letter,
// or an empty line.
class SentenceCount {
public:
    void meet_word(char32_t first) {
        if (stopped_ && spaced_ && !is_lower(first)) end();
        open_ = true;
        stopped_ = spaced_ = false;
        newlines_ = 0;
    }
    void meet_stop(char32_t stop) {
        stopped_ = true;
        if (is_wide_stop(stop)) end();
    }
    void meet_space(char32_t space) {
        spaced_ = true;
        newlines_ += space == '\n';
        if (newlines_ > 1) end();
    }
    bool has_empty_line() const { return newlines_ > 1; }
    void end() {
        count_ += open_;
        open_ = false;
    }
    std::uint32_t count() const { return count_; }

private:
    std::uint32_t count_ = 0;
    std::uint32_t newlines_ = 0;
    bool open_ = false, stopped_ = false, spaced_ = false;
};

class Reader {
public:
    explicit Reader(std::string_view text) : text_{text} {
        result_.lower.reserve(text.size() + text.size() / 8);
        result_.words.reserve(text.size() / 6 + 1);
    }

    Words read() {
        while (at_ < text_.size()) {
            const auto here = look(at_);
            if (here.kind == Kind::letter || here.kind == Kind::digit) {
                read_word(here);
            } else {
                read_between(here);
            }
        }
        sentences_.end();
        result_.sentences = sentences_.count();
        return std::move(result_);
    }

private:
    struct Look {
        Kind kind;
        char32_t code_point;
        std::size_t end;
    };

    Look look(std::size_t at) const {
        const auto first = static_cast<unsigned char>(text_[at]);
        if (first < 0x80) return {kinds[first], first, at + 1};
        const char32_t code_point = utf8::next(text_, at);
        return {wide_kind_of(code_point), code_point, at};
    }

    void read_between(const Look& here) {
        ++result_.characters;
        at_ = here.end;
        if (here.kind == Kind::space) {
            sentences_.meet_space(here.code_point);
            after_break_ = after_break_ || sentences_.has_empty_line();
            return;
        }
        if (here.kind == Kind::stop) sentences_.meet_stop(here.code_point);
        if (here.kind != Kind::hyphen) after_break_ = true;
    }

    void read_word(Look here) {
        const auto begin = at_;
        Word word{.after_break = after_break_, .is_number = true};
        bool is_ascii = true;
        sentences_.meet_word(here.code_point);
        for (;;) {
            skip_ascii(word);
            if (at_ == text_.size()) break;
            here = look(at_);
            if (here.kind != Kind::letter && here.kind != Kind::digit && !joins_word(here)) break;
            ++word.letters;
            if (here.kind == Kind::letter) word.is_number = false;
            if (here.code_point >= 0x80) {
                is_ascii = false;
                word.is_unspaced = word.is_unspaced || is_unspaced(here.code_point);
            }
            at_ = here.end;
        }
        result_.characters += word.letters;
        const auto text = text_.substr(begin, at_ - begin);
        if (word.is_unspaced) {
            add_unspaced(text, word);
        } else {
            add(text, word, is_ascii);
        }
        after_break_ = false;
    }

    // Letters and digits of ASCII.
    void skip_ascii(Word& word) {
        const auto text = text_;  // here, and not where every character might change it
        auto at = at_;
        bool is_number = word.is_number;
        for (; at < text.size(); ++at) {
            const auto kind = byte_kinds[static_cast<unsigned char>(text[at])];
            if (kind == Kind::letter) {
                is_number = false;
            } else if (kind != Kind::digit) {
                break;
            }
        }
        word.is_number = is_number;
        word.letters += static_cast<std::uint32_t>(at - at_);
        at_ = at;
    }

    // An apostrophe between letters (don't), a point or comma between digits (3.14).
    bool joins_word(const Look& here) const {
        if (here.end >= text_.size()) return false;
        if (here.kind == Kind::apostrophe) return look(here.end).kind == Kind::letter;
        if (here.code_point != '.' && here.code_point != ',') return false;
        const char before = text_[at_ - 1];
        return before >= '0' && before <= '9' && look(here.end).kind == Kind::digit;
    }

    void add(std::string_view text, Word word, bool is_ascii) {
        std::string& lower = result_.lower;
        word.begin = static_cast<std::uint32_t>(lower.size());
        if (is_ascii) {
            lower += text;
            make_ascii_lower(std::span{lower}.subspan(word.begin));
            note_stop_word(word);
        } else {
            add_lower(text);
        }
        word.size = static_cast<std::uint32_t>(lower.size()) - word.begin;
        result_.words.push_back(word);
    }

    void note_stop_word(Word& word) {
        const auto found = english_stop_word(std::string_view{result_.lower}.substr(word.begin));
        word.is_english_stop_word = found.is_stop_word;
        result_.english_stop_words += found.is_stop_word;
        result_.english_telltales += found.telltale != 0;
        result_.telltales_met |= found.telltale;
    }

    void add_lower(std::string_view text) {
        std::string& lower = result_.lower;
        const auto begin = lower.size();
        const auto room = text.size() * 3;  // no mapping is longer
        lower.resize(begin + room);
        UErrorCode error = U_ZERO_ERROR;
        const auto size = ucasemap_utf8ToLower(
            case_map(),
            lower.data() + begin,
            static_cast<std::int32_t>(room),
            text.data(),
            static_cast<std::int32_t>(text.size()),
            &error
        );
        lower.resize(begin + (U_SUCCESS(error) ? static_cast<std::size_t>(size) : 0));
        if (U_FAILURE(error)) lower += text;
    }

    void add_unspaced(std::string_view text, Word word) {
        UErrorCode error = U_ZERO_ERROR;
        UText view = UTEXT_INITIALIZER;
        utext_openUTF8(&view, text.data(), static_cast<std::int64_t>(text.size()), &error);
        UBreakIterator* const iterator = word_iterator();
        if (iterator == nullptr || U_FAILURE(error)) return add(text, word, false);
        ubrk_setUText(iterator, &view, &error);
        auto begin = ubrk_first(iterator);
        for (auto end = ubrk_next(iterator); end != UBRK_DONE;
             begin = end, end = ubrk_next(iterator)) {
            const auto part =
                text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
            word.letters = static_cast<std::uint32_t>(
                std::count_if(part.begin(), part.end(), [](char c) { return (c & 0xC0) != 0x80; })
            );
            add(part, word, utf8::ascii_prefix(part) == part.size());
            word.after_break = false;
        }
        utext_close(&view);
    }

    std::string_view text_;
    Words result_;
    SentenceCount sentences_;
    std::size_t at_ = 0;
    bool after_break_ = true;
};

}  // namespace

Words read_words(std::string_view text) {
    return Reader{text}.read();
}

}  // namespace ingestd::enrich

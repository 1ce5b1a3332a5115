// source: Unicode 15, chapter 3.13 (NFKC_Casefold), and UAX 15: neither changes for a character
// that has been assigned
#include "folded_words.hpp"

#include <array>
#include <memory>
#include <new>

#include <ingestd/base/ascii.hpp>
#include <ingestd/base/utf8.hpp>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

namespace ingestd::embed {
namespace {

bool is_ascii(std::string_view text) {
    return utf8::ascii_prefix(text) == text.size();
}

std::u16string normalize(const UNormalizer2* form, const std::u16string& text) {
    std::u16string out(text.size() * 2 + 16, u'\0');
    for (;;) {
        UErrorCode error = U_ZERO_ERROR;
        const auto size = unorm2_normalize(
            form,
            text.data(),
            static_cast<std::int32_t>(text.size()),
            out.data(),
            static_cast<std::int32_t>(out.size()),
            &error
        );
        if (error != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(error)) throw std::bad_alloc{};
        out.resize(static_cast<std::size_t>(size));
        if (U_SUCCESS(error)) return out;
    }
}

std::u16string to_utf16(std::string_view text) {
    std::u16string wide(text.size(), u'\0');
    UErrorCode error = U_ZERO_ERROR;
    std::int32_t size = 0;
    u_strFromUTF8WithSub(
        wide.data(),
        static_cast<std::int32_t>(wide.size()),
        &size,
        text.data(),
        static_cast<std::int32_t>(text.size()),
        0xFFFD,
        nullptr,
        &error
    );
    wide.resize(U_SUCCESS(error) ? static_cast<std::size_t>(size) : 0);
    return wide;
}

// The marks of Latin, Greek and Cyrillic letters. Those of other scripts are part of the word.
bool is_accent(char32_t c) {
    return c >= 0x300 && c <= 0x36F;
}

std::string fold(std::string_view text) {
    if (is_ascii(text)) {
        std::string folded{text};
        make_ascii_lower(folded);
        return folded;
    }
    std::string folded;
    folded.reserve(text.size());
    UErrorCode error = U_ZERO_ERROR;
    const auto* const case_fold = unorm2_getNFKCCasefoldInstance(&error);
    const auto* const decompose = unorm2_getNFDInstance(&error);
    if (U_FAILURE(error)) throw std::bad_alloc{};  // its data is linked in: nothing else can fail
    const auto wide = normalize(decompose, normalize(case_fold, to_utf16(text)));
    const auto size = static_cast<std::int32_t>(wide.size());
    for (std::int32_t at = 0; at < size;) {
        UChar32 c = 0;
        U16_NEXT(wide.data(), at, size, c);
        if (!is_accent(static_cast<char32_t>(c))) utf8::append(folded, static_cast<char32_t>(c));
    }
    return folded;
}

enum class Kind : std::uint8_t { other, word, unspaced };

// Han, kana, Thai, Lao, Khmer, Myanmar. Hangul is parted by spaces.
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

// Upper case has been folded. `unspaced` is what is no ASCII, to be looked at.
constexpr auto ascii_kinds = [] {
    std::array<Kind, 256> kinds{};
    for (unsigned c = 0; c < kinds.size(); ++c) {
        const bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        kinds[c] = c >= 0x80 ? Kind::unspaced : is_word ? Kind::word : Kind::other;
    }
    return kinds;
}();

// Beyond ASCII.
Kind kind_of(char32_t c) {
    if (is_unspaced(c)) return Kind::unspaced;
    constexpr auto of_words = U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK;
    return U_GET_GC_MASK(static_cast<UChar32>(c)) & of_words ? Kind::word : Kind::other;
}

// Behind the characters of ASCII at `at` that are alike.
std::size_t end_of_run(std::string_view text, std::size_t at) {
    const auto kind = ascii_kinds[static_cast<unsigned char>(text[at])];
    while (++at < text.size() && ascii_kinds[static_cast<unsigned char>(text[at])] == kind) {
    }
    return at;
}

}  // namespace

FoldedWords::FoldedWords(std::string_view text) : folded_{fold(text)} {
    const std::string_view all{folded_};
    words_.reserve(all.size() / 5);
    auto open = Kind::other;
    std::size_t begin = 0;     // of the run
    std::size_t previous = 0;  // the code point before `at`
    const auto end_run = [&](std::size_t end) {
        if (open == Kind::word) words_.push_back({all.substr(begin, end - begin)});
        // Pairs have been told as they came by.
        if (open == Kind::unspaced && previous == begin) {
            words_.push_back({all.substr(begin, end - begin), true});
        }
    };
    for (std::size_t at = 0; at < all.size();) {
        const auto here = at;
        auto kind = ascii_kinds[static_cast<unsigned char>(all[at])];
        if (kind == Kind::unspaced) {
            kind = kind_of(utf8::next(all, at));
        } else {
            at = end_of_run(all, at);
        }
        if (kind != open) {
            end_run(here);
            begin = here;
        } else if (kind == Kind::unspaced) {
            words_.push_back({all.substr(previous, at - previous), true});
        }
        open = kind;
        previous = here;
    }
    end_run(all.size());
}

}  // namespace ingestd::embed

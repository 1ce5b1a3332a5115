#include "word_pieces.hpp"

#include <algorithm>
#include <limits>
#include <new>

#include <ingestd/base/utf8.hpp>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

namespace ingestd::embed {
namespace {

enum class Ink : std::uint8_t { word, space, alone, nothing };

bool is_ideograph(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x20000 && c <= 0x2A6DF) || (c >= 0x2A700 && c <= 0x2B73F) ||
           (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B820 && c <= 0x2CEAF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

Ink ink_of(char32_t c, const WordPieceRules& rules) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return Ink::space;
    if (c < 0x80) {
        if (c < ' ' || c == 0x7F) {
            if (rules.is_cleaned) return Ink::nothing;
            return c == '\v' || c == '\f' ? Ink::space : Ink::word;
        }
        const bool is_plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return is_plain ? Ink::word : Ink::alone;
    }
    const auto category = U_GET_GC_MASK(static_cast<UChar32>(c));
    // Not what is unassigned: models have seen it as it was.
    constexpr auto control = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK | U_GC_CS_MASK;
    if (rules.is_cleaned && (c == 0xFFFD || (category & control))) return Ink::nothing;
    if (u_isUWhiteSpace(static_cast<UChar32>(c))) return Ink::space;
    if (category & U_GC_P_MASK) return Ink::alone;
    return rules.parts_ideographs && is_ideograph(c) ? Ink::alone : Ink::word;
}

const UNormalizer2* decomposition() {
    UErrorCode error = U_ZERO_ERROR;
    const auto* const form = unorm2_getNFDInstance(&error);
    if (U_FAILURE(error)) throw std::bad_alloc{};  // its data is linked in: nothing else can fail
    return form;
}

bool is_accent(char32_t c) {
    return u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}

void append_lower(std::string& out, char32_t c, bool is_lower) {
    if (!is_lower) return utf8::append(out, c);
    utf8::append(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
    if (c == 0x130) utf8::append(out, 0x307);  // the one whose lower case is two
}

// One code point as it is looked for. How many code points that makes.
std::size_t append_folded(std::string& out, char32_t c, const WordPieceRules& rules) {
    if (c < 0x80) {
        out += rules.is_lower && c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32)
                                                      : static_cast<char>(c);
        return 1;
    }
    const auto before = out.size();
    UChar parts[16];
    UErrorCode error = U_ZERO_ERROR;
    const auto size =
        rules.is_without_accents
            ? unorm2_getDecomposition(decomposition(), static_cast<UChar32>(c), parts, 16, &error)
            : -1;
    if (size < 0 || U_FAILURE(error)) {
        if (!rules.is_without_accents || !is_accent(c)) append_lower(out, c, rules.is_lower);
    } else {
        for (std::int32_t at = 0; at < size;) {
            UChar32 part = 0;
            U16_NEXT(parts, at, size, part);
            const auto code_point = static_cast<char32_t>(part);
            if (!is_accent(code_point)) append_lower(out, code_point, rules.is_lower);
        }
    }
    return static_cast<std::size_t>(std::count_if(
        out.begin() + static_cast<std::ptrdiff_t>(before),
        out.end(),
        [](char byte) { return (byte & 0xC0) != 0x80; }
    ));
}

}  // namespace

void WordPieces::encode_word(
    std::string_view word, std::size_t letters, std::vector<TokenId>& tokens
) const {
    if (letters > rules_.word_letters_max) {
        tokens.push_back(rules_.unknown);
        return;
    }
    const auto before = tokens.size();
    std::string piece;
    for (std::size_t begin = 0; begin < word.size();) {
        auto end = word.size();
        for (; end > begin; end = utf8::floor_boundary(word, end - 1)) {
            piece.assign(begin > 0 ? rules_.continuation : "").append(word, begin, end - begin);
            const auto found = rules_.vocabulary.find(piece);
            if (found == rules_.vocabulary.end()) continue;
            tokens.push_back(found->second);
            break;
        }
        if (end == begin) {
            tokens.resize(before);
            tokens.push_back(rules_.unknown);
            return;
        }
        begin = end;
    }
}

std::vector<TokenId> WordPieces::encode(std::string_view text, std::size_t max) const {
    std::vector<TokenId> tokens;
    std::string word, folded;
    std::size_t letters = 0;
    const auto end_word = [&] {
        if (!word.empty()) encode_word(word, letters, tokens);
        word.clear();
        letters = 0;
    };
    for (std::size_t at = 0; at < text.size() && tokens.size() < max;) {
        const auto c = utf8::next(text, at);
        auto ink = ink_of(c, rules_);
        if (ink == Ink::nothing) continue;
        if (ink == Ink::space) {
            end_word();
            continue;
        }
        folded.clear();
        const auto count = append_folded(folded, c, rules_);
        // Without its mark ≠ is =.
        if (c >= 0x80 && folded.size() == 1)
            ink = ink_of(static_cast<unsigned char>(folded.front()), rules_);
        if (ink == Ink::alone) end_word();
        word += folded;
        letters += count;
        if (ink == Ink::alone) end_word();
    }
    end_word();
    if (tokens.size() > max) tokens.resize(max);
    return tokens;
}

std::uint32_t WordPieces::count_tokens(std::string_view text) const {
    return static_cast<std::uint32_t>(encode(text, std::numeric_limits<std::size_t>::max()).size());
}

}  // namespace ingestd::embed

#include "comparison.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace ingestd::corpus {
namespace {

bool is_invisible(UChar32 c) {
    return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string normalized(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const auto* nfkc = icu::Normalizer2::getNFKCInstance(error);
    const auto composed = nfkc->normalize(
        icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}), error
    );
    icu::UnicodeString plain;
    for (std::int32_t at = 0; at < composed.length(); at = composed.moveIndex32(at, 1)) {
        const auto c = composed.char32At(at);
        if (is_invisible(c)) continue;
        if (u_isUWhiteSpace(c) == 0) {
            plain.append(c);
        } else if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != u' ') {
            plain.append(u' ');
        }
    }
    std::string out;
    plain.toUTF8String(out);
    return out;
}

bool holds(std::string_view text, std::string_view fact) {
    if (text.find(fact) != text.npos) return true;
    if (!fact.ends_with('-')) return false;
    const auto last_word = fact.rfind(' ');
    return last_word != fact.npos && text.find(fact.substr(0, last_word)) != text.npos;
}

}  // namespace ingestd::corpus

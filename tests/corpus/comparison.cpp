#include "comparison.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

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

// The usual table of edit distances, column by column, where a match may begin anywhere.
bool nearly_holds(std::string_view text, std::string_view fact) {
    const auto wide = [](std::string_view utf8) {
        return icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
    };
    const auto long_text = wide(text);
    const auto short_text = wide(fact);
    const auto length = short_text.length();
    std::vector<std::int32_t> distances(static_cast<std::size_t>(length) + 1);
    std::iota(distances.begin(), distances.end(), 0);
    for (std::int32_t at = 0; at < long_text.length(); ++at) {
        auto diagonal = distances[0];
        for (std::int32_t i = 1; i <= length; ++i) {
            const auto k = static_cast<std::size_t>(i);
            const bool is_same = short_text.charAt(i - 1) == long_text.charAt(at);
            const auto changed = diagonal + (is_same ? 0 : 1);
            diagonal = distances[k];
            distances[k] = std::min({changed, distances[k] + 1, distances[k - 1] + 1});
        }
        if (distances.back() * 10 <= length) return true;
    }
    return false;
}

}  // namespace ingestd::corpus

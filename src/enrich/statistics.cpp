#include "statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ingestd::enrich {
namespace {

constexpr std::uint32_t words_min = 50;         // of fewer, one long word decides
constexpr double words_a_sentence_max = 60;     // of more: a table, a list, a text without stops
constexpr double numbers_a_word_max = 1.0 / 4;  // more is a table

using Letters = std::array<bool, 256>;

constexpr Letters letters(std::string_view bytes) {
    Letters which{};
    for (const char c : bytes) which[static_cast<unsigned char>(c)] = true;
    return which;
}

// ä, ö, ü and é are C3 and one more byte.
constexpr auto ascii_vowels = letters("aeiouy");
constexpr auto english_vowels = letters("aeiouy\xA9");
constexpr auto german_vowels = letters("aeiouy\xA4\xB6\xBC\xA9");

bool is_ascii_vowel(char c) {
    return ascii_vowels[static_cast<unsigned char>(c)];
}

// REQUIRES: word is not empty
// An e at the end is not spoken (late, rates, rated), but for -le (table), -ted, -ded, and after a
// hiss (roses, pages).
bool has_silent_e(std::string_view word) {
    const char last = word.back();
    if (last != 'e' && last != 'd' && last != 's') return false;
    const auto ends_in_consonant_and = [word](std::string_view end) {
        return word.size() > end.size() && word.ends_with(end) &&
               !is_ascii_vowel(word[word.size() - end.size() - 1]);
    };
    const auto before = [word](std::size_t end) { return word[word.size() - end - 1]; };
    if (ends_in_consonant_and("e"))
        return !(before(1) == 'l' && word.size() > 2 && !is_ascii_vowel(before(2)));
    if (ends_in_consonant_and("ed")) return before(2) != 't' && before(2) != 'd';
    if (!ends_in_consonant_and("es")) return false;
    if (before(2) == 'l' && word.size() > 3 && !is_ascii_vowel(before(3))) return false;
    if (before(2) == 'h') return word.size() > 3 && before(3) != 'c' && before(3) != 's';
    return std::string_view{"szxcg"}.find(before(2)) == std::string_view::npos;
}

// Rows of vowels.
std::uint32_t vowel_groups(std::string_view word, const Letters& vowels) {
    std::uint32_t groups = 0;
    bool in_group = false;
    for (const char c : word) {
        if (c == '\xC3') continue;
        const bool vowel = vowels[static_cast<unsigned char>(c)];
        groups += static_cast<std::uint32_t>(vowel & !in_group);
        in_group = vowel;
    }
    return groups;
}

}  // namespace

std::uint32_t english_syllables(std::string_view word) {
    const auto groups = vowel_groups(word, english_vowels);
    return std::max(1u, groups > 1 && has_silent_e(word) ? groups - 1 : groups);
}

std::uint32_t german_syllables(std::string_view word) {
    return std::max(1u, vowel_groups(word, german_vowels));
}

std::optional<double> reading_ease(const Words& words, std::string_view language) {
    const bool is_english = language == "en";
    if (!is_english && language != "de") return std::nullopt;
    std::uint32_t spoken = 0, syllables = 0;
    for (const Word& word : words.words) {
        if (word.is_number) continue;
        const auto text = words.text_of(word);
        ++spoken;
        syllables += is_english ? english_syllables(text) : german_syllables(text);
    }
    if (spoken < words_min || words.sentences == 0) return std::nullopt;
    const auto numbers = static_cast<double>(words.words.size() - spoken);
    const double words_a_sentence = static_cast<double>(spoken) / words.sentences;
    if (words_a_sentence > words_a_sentence_max || numbers > spoken * numbers_a_word_max)
        return std::nullopt;
    const double syllables_a_word = static_cast<double>(syllables) / spoken;
    const double ease = is_english ? 206.835 - 1.015 * words_a_sentence - 84.6 * syllables_a_word
                                   : 180 - words_a_sentence - 58.5 * syllables_a_word;
    return std::round(ease * 10) / 10;
}

}  // namespace ingestd::enrich

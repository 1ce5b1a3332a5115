#include "stop_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ingestd::enrich {
namespace {

// Articles, pronouns, prepositions, auxiliaries, and what is said on every page.
constexpr auto stop_words = std::to_array<std::string_view>(
    {"a",          "about",      "above",    "across",   "after",        "afterwards", "again",
     "against",    "ain't",      "all",      "almost",   "alone",        "along",      "already",
     "also",       "although",   "always",   "am",       "among",        "amongst",    "an",
     "and",        "another",    "any",      "anyhow",   "anyone",       "anything",   "anyway",
     "anywhere",   "are",        "aren't",   "around",   "as",           "at",         "away",
     "back",       "be",         "became",   "because",  "become",       "becomes",    "been",
     "before",     "beforehand", "behind",   "being",    "below",        "beside",     "besides",
     "between",    "beyond",     "both",     "but",      "by",           "came",       "can",
     "can't",      "cannot",     "come",     "comes",    "could",        "couldn't",   "did",
     "didn't",     "do",         "does",     "doesn't",  "doing",        "don't",      "done",
     "down",       "due",        "during",   "each",     "either",       "else",       "elsewhere",
     "enough",     "etc",        "even",     "ever",     "every",        "everyone",   "everything",
     "everywhere", "except",     "few",      "first",    "for",          "former",     "from",
     "further",    "get",        "gets",     "getting",  "give",         "given",      "gives",
     "go",         "goes",       "going",    "gone",     "got",          "had",        "hadn't",
     "has",        "hasn't",     "have",     "haven't",  "having",       "he",         "he'd",
     "he'll",      "he's",       "hence",    "her",      "here",         "here's",     "hereby",
     "herein",     "hers",       "herself",  "him",      "himself",      "his",        "how",
     "however",    "i",          "i'd",      "i'll",     "i'm",          "i've",       "if",
     "in",         "indeed",     "instead",  "into",     "is",           "isn't",      "it",
     "it's",       "its",        "itself",   "just",     "keep",         "kept",       "know",
     "known",      "last",       "later",    "least",    "less",         "let",        "let's",
     "like",       "likely",     "made",     "make",     "makes",        "making",     "many",
     "may",        "maybe",      "me",       "might",    "mine",         "more",       "moreover",
     "most",       "mostly",     "much",     "must",     "mustn't",      "my",         "myself",
     "namely",     "near",       "neither",  "never",    "nevertheless", "next",       "no",
     "nobody",     "none",       "nor",      "not",      "nothing",      "now",        "nowhere",
     "of",         "off",        "often",    "on",       "once",         "one",        "only",
     "onto",       "or",         "other",    "others",   "otherwise",    "ought",      "our",
     "ours",       "ourselves",  "out",      "over",     "own",          "per",        "perhaps",
     "put",        "quite",      "rather",   "really",   "said",         "same",       "saw",
     "say",        "says",       "see",      "seem",     "seemed",       "seems",      "seen",
     "several",    "shall",      "she",      "she'd",    "she'll",       "she's",      "should",
     "shouldn't",  "since",      "so",       "some",     "somehow",      "someone",    "something",
     "sometimes",  "somewhere",  "still",    "such",     "take",         "taken",      "takes",
     "than",       "that",       "that's",   "the",      "their",        "theirs",     "them",
     "themselves", "then",       "there",    "there's",  "thereby",      "therefore",  "therein",
     "these",      "they",       "they'd",   "they'll",  "they're",      "they've",    "thing",
     "things",     "this",       "those",    "though",   "through",      "throughout", "thus",
     "to",         "together",   "too",      "toward",   "towards",      "under",      "until",
     "up",         "upon",       "us",       "use",      "used",         "uses",       "using",
     "very",       "via",        "was",      "wasn't",   "way",          "we",         "we'd",
     "we'll",      "we're",      "we've",    "well",     "went",         "were",       "weren't",
     "what",       "what's",     "whatever", "when",     "whenever",     "where",      "whereas",
     "wherever",   "whether",    "which",    "while",    "who",          "who's",      "whoever",
     "whole",      "whom",       "whose",    "why",      "will",         "with",       "within",
     "without",    "won't",      "would",    "wouldn't", "yes",          "yet",        "you",
     "you'd",      "you'll",     "you're",   "you've",   "your",         "yours",      "yourself",
     "yourselves"}
);
// "of" is Dutch, "by" Danish, "on" French, and so on.
constexpr auto telltales = std::to_array<std::string_view>(
    {"and",   "are",    "because", "been",    "being", "between", "could", "does",  "from",
     "have",  "having", "how",     "into",    "its",   "might",   "not",   "other", "should",
     "such",  "than",   "that",    "the",     "their", "them",    "then",  "there", "these",
     "they",  "this",   "those",   "through", "using", "were",    "what",  "when",  "where",
     "which", "while",  "who",     "whose",   "with",  "would",   "you",   "your"}
);

static_assert(telltales.size() <= 64);

// A table with open addressing, made by the compiler: 0 is empty, else 1 + the word's index.
constexpr std::size_t slots = 1024;
static_assert(stop_words.size() * 2 < slots);

constexpr std::size_t slot_of(std::string_view word) {
    const auto at = [word](std::size_t i) { return static_cast<unsigned char>(word[i]); };
    return (at(0) * 31u + at(word.size() / 2) * 17u + at(word.size() - 1) * 7u + word.size() * 131u
           ) %
           slots;
}

constexpr auto table = [] {
    std::array<std::uint16_t, slots> filled{};
    for (std::size_t i = 0; i < stop_words.size(); ++i) {
        auto slot = slot_of(stop_words[i]);
        while (filled[slot] != 0) slot = (slot + 1) % slots;
        filled[slot] = static_cast<std::uint16_t>(i + 1);
    }
    return filled;
}();

// By the stop word's index.
constexpr auto telltale_bits = [] {
    std::array<std::uint64_t, stop_words.size()> bits{};
    for (std::size_t i = 0; i < telltales.size(); ++i) {
        const auto found = std::ranges::find(stop_words, telltales[i]);
        bits.at(static_cast<std::size_t>(found - stop_words.begin())) = std::uint64_t{1} << i;
    }
    return bits;
}();

}  // namespace

StopWord english_stop_word(std::string_view word) {
    if (word.empty()) return {};
    for (auto slot = slot_of(word); table[slot] != 0; slot = (slot + 1) % slots) {
        const auto index = table[slot] - 1u;
        if (stop_words[index] == word) return {true, telltale_bits[index]};
    }
    return {};
}

}  // namespace ingestd::enrich

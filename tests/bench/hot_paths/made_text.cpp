#include "made_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <random>
#include <string_view>

namespace ingestd::bench {
namespace {

// The frequent ones first, as languages have them.
constexpr std::array<std::string_view, 112> words{
    "the",        "of",         "and",        "to",         "in",          "a",
    "is",         "that",       "for",        "it",         "was",         "on",
    "with",       "as",         "by",         "at",         "from",        "which",
    "this",       "are",        "or",         "had",        "not",         "but",
    "have",       "their",      "when",       "been",       "there",       "more",
    "into",       "only",       "other",      "time",       "these",       "water",
    "ships",      "harbour",    "keeper",     "light",      "storm",       "winter",
    "morning",    "lantern",    "captain",    "letters",    "coast",       "island",
    "weather",    "northern",   "company",    "signals",    "measured",    "between",
    "carrying",   "distance",   "engine",     "pressure",   "observed",    "reported",
    "government", "inspection", "building",   "repaired",   "records",     "journey",
    "merchants",  "prices",     "timber",     "cargo",      "evening",     "mountain",
    "river",      "valley",     "railway",    "station",    "passengers",  "described",
    "instrument", "telegraph",  "navigation", "currents",   "temperature", "barometer",
    "expedition", "surveyed",   "charts",     "anchored",   "several",     "hundred",
    "thousand",   "damaged",    "replaced",   "foundation", "masonry",     "iron",
    "copper",     "glass",      "reflector",  "visible",    "nautical",    "miles",
    "fishermen",  "villages",   "families",   "returned",   "remained",    "continued",
    "considered", "necessary",  "published",  "committee"};

// The numbers of std::minstd_rand are the same everywhere; those of distributions need not be.
class Writer {
public:
    void sentences(std::string& text, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            if (!text.empty()) text += ' ';
            sentence(text, 6 + below(14));
        }
    }

    void sentence(std::string& text, std::size_t count) {
        const auto begin = text.size();
        for (std::size_t i = 0; i < count; ++i) {
            if (i > 0) text += i % 7 == 6 ? ", " : " ";
            text += word();
        }
        text[begin] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[begin])));
        text += '.';
    }

    std::size_t below(std::size_t bound) { return random_() % bound; }

private:
    std::string word() {
        if (below(40) == 0) return std::to_string(1800 + below(200));
        return std::string{words[std::min(below(words.size()), below(words.size()))]};
    }

    std::minstd_rand random_{1};
};

}  // namespace

std::string make_sentences(std::size_t count) {
    Writer writer;
    std::string text;
    for (std::size_t written = 0; written < count; written += 12) {
        if (!text.empty()) text += ' ';
        writer.sentence(text, std::min<std::size_t>(count - written, 12));
    }
    return text;
}

std::vector<Block> make_blocks(std::size_t bytes) {
    Writer writer;
    std::vector<Block> blocks;
    for (std::size_t written = 0; written < bytes; written += blocks.back().text.size()) {
        Block block;
        if (blocks.size() % 8 == 0) {
            block.kind = BlockKind::heading;
            block.level = 2;
            writer.sentence(block.text, 4);
        } else {
            writer.sentences(block.text, 3 + writer.below(5));
        }
        blocks.push_back(std::move(block));
    }
    return blocks;
}

}  // namespace ingestd::bench

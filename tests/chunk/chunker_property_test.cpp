#include <random>

#include "invariants.hpp"

using namespace ingestd;
using namespace ingestd::chunk::test;

namespace {

class Generator {
public:
    explicit Generator(std::uint32_t seed) : random_{seed} {}

    std::size_t below(std::size_t n) { return random_() % n; }

    std::string words(std::size_t count) {
        static const std::vector<std::string> pieces = {
            "a",
            "word",
            "sentence. ",
            "Next",
            "e.g.",
            "Dr.",
            "Smith",
            "3.14159",
            "1234567890",
            "end! ",
            "\"So?\" ",
            "supercalifragilisticexpialidocious",
            "\n",
            "\n\n",
            "\r\n",
            " ",
            " ",
            " ",
            " ",
            "\t  ",
            "\f",
            "naïve",
            "Ωμέγα",
            "слово",
            "Предложение. ",
            "e\u0301\u0302",
            "\u0301",
            "\u200D",
            "\u00A0",
            "\u3000",
            "👩‍👩‍👧‍👦",
            "👍🏽",
            "🇩🇪🇫🇷🇬",
            "❤️",
            "漢字",
            "東京都に住む。",
            "「本当？」",
            "こんにちは、",
            "中文分词没有空格",
            "ภาษาไทยไม่มีช่องว่าง",
            "กำลัง",
            "한국어 문장. ",
            "각",
            "שלום",
            "مرحبا؟ ",
            "؀١",
            "क्षत्रिय",
            "हिन्दी। ",
            "...",
            "https://example.org/a/b?c=d&e=f",
            "-",
            "(x)",
            "\u2028",
            "\u2029",
            "\u0600"
            "1",
            "z\u0301\u0302\u0303\u0304\u0305\u0306",
            "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ",
            "\u1100\u1161\u11A8",
            std::string(1, '\0'),
            "\u0E40\u0E01"};
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            text += pieces[below(pieces.size())];
            if (below(3) == 0) text += ' ';
        }
        return text;
    }

    Block block() {
        Block block;
        block.kind = static_cast<BlockKind>(below(6));
        if (below(2) == 0) block.kind = BlockKind::paragraph;
        block.before = static_cast<Separator>(below(3));
        block.level = block.kind == BlockKind::heading ? static_cast<std::uint8_t>(1 + below(6))
                                                       : std::uint8_t{0};
        page_ += below(4) == 0 ? static_cast<std::uint32_t>(below(3)) : 0;
        block.page = page_;
        block.text = words(1 + below(below(4) == 0 ? 200 : 12));
        return block;
    }

    std::vector<Block> document() {
        page_ = static_cast<std::uint32_t>(below(2));
        std::vector<Block> blocks(1 + below(12));
        for (Block& each : blocks) each = block();
        return blocks;
    }

    ChunkingOptions options() {
        static const std::vector<std::uint32_t> sizes = {1, 2, 3, 5, 8, 16, 17, 40, 256};
        const auto max = sizes[below(sizes.size())];
        const std::vector<std::uint32_t> overlaps = {0, 1, max / 8, max / 2, max - 1, max, max + 7};
        return {
            .max_tokens = max,
            .overlap_tokens = overlaps[below(overlaps.size())],
            .strategy = static_cast<ChunkingStrategy>(below(10) < 6 ? 0 : below(5))};
    }

    // The same document with its paragraphs given in parts.
    std::vector<Block> in_parts(const std::vector<Block>& blocks) {
        std::vector<Block> parts;
        for (const Block& block : blocks) {
            if (block.kind != BlockKind::paragraph && block.kind != BlockKind::code) {
                parts.push_back(block);
                continue;
            }
            std::string_view rest = block.text;
            Separator before = block.before;
            while (!rest.empty()) {
                auto size = rest.size() <= 2 ? rest.size()
                                             : 1 + below(std::min<std::size_t>(rest.size(), 40));
                size = std::max(
                    utf8::floor_boundary(rest, size), std::min<std::size_t>(rest.size(), 1)
                );
                while (!utf8::is_valid(rest.substr(0, size))) ++size;
                Block part = block;
                part.before = before;
                part.text = rest.substr(0, size);
                parts.push_back(part);
                rest.remove_prefix(size);
                before = Separator::none;
            }
        }
        return parts;
    }

private:
    std::mt19937 random_;
    std::uint32_t page_ = 0;
};

std::uint32_t count_bytes(std::string_view text) {
    return static_cast<std::uint32_t>(text.size());
}
std::uint32_t count_thirds(std::string_view text) {
    return static_cast<std::uint32_t>((text.size() + 2) / 3);
}
// As a vocabulary of all words and no part of one would have it: white space is free.
std::uint32_t count_words(std::string_view text) {
    std::uint32_t words = 0;
    bool in_word = false;
    for (const char c : text) {
        const bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
        words += !is_space && !in_word ? 1 : 0;
        in_word = !is_space;
    }
    return words;
}
// Long texts have more tokens than their parts together, and some ends make one more.
std::uint32_t count_oddly(std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    const auto ends_oddly = !text.empty() && static_cast<unsigned char>(text.back()) % 3 == 0;
    return (size + 3) / 4 + size / 40 + (ends_oddly && size > 8 ? 1 : 0);
}

const std::vector<std::pair<const char*, chunk::TokenCounter>> counters = {
    {"bytes", count_bytes},
    {"thirds", count_thirds},
    {"words", count_words},
    {"oddly", count_oddly}};

}  // namespace

TEST_CASE("the rules hold as any tokenizer counts", "[chunk][property][counter]") {
    for (std::uint32_t seed = 1; seed <= 1'000; ++seed) {
        const auto& [name, counter] = counters[seed % counters.size()];
        CAPTURE(seed, name);
        Generator generator{seed};
        auto options = generator.options();
        options.strategy = static_cast<ChunkingStrategy>(seed / counters.size() % 5);
        const auto whole = generator.document();
        check_invariants(whole, options, counter);
        REQUIRE(
            chunk_all(generator.in_parts(whole), options, counter).chunks ==
            chunk_all(whole, options, counter).chunks
        );
    }
}

TEST_CASE("what cannot be parted well is parted to fit all the same", "[chunk][counter][hostile]") {
    const ChunkingOptions options{.max_tokens = 16, .overlap_tokens = 4};
    std::string accents = "a";
    for (int i = 0; i < 2'000; ++i) accents += "\u0301";
    for (const auto& text :
         {std::string(3'000, 'x'),
          "a" + std::string(3'000, ' ') + "b",
          std::string(200, ' ') + "words",
          accents,
          std::string(20, '\n') + std::string(100, '=')}) {
        for (const auto& [name, counter] : counters) {
            CAPTURE(name);
            check_invariants({Block{.text = text}}, options, counter);
        }
    }
}

TEST_CASE("every document is cut by the rules, whatever it holds", "[chunk][property]") {
    for (std::uint32_t seed = 1; seed <= 600; ++seed) {
        CAPTURE(seed);
        Generator generator{seed};
        const auto options = generator.options();
        check_invariants(generator.document(), options);
    }
}

TEST_CASE("chunks do not depend on the parts in which a paragraph comes", "[chunk][property]") {
    for (std::uint32_t seed = 1; seed <= 600; ++seed) {
        CAPTURE(seed);
        Generator generator{seed};
        const auto options = generator.options();
        const auto whole = generator.document();
        const auto parts = generator.in_parts(whole);
        REQUIRE(text_of(whole) == text_of(parts));

        const auto expected = chunk_all(whole, options);
        const auto seen = chunk_all(parts, options);

        REQUIRE(seen.chunks.size() == expected.chunks.size());
        for (std::size_t i = 0; i < seen.chunks.size(); ++i) {
            CAPTURE(i, seen.chunks[i].text, expected.chunks[i].text);
            REQUIRE(seen.chunks[i] == expected.chunks[i]);
        }
        REQUIRE(seen.pages == expected.pages);
    }
}

TEST_CASE("a long text gives the same chunks in large and in small parts", "[chunk][property]") {
    Generator generator{7};
    Block text{.text = generator.words(12'000)};
    for (const ChunkingOptions options :
         {ChunkingOptions{}, ChunkingOptions{.max_tokens = 16, .overlap_tokens = 8}}) {
        check_invariants({text}, options);
        REQUIRE(
            chunk_all({text}, options).chunks ==
            chunk_all(generator.in_parts({text}), options).chunks
        );
    }
}

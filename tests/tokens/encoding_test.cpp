// Counts that gpt-tokenizer 4.0.0 gave for the same texts.
#include <string>
#include <vector>

#include <ingestd/tokens/encoding.hpp>

#include "support/catch.hpp"

using namespace ingestd;

namespace {

std::string times(std::string_view part, std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += part;
    return text;
}

struct Known {
    const char* what;
    std::string text;
    std::uint32_t o200k;
    std::uint32_t cl100k;
};

const std::vector<Known> known = {
    {"nothing", "", 0, 0},
    {"English", "Hello, world!", 4, 4},
    {"contractions",
     "The quick brown fox jumps over the lazy dog. It didn't care; the dog'll live, WE'VE seen.",
     24,
     25},
    {"contractions of both cases",
     "I'M SURE THEY'RE HERE, y'all. 'tis the '90s, o'clock's",
     22,
     22},
    {"German",
     "Die Donaudampfschifffahrtsgesellschaft wählte den Kapitän. Straße, Öl, Übermut!",
     24,
     30},
    {"Russian", "Быстрая коричневая лиса прыгает через ленивую собаку.", 20, 28},
    {"Chinese", "我们的目标是让每个人都能找到他们需要的信息。", 13, 20},
    {"Japanese", "東京都に住んでいます。カタカナとひらがな、漢字。", 20, 26},
    {"Thai", "ภาษาไทยไม่มีช่องว่างระหว่างคำ", 9, 28},
    {"Arabic", "اللغة العربية تُكتب من اليمين إلى اليسار.", 13, 27},
    {"Hebrew with points", "שָׁלוֹם עולם", 8, 17},
    {"Hindi", "हिन्दी में लिखा हुआ वाक्य।", 10, 26},
    {"Korean", "한국어 문장을 토큰으로 나눕니다.", 12, 19},
    {"Vietnamese, title case, modifier letters",
     "Tiếng Việt có nhiều dấu. Ǆungla ǅungla ʰa ªbc",
     24,
     32},
    {"emoji",
     "👩\342\200\215👩\342\200\215👧\342\200\215👦 👍🏽 🇩🇪🇫🇷 "
     "❤\357\270\217 "
     "🤷",
     25,
     40},
    {"combining marks",
     "e\314\201a\314\200 \314\201x A\314\201B \314\201\314\201AB \314\201A",
     17,
     17},
    {"code",
     "int main(int argc, char** argv) {\n    for (auto i = 0u; i < 10; ++i) {\n\t\tstd::cout << i "
     "<< \"\\n\";\n    }\n    return 0;\n}\n",
     47,
     47},
    {"Python",
     "def f(x):\n    \"\"\"doc\"\"\"\n    return {k: v for k, v in x.items() if v is not None}  # "
     "ok\n\n\n",
     32,
     32},
    {"numbers", "1 12 123 1234 12345678901234567890 3.14159 1,000,000 ٣٤٥٦ ½ Ⅷ 四", 38, 43},
    {"capitals within words",
     "camelCaseWordsAndHTTPServerIDs XMLHttpRequest iPhone McDonald ABCdef",
     15,
     12},
    {"addresses",
     "https://example.org/a/b?c=d&e=f#g user@example.com C:\\\\dir /usr/lib//x\n/",
     25,
     25},
    {"a long run of spaces", "a" + std::string(200, ' ') + "b", 4, 4},
    {"white space with line ends",
     "a" + std::string(83, ' ') + "\n" + std::string(17, ' ') + "\n\n\n\t\t b",
     7,
     7},
    {"carriage returns", "line one\r\nline two\r\n\r\n  line three\r", 10, 10},
    {"a space at the end", "trailing space ", 4, 4},
    {"lines and spaces at the end", "trailing lines \n \n  ", 5, 5},
    {"other spaces",
     "\t\ttabs\tbefore words\302\240and\342\200\203other\343\200\200spaces\342\200\250and lines",
     14,
     16},
    {"marks", "!!!??? ---- ==== .... **** //// \\\\\\\\ ~~~~\n/x", 15, 13},
    {"what looks like broken text",
     std::string{
         "\357\277\275\357\277\275\000\001\177\302\200 \355\237\277\356\200\200\364\217\277\277",
         22},
     14,
     15},
    {"text decoded wrongly", "Ã¼ber â€œquotedâ€\302\235", 10, 11},
    {"what looks like special tokens", "<|endoftext|> <|im_start|>user<|im_end|>", 20, 19},
    {"one letter again and again", std::string(1000, 'a'), 125, 125},
    {"base64", times("aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ0123456789abcdef", 5), 125, 125},
    {"astral letters and digits", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟘𝟙𝟚𝟛 𐐷𐐮 𓀀𓁐 🜁", 55, 55},
    {"JSON",
     "{\"id\":\"f47ac10b-58cc-4372-a567-0e02b2c3d479\",\"n\":[1,2.5,-3e10,null,true]}",
     41,
     41},
    {"Markdown", "| a | b |\n|---|---|\n| 1 | 2 |\n\n# Heading\n\n- item *one*\n- `two`\n", 29, 29},
};

// A build without the tables has nothing to test here, and says so.
const tokens::Encoding* find(std::string_view name) {
    const auto* encoding = tokens::find_encoding(name);
    if (encoding == nullptr) WARN(name << " is not in this build (./dev fetches it)");
    return encoding;
}

std::uint32_t count(const tokens::Encoding& encoding, std::string_view text) {
    return encoding.count_tokens(text);
}

}  // namespace

TEST_CASE("texts of many kinds have as many tokens as the reference counts", "[tokens]") {
    const auto* o200k = find("o200k_base");
    const auto* cl100k = find("cl100k_base");
    for (const auto& [what, text, in_o200k, in_cl100k] : known) {
        CAPTURE(what, text);
        if (o200k != nullptr) CHECK(count(*o200k, text) == in_o200k);
        if (cl100k != nullptr) CHECK(count(*cl100k, text) == in_cl100k);
    }
}

// Where JavaScript's white space is another than Unicode's the reference differs from tiktoken.
TEST_CASE("a byte order mark is no white space, a next-line character is", "[tokens]") {
    if (const auto* cl100k = find("cl100k_base")) {
        CHECK(count(*cl100k, "\uFEFF\uFEFF!") == count(*cl100k, "\uFEFF") * 2 + 1);
        CHECK(count(*cl100k, "a\u0085\u0085") == 1 + count(*cl100k, "\u0085\u0085"));
    }
}

TEST_CASE("a text has as many tokens as its words together", "[tokens][property]") {
    if (const auto* o200k = find("o200k_base")) {
        std::string text;
        std::uint32_t sum = 0;
        for (const std::string word :
             {"Mass", " of", " words", ",", " each", " a", " token", "\n\n", "Größe"}) {
            text += word;
            sum += count(*o200k, word);
            REQUIRE(count(*o200k, text) == sum);
        }
    }
}

// More words than are remembered, which take each other's places.
TEST_CASE(
    "a word has as many tokens the second time, whatever came between", "[tokens][property]"
) {
    const auto* o200k = find("o200k_base");
    if (o200k == nullptr) return;
    std::vector<std::string> words;
    for (std::uint32_t i = 0; i < 50'000; ++i) {
        std::string word;
        for (auto rest = i * 2'654'435'761u; rest > 0; rest /= 29)
            word += static_cast<char>('a' + rest % 26);
        words.push_back(word + std::string(i % 12, 'e'));
    }
    std::vector<std::uint32_t> first;
    for (const auto& word : words) first.push_back(count(*o200k, word));

    for (std::size_t i = words.size(); i-- > 0;) {
        CAPTURE(words[i]);
        REQUIRE(count(*o200k, words[i]) == first[i]);
        REQUIRE(count(*o200k, words[i] + "\n" + words[i]) == 2 * first[i] + 1);
    }
}

// Nothing here is timed: were a merge quadratic, this would not end within a test's patience.
TEST_CASE("a word of a million letters is counted all the same", "[tokens][hostile]") {
    for (const auto* name : {"o200k_base", "cl100k_base"}) {
        const auto* encoding = find(name);
        if (encoding == nullptr) continue;
        CHECK(count(*encoding, times("a", 1'000'000)) == 125'000);
        CHECK(count(*encoding, times("ab", 500'000)) > 100'000);
        CHECK(count(*encoding, times("\u0301", 100'000)) > 1'000);
        CHECK(count(*encoding, times("Aa\u0301A", 100'000)) > 1'000);
        CHECK(count(*encoding, times(" ", 1'000'000)) < 20'000);
    }
}

TEST_CASE("an encoding that nobody knows is not there", "[tokens]") {
    CHECK_FALSE(tokens::has_encoding("p50k_base"));
    CHECK_FALSE(tokens::has_encoding(""));
    CHECK(tokens::find_encoding("p50k_base") == nullptr);
    CHECK(tokens::has_encoding("o200k_base") == (tokens::find_encoding("o200k_base") != nullptr));
}

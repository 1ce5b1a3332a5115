#include <algorithm>
#include <functional>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <tuple>

#include <ingestd/base/utf8.hpp>
#include <ingestd/enrich/enricher.hpp>
#include <ingestd/enrich/language_tally.hpp>

#include "support/catch.hpp"

using namespace ingestd;

namespace {

const std::string english =
    "The quick compaction strategy merges sorted runs in the background. A compaction strategy "
    "must bound write "
    "amplification, because write amplification wears out the disk. We measured write "
    "amplification twice.";

Enrichment found_in(std::string text) {
    Chunk chunk;
    chunk.text = std::move(text);
    return enrich::enrich(chunk);
}

bool holds(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("the language of a passage is told by ISO 639 code", "[enrich][language]") {
    const auto [text, language] = GENERATE(table<std::string, std::string>({
        {english, "en"},
        {"Die Verdichtung läuft im Hintergrund und führt sortierte Läufe zusammen, ohne dass der "
         "Leser etwas "
         "davon bemerkt oder gar warten müsste.",
         "de"},
        {"La compaction s'exécute en arrière-plan et fusionne des séries triées sans que le "
         "lecteur ne s'en "
         "aperçoive jamais.",
         "fr"},
        {"Москва является столицей России, городом федерального значения и крупнейшим по "
         "численности населения.",
         "ru"},
        {"東京は日本の首都であり、世界で最も人口の多い都市の一つです。多くの人が毎日電車で通勤して"
         "います。",
         "ja"},
        {"东京是日本的首都，也是世界上人口最多的城市之一。每天有很多人坐电车上班，这里有许多历史悠"
         "久的寺庙和现代化的摩天大楼，吸引了来自各国的游客。",
         "zh"},
        {"ירושלים היא עיר הבירה של מדינת ישראל והעיר הגדולה ביותר בה, ויש בה אתרים רבים.", "he"},
        {"ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำแน่นอนหรือวรรณยุกต์เช่นเดียวกับภาษาจีน", "th"},
    }));
    CAPTURE(text);
    CHECK(found_in(text).language == language);
}

TEST_CASE("words that English has, too, do not make a text English", "[enrich][language]") {
    const auto [text, language] = GENERATE(table<std::string, std::string>({
        {"For at komme over i den anden by, som her er under vand, må hun gå i land for at se sig "
         "om, "
         "men i dag er der ikke tid til at vente på, at alle kan komme over broen.",
         "da"},
        {"Dit is van was gemaakt, en in de was was het over, so dat men of hier of daar nog door "
         "is "
         "gegaan, want met al dat water in het land was er per dag niet veel meer te doen.",
         "nl"},
        {"Die man was in die huis en hy was so bly, want sy pen is in sy hand en my boek is op die "
         "tafel; hy het gesê dat dit nou weer tyd is om saam te gaan werk.",
         "af"},
        {"INSERT INTO personen VALUES (17, 'Müller', 'Anna', 'Köln'); INSERT INTO personen VALUES "
         "(18, 'Schmidt', 'Jürgen', 'Straße der Einheit, Görlitz, hinter dem alten Bahnhof'); "
         "INSERT "
         "INTO personen VALUES (19, 'Böhm', 'Änne', 'wohnt jetzt bei ihrer Schwester in Lübeck');",
         "und"},
        {"As obras a que me refiro são as que o autor fez no ano passado, e a maior delas, a que "
         "me "
         "deu mais trabalho, foi a do porto, onde me vi a braços com as chuvas.",
         "pt"},
    }));
    CAPTURE(text);
    CHECK(found_in(text).language == language);
}

TEST_CASE("a language that cannot be told is und", "[enrich][language]") {
    const auto text =
        GENERATE(as<std::string>{}, "", " \n ", "42", "x", "...", "👍🏽", "1,200 3.50 7 99");
    CAPTURE(text);
    CHECK(found_in(text).language == "und");
}

TEST_CASE("control characters do not hide the language", "[enrich][language]") {
    std::string text = english;
    text[3] = '\0';
    text[40] = '\x01';
    CHECK(found_in(text + "\uFFFE").language == "en");
}

TEST_CASE("English keywords are the phrases between stop words", "[enrich][keywords]") {
    const auto keywords = found_in(english).keywords;
    CAPTURE(keywords);
    CHECK(holds(keywords, "bound write amplification"));
    CHECK(holds(keywords, "compaction strategy"));
    CHECK_FALSE(holds(keywords, "the"));
}

TEST_CASE("punctuation, numbers and empty lines end a phrase", "[enrich][keywords]") {
    const auto keywords =
        found_in("It was the red, green\n\nblue 42 yellow of the house that they had.").keywords;
    CHECK(
        std::set<std::string>(keywords.begin(), keywords.end()) ==
        std::set<std::string>{"red", "green", "blue", "yellow", "house"}
    );
}

TEST_CASE("keywords are at most eight, lower case, none twice", "[enrich][keywords]") {
    std::string text;
    for (int i = 0; i < 30; ++i) {
        text += "The " +
                std::string(static_cast<std::size_t>(4 + i), static_cast<char>('A' + i % 26)) +
                " of the House. ";
    }
    const auto keywords = found_in(text).keywords;
    CHECK(keywords.size() == 8);
    CHECK(std::set<std::string>(keywords.begin(), keywords.end()).size() == 8);
    for (const auto& word : keywords)
        CHECK(std::none_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
}

TEST_CASE(
    "other languages give their most frequent longer words, in lower case", "[enrich][keywords]"
) {
    const auto german = found_in(
        "Die Übertragung läuft. Jede Übertragung wird von der Gegenstelle bestätigt, und die "
        "Gegenstelle zählt jede "
        "Übertragung, bevor sie die nächste annimmt und weiterleitet."
    );
    REQUIRE(german.language == "de");
    REQUIRE(german.keywords.size() == 8);
    CHECK(german.keywords[0] == "übertragung");
    CHECK(german.keywords[1] == "gegenstelle");

    const auto japanese =
        found_in("東京は日本の首都です。東京の人口は多いです。東京は世界でも大きな都市です。");
    REQUIRE_FALSE(japanese.keywords.empty());
    CHECK(japanese.keywords.front() == "東京");
}

TEST_CASE("words, characters and sentences are counted", "[enrich][counts]") {
    using Row = std::tuple<std::string, unsigned, unsigned, unsigned>;
    const auto [text, words, characters, sentences] = GENERATE(values<Row>({
        {"", 0, 0, 0},
        {" \n", 0, 2, 0},
        {"One", 1, 3, 1},
        {"One two. Six!", 3, 13, 2},
        {"Don't stop at 3.14, e.g. here.", 7, 30, 1},
        {"Heading\n\nA sentence", 3, 19, 2},
        {"Na\u00EFve caf\u00E9", 2, 10, 1},
        {"これは本です。私は学生です。", 8, 14, 2},
        {"\"Go!\" he said. \"Why?\" She left.", 6, 31, 3},
        {"...", 0, 3, 0},
        {"well-known", 2, 10, 1},
    }));
    CAPTURE(text);
    const auto enriched = found_in(text);
    CHECK(enriched.words == words);
    CHECK(enriched.characters == characters);
    CHECK(enriched.sentences == sentences);
}

TEST_CASE("any well-formed text is enriched within its bounds", "[enrich][property]") {
    std::mt19937 random{42};
    for (int round = 0; round < 300; ++round) {
        std::string text;
        std::uint32_t code_points = 0;
        for (auto n = random() % 400; n > 0; --n, ++code_points) {
            const char32_t ranges[] = {0x80, 0x80, 0x300, 0x3000, 0x10000, 0x110000};
            const auto range = ranges[random() % 6];
            auto c = static_cast<char32_t>(random() % range);
            if (c >= 0xD800 && c < 0xE000) c = ' ';
            utf8::append(text, c);
        }
        const auto enriched = found_in(text);
        CAPTURE(round, text);
        REQUIRE(enriched.characters == code_points);
        REQUIRE(enriched.words <= code_points);
        REQUIRE(enriched.keywords.size() <= 8);
        for (const auto& word : enriched.keywords)
            REQUIRE((utf8::is_valid(word) && !word.empty() && word.size() < 600));
        REQUIRE(found_in(text) == enriched);
    }
}

namespace {

using Work = std::function<Result<void>(const enrich::Passage&, Enrichment&)>;

class Named final : public enrich::Enricher {
public:
    Named(std::string name, Work work) : name_{std::move(name)}, work_{std::move(work)} {}
    std::string_view name() const override { return name_; }
    Result<void> enrich(const enrich::Passage& passage, Enrichment& found) const override {
        return work_(passage, found);
    }

private:
    std::string name_;
    Work work_;
};

}  // namespace

TEST_CASE("an enricher that fails or throws is named, and the others go on", "[enrich][order]") {
    enrich::Enrichers enrichers;
    const auto append = [&enrichers](std::string name, Work work) {
        enrichers.push_back(std::make_unique<Named>(std::move(name), std::move(work)));
    };
    append("first", [](const auto&, Enrichment& found) -> Result<void> {
        found.language = "xx";
        return {};
    });
    append("refuses", [](const auto&, Enrichment&) -> Result<void> {
        return Error{{}, "no such luck"};
    });
    append("throws", [](const auto&, Enrichment&) -> Result<void> {
        throw std::runtime_error{"out of it"};
    });
    append("throws what is no exception", [](const auto&, Enrichment&) -> Result<void> {
        throw 1;
    });
    append("last", [](const enrich::Passage& passage, Enrichment& found) -> Result<void> {
        found.keywords = {found.language, passage.chunk().text};
        return {};
    });
    Chunk chunk;
    chunk.text = "text";

    const auto found = enrich::enrich(chunk, enrichers);

    CHECK(found.keywords == std::vector<std::string>{"xx", "text"});
    CHECK(
        found.failed ==
        std::vector<EnrichmentFailure>{
            {"refuses", "no such luck"},
            {"throws", "out of it"},
            {"throws what is no exception", "something unknown was thrown"}}
    );
}

TEST_CASE("the built-in ones find all of it in one chunk", "[enrich][order]") {
    const auto found = found_in(
        "The committee met on 12 March 2024. Write to Office@Example.org or see "
        "https://example.org/minutes, where all of the minutes are kept."
    );
    CHECK(found.language == "en");
    CHECK(found.dates == std::vector<std::string>{"2024-03-12"});
    CHECK(found.emails == std::vector<std::string>{"office@example.org"});
    CHECK(found.urls == std::vector<std::string>{"https://example.org/minutes"});
    CHECK(reading_seconds(found.words) == 7);
    CHECK(found.failed.empty());
}

TEST_CASE("a document's language is that of most of its bytes", "[enrich][tally]") {
    ingestd::enrich::LanguageTally tally;
    CHECK(tally.language() == "und");
    tally.add("und", 9000);
    CHECK(tally.language() == "und");
    tally.add("de", 500);
    tally.add("en", 300);
    tally.add("en", 300);
    CHECK(tally.language() == "en");
}

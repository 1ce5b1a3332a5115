#include <ingestd/proof/passage_boxes.hpp>

#include "support/catch.hpp"

namespace ingestd::proof {
namespace {

// Lines of words, parted by blanks: each character 5 wide, each line 10 high and 12 below the last.
PageWords page_of(std::uint32_t number, const std::vector<std::string>& lines) {
    PageWords page{number, 600, 800, {}};
    for (std::size_t line = 0; line < lines.size(); ++line) {
        const auto& text = lines[line];
        for (std::size_t at = 0; at < text.size();) {
            const auto end = std::min(text.find(' ', at), text.size());
            page.words.push_back(
                {static_cast<std::uint32_t>(line),
                 {5.0 * static_cast<double>(at),
                  12.0 * static_cast<double>(line),
                  5.0 * static_cast<double>(end - at),
                  10},
                 text.substr(at, end - at)}
            );
            at = end + 1;
        }
    }
    return page;
}

std::vector<LineBox> boxes(const Passage& passage, const std::vector<PageWords>& pages) {
    const auto found = find_passage(passage, pages);
    if (const auto* none = std::get_if<NoBoxes>(&found)) FAIL(none->why);
    return std::get<PassageBoxes>(found).boxes;
}

std::string why_none(const Passage& passage, const std::vector<PageWords>& pages) {
    const auto found = find_passage(passage, pages);
    REQUIRE(std::holds_alternative<NoBoxes>(found));
    return std::get<NoBoxes>(found).why;
}

const std::vector<std::string> keeper{
    "Rules of the light",
    "The keeper lights the lamp at dusk and",
    "writes down each ship that passes. He ex-",
    "tinguishes it at dawn, and then he sleeps.",
    "Nobody else may touch it."};

}  // namespace

TEST_CASE("a passage has a box for each of its lines, around its words alone", "[proof][boxes]") {
    const Passage passage{"the lamp at dusk and writes down each ship that passes."};

    const auto found = boxes(passage, {page_of(1, keeper)});

    CHECK(found == std::vector<LineBox>{{1, {5 * 18, 12, 5 * 20, 10}}, {1, {0, 24, 5 * 34, 10}}});
}

TEST_CASE("hyphens, blanks and marks are of no account", "[proof][boxes]") {
    const std::string text = GENERATE(
        "He extinguishes it at dawn, and then he sleeps.",
        "He ex-tinguishes\nit at dawn \xE2\x80\x94 and then he sleeps",
        "  \"He extin\xC2\xADguishes it at dawn;\xC2\xA0"
        "and then he sleeps!\"  "
    );

    const auto found = boxes({text}, {page_of(1, keeper)});

    REQUIRE(found.size() == 2);
    CHECK(found[0].box.x == 5 * 35);
    CHECK(found[1].box == PageBox{0, 36, 5 * 42, 10});
}

TEST_CASE("what extraction put in does not hide a passage", "[proof][boxes]") {
    const Passage passage{
        "The keeper lights the lamp at dusk and writes down each ship that passes. He extinguishes "
        "it at dawn, and then he sleeps. (https://example.org/a/place/with/a/long/name, "
        "https://example.org/another/place/with/an/even/longer/name, https://example.org/last)"};

    CHECK(boxes(passage, {page_of(1, keeper)}).size() == 3);
}

TEST_CASE("a passage goes on behind what stands between on the page", "[proof][boxes]") {
    const auto first =
        page_of(1, {"The keeper lights the lamp at dusk and", "12   Rules of the light"});
    const auto second =
        page_of(2, {"Lighthouses of the north", "writes down each ship that passes."});

    const auto found = boxes(
        {"The keeper lights the lamp at dusk and writes down each ship that passes."},
        {first, second}
    );

    REQUIRE(found.size() == 2);
    CHECK(found[0] == LineBox{1, {0, 0, 5 * 38, 10}});
    CHECK(found[1] == LineBox{2, {0, 12, 5 * 34, 10}});
}

TEST_CASE("of two places the one is meant that stands in its context", "[proof][boxes]") {
    const std::vector<std::string> lines{
        "In summer the lamp is lit at nine.",
        "Nobody else may touch it.",
        "In winter the lamp is lit at four.",
        "Nobody else may touch it.",
        "The end."};

    const auto after_winter = boxes(
        {"Nobody else may touch it.", "In winter the lamp is lit at four.", ""}, {page_of(1, lines)}
    );
    const auto before_winter =
        boxes({"Nobody else may touch it.", "", "In winter the lamp"}, {page_of(1, lines)});

    REQUIRE(after_winter.size() == 1);
    CHECK(after_winter[0].box.y == 36);
    REQUIRE(before_winter.size() == 1);
    CHECK(before_winter[0].box.y == 12);
    CHECK_THAT(
        why_none({"Nobody else may touch it."}, {page_of(1, lines)}),
        Catch::Contains("more than once")
    );
}

TEST_CASE("what does not stand there has no boxes", "[proof][boxes]") {
    const std::string text = GENERATE(
        "The captain of a ship that is in danger fires three rockets and waits for the pilot.",
        "The keeper lights the lamp, says nobody, and the captain sails on into the night alone.",
        "dusk falls on dawn"
    );
    CHECK_THAT(why_none({text}, {page_of(1, keeper)}), Catch::Contains("for sure"));
}

TEST_CASE("what cannot be compared is said", "[proof][boxes]") {
    CHECK_THAT(why_none({"... !"}, {page_of(1, keeper)}), Catch::Contains("no letter"));
    CHECK_THAT(why_none({"fox"}, {page_of(1, {})}), Catch::Contains("OCR"));
    CHECK_THAT(why_none({"fox"}, {}), Catch::Contains("OCR"));
    CHECK_THAT(
        why_none({std::string(300'000, 'x')}, {page_of(1, keeper)}), Catch::Contains("too long")
    );
}

TEST_CASE("a page of one letter over and over is looked through all the same", "[proof][boxes]") {
    const std::vector<std::string> lines(200, std::string(80, 'a'));

    CHECK_THAT(
        why_none({std::string(1'000, 'a')}, {page_of(1, lines)}), Catch::Contains("for sure")
    );
}

TEST_CASE("words may come in parts, and short passages are found", "[proof][boxes]") {
    auto page = page_of(3, keeper);
    PageWords rest{3, page.width, page.height, {page.words.begin() + 7, page.words.end()}};
    page.words.resize(7);

    const auto found = find_passage({"Rules of the light"}, {page, rest});

    REQUIRE(std::holds_alternative<PassageBoxes>(found));
    CHECK(std::get<PassageBoxes>(found).pages == std::vector<PageSize>{{3, 600, 800}});
    CHECK(boxes({"touch"}, {page, rest}) == std::vector<LineBox>{{3, {5 * 16, 48, 25, 10}}});
}

}  // namespace ingestd::proof

// What a page's content says: cut into tokens, and drawn as poppler draws it.
#include <random>
#include <string>
#include <vector>

#include <ingestd/formats/pdf.hpp>

#include "../../src/formats/pdf/content_lexer.hpp"
#include "support/catch.hpp"
#include "support/pdf.hpp"

namespace ingestd::formats {
namespace {

using Kind = ContentTokenKind;
using Texts = std::vector<std::string>;

std::vector<Kind> kinds_of(ContentBytes content) {
    ContentLexer lexer{std::move(content)};
    std::vector<Kind> kinds;
    for (auto token = lexer.next(); token.kind != Kind::end; token = lexer.next()) {
        kinds.push_back(token.kind);
        if (token.kind == Kind::fault) break;
    }
    return kinds;
}

std::vector<Kind> kinds_of(std::string content) {
    return kinds_of(ContentBytes{.bytes = std::move(content)});
}

// Streams that follow each other.
std::vector<Kind> kinds_of_streams(const Texts& streams) {
    ContentBytes content;
    for (const auto& stream : streams) {
        content.bytes += stream;
        content.joins.push_back(content.bytes.size());
        content.bytes += '\n';
    }
    return kinds_of(std::move(content));
}

double number_of(std::string content) {
    ContentLexer lexer{{.bytes = std::move(content)}};
    const auto token = lexer.next();
    REQUIRE(token.kind == Kind::number);
    return token.number;
}

std::string text_of(std::string content, Kind kind) {
    ContentLexer lexer{{.bytes = std::move(content)}};
    const auto token = lexer.next();
    REQUIRE(token.kind == kind);
    CHECK(lexer.next().kind == Kind::end);
    return std::string{token.text};
}

}  // namespace

TEST_CASE("content is cut into operands and operators", "[formats][pdf][content]") {
    CHECK(
        kinds_of("q /F1 12 Tf[(a)-20<62>]TJ%(\n<</MCID 0>>BDC true T*") ==
        std::vector{
            Kind::operation,
            Kind::name,
            Kind::number,
            Kind::operation,
            Kind::array_begin,
            Kind::string,
            Kind::number,
            Kind::string,
            Kind::array_end,
            Kind::operation,
            Kind::dictionary_begin,
            Kind::name,
            Kind::number,
            Kind::dictionary_end,
            Kind::operation,
            Kind::other,
            Kind::operation}
    );
    CHECK(kinds_of(" \t\r\n% nothing").empty());
}

TEST_CASE("a string or a comment does not go on in the next stream", "[formats][pdf][content]") {
    CHECK(
        kinds_of_streams({"(a\nb)Tj", "% to the end\n(c)", "Tj"}) ==
        std::vector{Kind::string, Kind::operation, Kind::string, Kind::operation}
    );
    CHECK(kinds_of_streams({"(Hel", "lo)Tj"}) == std::vector{Kind::fault});
    CHECK(kinds_of_streams({"q % to the end", "Q"}) == std::vector{Kind::operation, Kind::fault});
    CHECK(kinds_of_streams({"1", "2"}) == std::vector{Kind::number, Kind::number});
}

TEST_CASE("numbers have signs and fractions, and no exponents", "[formats][pdf][content]") {
    CHECK(number_of("12") == 12);
    CHECK(number_of("-0.25") == -0.25);
    CHECK(number_of("+.5") == 0.5);
    CHECK(number_of("4.") == 4);
    CHECK(number_of("-") == 0);
    CHECK(kinds_of("1.5e3") == std::vector{Kind::number, Kind::operation});
    CHECK(kinds_of("12-34") == std::vector{Kind::number, Kind::number});
}

TEST_CASE("strings and names are decoded", "[formats][pdf][content]") {
    CHECK(text_of("(a (b) c)", Kind::string) == "a (b) c");
    CHECK(text_of("(\\(\\n\\101\\7\\\r\nb\\q)", Kind::string) == "(\nA\007bq");
    CHECK(text_of("()", Kind::string).empty());
    CHECK(text_of("<4 1 42 7>", Kind::string) == "ABp");
    CHECK(text_of("/A#20b", Kind::name) == "A b");
    CHECK(text_of("/#zz", Kind::name) == "#zz");
}

TEST_CASE("damaged content is told", "[formats][pdf][content]") {
    for (const std::string damaged :
         {"(open",
          "(open\\",
          "<41",
          "<4x>",
          ">",
          ")",
          "{",
          "}",
          "1234567890",
          "1.2-3",
          "/a#00",
          "/a#1z"}) {
        CAPTURE(damaged);
        CHECK(kinds_of(damaged) == std::vector{Kind::fault});
    }
    CHECK(kinds_of(std::string(200, 'a')) == std::vector{Kind::fault});
}

namespace {

// Poppler passes over the first line, and our interpreter gives up at it.
const std::string for_poppler = "BX unknown EX\n";

test::PdfExtras drawings() {
    const auto stream = [](const std::string& dictionary, const std::string& content) {
        return "<< " + dictionary + " /Length " + std::to_string(content.size()) + " >>\nstream\n" +
               content + "\nendstream";
    };
    const std::string form = "/Type /XObject /Subtype /Form /BBox [0 0 612 792]";
    test::PdfExtras extras;
    extras.objects = {
        stream(form + " /Matrix [1 0 0 1 10 -20]", "BT /F2 9 Tf 60 500 Td (form) Tj ET"),
        stream(form + " /Resources << /XObject << /X2 8 0 R /X1 7 0 R >> >>", "/X2 Do q /X1 Do Q"),
        stream(form, "0 0 m 10 10 l S"),
        stream(
            form + " /Group << /S /Transparency >>", "BT /F1 8 Tf 60 300 Td (in the mask) Tj ET"
        ),
        "<< /SMask << /S /Luminosity /G 10 0 R >> >>",
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1", "x"),
        stream(form, "/Inner Do"),
        stream(form + " /Resources << /XObject << /Inner 9 0 R /X 13 0 R >> >>", "/X Do"),
        stream(form + " /Resources << /XObject << /Inner 7 0 R /X 13 0 R >> >>", "/X Do"),
    };
    extras.resources =
        "/XObject << /X1 7 0 R /X2 8 0 R /X3 9 0 R /X4 12 0 R /X5 << >> /X6 14 0 R /X7 15 0 R >> "
        "/ExtGState << /G1 11 0 R /G2 << /LW 2 >> >>";
    extras.fonts =
        "/F5 << /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] "
        "/FirstChar 97 /LastChar 98 /Widths [1 1] /Encoding << /Differences [97 /a /b] >> "
        "/CharProcs << /a 9 0 R /b 7 0 R >> >> "
        "/F6 << /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /UniJIS-UTF16-V "
        "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Some /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Japan1) /Supplement 4 >> >>] >> "
        "/F7 (no font)";
    return extras;
}

std::vector<PlacedWord> words_on(const std::string& content, const std::string& before = {}) {
    std::vector<PlacedWord> words;
    read_pdf_words(
        test::make_pdf_of_contents({before + content}, drawings()),
        ReadingOptions{},
        {1, 1},
        [&](const PageWords& page) { words = page.words; }
    );
    return words;
}

Texts texts_on(const std::string& content) {
    Texts texts;
    for (const auto& word : words_on(content)) texts.push_back(word.text);
    return texts;
}

bool is_same(const PlacedWord& a, const PlacedWord& b) {
    return a.text == b.text && a.line == b.line && a.box.x == b.box.x && a.box.y == b.box.y &&
           a.box.width == b.box.width && a.box.height == b.box.height;
}

void check_same_as_poppler(const std::string& content) {
    CAPTURE(content);
    const auto ours = words_on(content), poppler = words_on(content, for_poppler);
    REQUIRE(ours.size() == poppler.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        CAPTURE(ours[i].text, poppler[i].text);
        REQUIRE(is_same(ours[i], poppler[i]));
    }
}

const Texts contents{
    "BT /F1 11 Tf 14 TL 60 700 Td (The red) Tj T* (fox) Tj 2 Tw (jumps over) ' 1 0.5 (it) \" ET",
    "BT /F3 10 Tf 1 0 0 1 72 600 Tm [(ta)-20(ble) -900 (of)120] TJ 0 -12 TD (next) Tj T* <6c> Tj "
    "ET",
    "q 0.5 0 0 0.5 20 20 cm BT /F1 20 Tf 80 Tz 3 Ts 1 Tc 100 100 Td (raised) Tj ET Q "
    "BT /F2 12 Tf 10 40 Td (back) Tj ET",
    "BT /F1 12 Tf 0 1 -1 0 300 300 Tm (upward) Tj ET BT /F1 12 Tf -1 0 0 -1 200 200 Tm (down) Tj "
    "ET",
    "BT /F1 12 Tf 60 700 Td ET /X1 Do /X2 Do /X3 Do /X4 Do /X5 Do /X9 Do BT 60 650 Td (after) Tj "
    "ET",
    "/G2 gs BT /F1 12 Tf 60 700 Td (a) Tj ET /G1 gs BT 60 600 Td (b) Tj ET /G1 gs /G9 gs",
    "/Span << /ActualText (meant) /MCID 3 >> BDC BT /F1 12 Tf 60 700 Td (drawn) Tj ET EMC "
    "/P << /MCID 0 /A [1 << /B 2 >>] >> BDC BT 60 650 Td (plain) Tj ET EMC EMC",
    "BT /F5 12 Tf 60 700 Td (ab ab) Tj /F6 12 Tf 200 0 Td <0061304230443046> Tj [<3042> 500 "
    "<3044>] TJ "
    "/F7 9 Tf (none) Tj /F1 9 Tf (one) Tj ET",
    "0 0 m 1 1 l 2 2 3 3 4 4 c h S 1 0 0 rg 0 0 9 9 re f n BT 3 Tr /F1 9 Tf 60 700 Td (hidden) Tj "
    "ET",
    "q q BT /F1 12 Tf 60 700 Td (open) Tj",
    "BT /F1 12 Tf 60 700 Td (before) Tj ET Q BT 60 600 Td (behind one Q too many) Tj ET",
};

}  // namespace

TEST_CASE("the ordinary is drawn as poppler draws it", "[formats][pdf][content]") {
    for (const auto& content : contents) check_same_as_poppler(content);
    CHECK(texts_on(contents[0]) == Texts{"The", "red", "fox", "jumps", "over", "it"});
    CHECK(texts_on(contents[6]) == Texts{"meant", "plain"});
    CHECK(texts_on(contents[10]) == Texts{"before"});
}

TEST_CASE(
    "a drawing that shows no text in one place may show some in another", "[formats][pdf][content]"
) {
    CHECK(texts_on("/X6 Do /X7 Do /X6 Do") == Texts{"form"});
    check_same_as_poppler("/X6 Do /X7 Do /X6 Do");
}

TEST_CASE("what is unusual is drawn as poppler draws it", "[formats][pdf][content]") {
    for (const std::string content :
         {"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI BT /F1 12 Tf 60 700 Td (behind a picture) Tj ET",
          "BT /F1 12 Tf 60 700 Td 10 10 m 90 90 l S (a path in the midst) Tj ET",
          "/F1 12 Tf 60 700 Td (outside) Tj",
          "BT /F1 12 Tf 60 700 Td (a) Tj 5 Td (too few) Tj ET",
          "BT /F1 12 Tf 60 700 Td (a) Tj /b Tc [(b) /c (d)] TJ ET",
          "BT 1 (no font) \" /F1 12 Tf 60 700 Td (a) Tj ET",
          "/Span 12 BDC BT /F1 12 Tf 60 700 Td (a) Tj ET EMC",
          "BT /F1 12 Tf 60 700 Td (a) Tj ] (b) Tj > (c) Tj ET",
          "BT /F1 12 Tf 60 700 Td (open",
          "BT /F1 12 Tf 60 700 Td [(open) 12",
          "BT /F1 12 Tf 60 700 Td (a) Tj 12345678901 0 Td (b) Tj 1.5-2 0 Td (c) Tj ET",
          "/Span << /ActualText (a) /MCID >> BDC BT /F1 12 Tf 60 700 Td (b) Tj ET EMC",
          "/Span << /ActualText (a) ] BDC BT /F1 12 Tf 60 700 Td (b) Tj ET EMC",
          "/Span << /ActualText (a) /ActualText 3 >> BDC BT /F1 12 Tf 60 700 Td (b) Tj ET EMC",
          "/Span << /K << /ActualText (a) >> >> BDC BT /F1 12 Tf 60 700 Td (b) Tj ET EMC",
          "/Span << /K /ActualText /L (a) >> BDC BT /F1 12 Tf 60 700 Td (b) Tj ET EMC",
          "/Span << /ActualText 5 0 R >> BDC BT /F1 12 Tf 60 700 Td (a) Tj ET EMC"}) {
        check_same_as_poppler(content);
    }
}

TEST_CASE("content in any disorder is drawn as poppler draws it", "[formats][pdf][content]") {
    Texts tokens;
    for (const auto& content : contents) {
        for (std::size_t at = 0; at < content.size();) {
            const auto end = std::min(content.find(' ', at), content.size());
            tokens.push_back(content.substr(at, end - at));
            at = end + 1;
        }
    }
    const unsigned seed = GENERATE(range(0U, 300U));
    std::mt19937 random{seed};
    const auto any = [&random](std::size_t below) { return random() % below; };
    auto content = contents[any(contents.size())] + " " + contents[any(contents.size())];
    for (auto changes = 1 + any(4); changes > 0; --changes) {
        const auto at = content.find(' ', any(content.size()));
        if (at == content.npos) continue;
        const auto end = std::min(content.find(' ', at + 1), content.size());
        switch (any(3)) {
            case 0:
                content.erase(at, end - at);
                break;
            case 1:
                content.insert(at, " " + tokens[any(tokens.size())]);
                break;
            default:
                content.replace(at + 1, end - at - 1, tokens[any(tokens.size())]);
        }
    }
    check_same_as_poppler(content);
}

}  // namespace ingestd::formats

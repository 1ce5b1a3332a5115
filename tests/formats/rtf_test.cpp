#include <string>

#include <ingestd/formats/rtf.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text) {
    return gather([&](formats::BlockSink& sink) { return formats::read_rtf(text, sink); });
}

// What stands between the head and the end of a document.
Gathered read_body(const std::string& body) {
    return read(
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Times;}"
        "{\\f1\\fcharset238 Arial CE;}{\\f2\\fcharset128 Mincho;}}" +
        body + "}"
    );
}

}  // namespace

TEST_CASE("RTF paragraphs are read without their control words", "[formats][rtf]") {
    const auto gathered =
        read_body("\\pard One {\\b bold}\n wo\r\nrd.\\par\\pard Two\\line lines.\\par");
    CHECK(gathered.in_short() == Lines{"p One bold word.", "p Two\nlines."});
    CHECK(gathered.facts().format == "rtf");
    CHECK(gathered.facts().pages == 0);
    CHECK(gathered.facts().warnings.empty());
}

TEST_CASE("RTF bytes are read in the code page of their font", "[formats][rtf]") {
    CHECK(read_body("caf\\'e9").in_short() == Lines{"p café"});
    CHECK(read_body("\\f1 za\\'bf\\'f3\\'b3\\'e6").in_short() == Lines{"p zażółć"});
    CHECK(read_body("{\\f2 \\'82\\'b1}x{\\f2\\'83e\\'83X}").in_short() == Lines{"p こxテス"});
    CHECK(read("{\\rtf1\\ansi\\ansicpg1251 \\'cc\\'e8\\'f0}").in_short() == Lines{"p Мир"});
    CHECK(read("{\\rtf1\\mac caf\\'8e}").in_short() == Lines{"p café"});
}

TEST_CASE("RTF Unicode characters replace what stands in for them", "[formats][rtf]") {
    CHECK(read_body("a\\u8211 -b").in_short() == Lines{"p a–b"});
    CHECK(read_body("a\\u8211\\'96b").in_short() == Lines{"p a–b"});
    CHECK(read_body("{\\uc2 a\\u12371\\'82\\'b1b}\\u233?c").in_short() == Lines{"p aこbéc"});
    CHECK(read_body("\\uc0\\u-10179\\u-8704 !").in_short() == Lines{"p 😀!"});
    CHECK(read_body("{\\uc5 \\u233 ab}cd").in_short() == Lines{"p écd"});
}

TEST_CASE("half a surrogate pair in RTF is replaced and told", "[formats][rtf]") {
    const auto gathered = read_body("a\\uc0\\u-10179 b");
    CHECK(
        gathered.in_short() == Lines{"p a\xEF\xBF\xBD"
                                     "b"}
    );
    REQUIRE(gathered.facts().warnings.size() == 1);
}

TEST_CASE("named characters of RTF are read", "[formats][rtf]") {
    CHECK(
        read_body("\\ldblquote a\\rdblquote\\~b\\_c\\-d \\emdash  \\{\\}\\\\").in_short() ==
        Lines{"p “a”\xC2\xA0"
              "b-cd — {}\\"}
    );
}

TEST_CASE("RTF headings are told by outline level and by style", "[formats][rtf]") {
    const auto gathered = read_body(
        "{\\stylesheet{Normal;}{\\s1\\b\\outlinelevel0 \\'dcberschrift 1;}{\\s2 heading 2;}"
        "{\\s3 caption;}{\\*\\cs4 heading 3;}}"
        "\\pard\\s1 Ducks\\par\\pard\\s2 Mallards\\par\\pard Text\\par"
        "\\pard\\outlinelevel3 Deep\\par\\pard\\s1\\outlinelevel9 Body\\par\\pard\\s3 Fig. 1\\par"
    );
    CHECK(
        gathered.in_short() ==
        Lines{"h1 Ducks", "h2 Mallards", "p Text", "h4 Deep", "p Body", "caption Fig. 1"}
    );
}

TEST_CASE("RTF list items are read without their marks", "[formats][rtf]") {
    const auto gathered = read_body(
        "{\\listtext\\pard 1.\\tab}\\pard\\ls1 one\\par{\\listtext 2.\\tab}two\\par"
        "\\pard after\\par{\\pntext\\'b7\\tab}\\pard old\\par"
    );
    CHECK(gathered.in_short() == Lines{"li one", "-li two", "p after", "li old"});
}

TEST_CASE("RTF tables give rows", "[formats][rtf]") {
    const auto gathered = read_body(
        "before\\par\\trowd\\trhdr\\cellx1\\cellx2\\pard\\intbl Name\\cell Weight\\cell\\row"
        "\\trowd\\cellx1\\cellx2\\pard\\intbl Mallard\\par (wild)\\cell 1 kg\\cell\\row\\pard "
        "after\\par"
    );
    CHECK(
        gathered.in_short() ==
        Lines{"p before", "th Name | Weight", "-tr Mallard\n(wild) | 1 kg", "p after"}
    );
}

TEST_CASE("an RTF row that is never ended is kept", "[formats][rtf]") {
    CHECK(read_body("\\intbl a\\cell b\\cell").in_short() == Lines{"tr a | b"});
    CHECK(read_body("\\intbl a\\cell\\pard b\\par").in_short() == Lines{"tr a", "p b"});
}

TEST_CASE("RTF notes and text boxes follow their paragraph", "[formats][rtf]") {
    const auto gathered = read_body(
        "Claim{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt Boxed\\par}}{\\shprslt Boxed}} "
        "goes{\\super\\chftn{\\footnote\\pard\\plain{\\super\\chftn} A note.\\par More.}} on.\\par "
        "Next\\par"
    );
    CHECK(
        gathered.in_short() == Lines{"p Claim goes on.", "p A note.\nMore.", "p Boxed", "p Next"}
    );
}

TEST_CASE("what is no text of an RTF document is left out", "[formats][rtf]") {
    const auto gathered = read_body(
        "{\\*\\generator Msft;}{\\header Head\\par}{\\footer Foot}{\\pict\\wmetafile8 0a0b}"
        "{\\v hidden}{\\deleted gone}\\deleted too\\deleted0{\\*\\unknown x{\\b y}}"
        "{\\field{\\*\\fldinst HYPERLINK \"http://x.example\"}{\\fldrslt link}}"
        "{\\xe index}{\\*\\annotation comment}"
    );
    CHECK(gathered.in_short() == Lines{"p link"});
}

TEST_CASE("of text given twice in RTF the Unicode one is taken", "[formats][rtf]") {
    CHECK(read_body("a{\\upr{?}{\\*\\ud{\\u1052 ?}}}b").in_short() == Lines{"p aМb"});
}

TEST_CASE("RTF gives title, author and dates", "[formats][rtf]") {
    const auto gathered = read_body(
        "{\\info{\\title On {\\b D\\'fccks}}{\\author A. Writer}{\\operator Nobody}"
        "{\\creatim\\yr2024\\mo10\\dy8\\hr9\\min40}{\\printim\\yr1}{\\revtim\\yr2025\\mo1\\dy2}}"
        "Text"
    );
    CHECK(gathered.facts().title == "On Dücks");
    CHECK(gathered.facts().author == "A. Writer");
    CHECK(gathered.facts().created == "2024-10-08T09:40:00Z");
    CHECK(gathered.facts().modified == "2025-01-02");
    CHECK(gathered.in_short() == Lines{"p Text"});
}

TEST_CASE("an RTF title is in the document's code page, whatever its fonts", "[formats][rtf]") {
    const auto gathered = read(
        "{\\rtf1\\ansi\\ansicpg932{\\fonttbl{\\f0\\fcharset0 Century;}}{\\info{\\title "
        "\\'83e\\'83X}}x}"
    );
    CHECK(gathered.facts().title == "テス");
}

TEST_CASE("RTF page breaks number the pages", "[formats][rtf]") {
    const auto gathered = read_body("One\\page Two\\par\\page\\par Three\\par");
    REQUIRE(gathered.in_short() == Lines{"p One", "p Two", "p Three"});
    CHECK(gathered.blocks[0].page == 1);
    CHECK(gathered.blocks[1].page == 2);
    CHECK(gathered.blocks[2].page == 3);
    CHECK(gathered.facts().pages == 3);
    CHECK(gathered.pages_ended == 2);
}

TEST_CASE("binary data in RTF is stepped over", "[formats][rtf]") {
    CHECK(read_body("a{\\pict\\bin4 }}{{}b").in_short() == Lines{"p ab"});
    CHECK(read_body("a\\bin999999999 b").in_short() == Lines{"p a"});
    CHECK(read_body("a\\bin-5 b").in_short() == Lines{"p ab"});
}

TEST_CASE("an RTF document that is cut off gives what is there, and tells", "[formats][rtf]") {
    for (const std::string end : {"", "{\\b", "\\", "\\'", "\\'a", "\\u", "{\\footnote note"}) {
        const auto gathered = read("{\\rtf1 Start\\par " + end);
        INFO(end);
        REQUIRE(!gathered.blocks.empty());
        CHECK(gathered.in_short().front() == "p Start");
        CHECK(gathered.facts().warnings.size() == 1);
    }
}

TEST_CASE("what follows an RTF document's end is left out", "[formats][rtf]") {
    CHECK(read("{\\rtf1 a}}}b{c").in_short() == Lines{"p a"});
}

TEST_CASE("RTF that is nested too deep, empty or none fails with its reason", "[formats][rtf]") {
    const auto deep = read("{\\rtf1 start\\par " + std::string(100'000, '{'));
    CHECK(deep.failure() == "malformed");
    CHECK(deep.detail().find("1000") != std::string::npos);
    CHECK(deep.in_short() == Lines{"p start"});
    CHECK(read("{\\rtf1\\ansi{\\info{\\title T}}}").failure() == "no_text");
    CHECK(read("{\\rich}").failure() == "malformed");
    CHECK(read("").failure() == "malformed");
}

TEST_CASE("absurd numbers in RTF do no harm", "[formats][rtf]") {
    const auto gathered = read_body(
        "\\f99999999999999999999\\s-99999\\uc-7\\u99999999999 a\\fcharset-1\\outlinelevel-9 b\\par"
    );
    CHECK(gathered.failure().empty());
    CHECK(gathered.blocks.size() == 1);
}

TEST_CASE("RTF paragraphs and rows without end are given in parts", "[formats][rtf]") {
    std::string words;
    while (words.size() < 5'000'000) words += "words{} ";
    const auto begun_in = [](const Gathered& gathered) {
        return std::count_if(gathered.blocks.begin(), gathered.blocks.end(), [](const auto& block) {
            return block.before != Separator::none;
        });
    };
    CHECK(begun_in(read_body(words)) > 1);
    std::string cells = "\\intbl ";
    while (cells.size() < 5'000'000) cells += std::string(10'000, 'x') + "\\par\\intbl ";
    CHECK(begun_in(read_body(cells)) > 1);
}

TEST_CASE("a row of very many cells is given in parts", "[formats][rtf]") {
    std::string cells;
    for (int i = 0; i < 2500; ++i) cells += "x\\cell ";
    CHECK(read_body("\\intbl " + cells + "\\row").blocks.size() == 3);
}

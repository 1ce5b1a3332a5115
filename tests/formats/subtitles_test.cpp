#include <string>

#include <ingestd/formats/subtitles.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text) {
    return gather([&](formats::BlockSink& sink) { return formats::read_subtitles(text, sink); });
}

}  // namespace

TEST_CASE(
    "SubRip cues are joined to a paragraph, without numbers and times", "[formats][subtitles]"
) {
    const auto gathered = read(
        "1\r\n00:00:01,000 --> 00:00:02,500\r\nThe duck\r\nswims\r\n\r\n"
        "2\r\n00:00:02,600 --> 00:00:04,000 X1:40 X2:600\r\nacross the lake.\r\n"
    );
    CHECK(gathered.in_short() == Lines{"p The duck swims across the lake."});
    CHECK(gathered.facts().format == "subtitles");
}

TEST_CASE("a pause of two seconds ends a paragraph of subtitles", "[formats][subtitles]") {
    const auto gathered = read(
        "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,999 --> 00:00:05,000\nstill one\n\n"
        "3\n01:00:07,000 --> 01:00:08,000\nTwo\n"
    );
    CHECK(gathered.in_short() == Lines{"p One still one", "p Two"});
}

TEST_CASE("a long paragraph of subtitles ends with a sentence", "[formats][subtitles]") {
    std::string text = "WEBVTT\n\n";
    for (int i = 0; i < 60; ++i) {
        text += "00:00.000 --> 00:01.000\nsome thirty bytes or so " + std::to_string(i) + "\n\n";
        if (i % 10 == 9) text += "00:00.000 --> 00:01.000\nthat is it.\n\n";
    }
    const auto gathered = read(text);
    REQUIRE(gathered.blocks.size() == 2);
    CHECK(gathered.blocks[0].text.ends_with("that is it."));
    CHECK(gathered.blocks[0].text.size() > 800);
}

TEST_CASE(
    "subtitles without an end of a sentence are parted all the same", "[formats][subtitles]"
) {
    std::string text = "WEBVTT\n\n";
    for (int i = 0; i < 1000; ++i) {
        text += "00:00.000 --> 00:01.000\nword " + std::to_string(i) + "\n\n";
    }
    const auto gathered = read(text);
    CHECK(gathered.blocks.size() == 3);
}

TEST_CASE("markup of subtitles is left out, what looks like it stays", "[formats][subtitles]") {
    const auto gathered = read(
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>Quick</i> <font color=\"#fff\">duck</font>\n"
        "2 < 3 &amp; <3 {sic} {\\ no <3 <00:00:01.500>now\n"
    );
    CHECK(gathered.in_short() == Lines{"p Quick duck 2 < 3 & <3 {sic} {\\ no <3 now"});
}

TEST_CASE("WebVTT is read without notes, styles and names of cues", "[formats][subtitles]") {
    const auto gathered = read(
        "WEBVTT - On Ducks\nKind: captions\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\n"
        "NOTE\nnot said\nat all\n\nintro\n00:01.000 --> 00:02.000 "
        "align:start\nHello&nbsp;there.\n\n"
        "NOTE not said either\n\nsecond\n00:02.000 --> 00:03.000\n<c.loud>Again.</c>\n"
    );
    CHECK(gathered.in_short() == Lines{"p Hello\xC2\xA0there. Again."});
    CHECK(gathered.facts().title == "On Ducks");
    CHECK(gathered.facts().language == "en");
}

TEST_CASE("a named speaker begins a paragraph", "[formats][subtitles]") {
    const auto gathered = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Duck>Quack?</v>\n\n"
        "00:02.000 --> 00:03.000\n<v Ann Duck>I said quack.\n\n"
        "00:03.000 --> 00:04.000\n<v.loud Bob>Honk.\n"
    );
    CHECK(gathered.in_short() == Lines{"p Ann Duck: Quack? I said quack.", "p Bob: Honk."});
}

TEST_CASE("voices told by dashes are lines of their own", "[formats][subtitles]") {
    const auto gathered = read(
        "1\n00:00:01,000 --> 00:00:02,000\n- Who?\n- Me.\n\n2\n00:00:02,000 --> "
        "00:00:03,000\nYes.\n"
    );
    CHECK(gathered.in_short() == Lines{"p - Who?\n- Me. Yes."});
}

TEST_CASE("a line that rolls up is given once", "[formats][subtitles]") {
    const auto gathered = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nfirst\n\n00:02.000 --> 00:03.000\nfirst\nsecond\n\n"
        "00:03.000 --> 00:03.010\nsecond\n\n00:03.010 --> 00:04.000\nsecond\nthird\n\n"
        "00:05.000 --> 00:06.000\nthird\n"
    );
    CHECK(gathered.in_short() == Lines{"p first second third third"});
}

TEST_CASE("SubRip that is not quite right is read", "[formats][subtitles]") {
    SECTION("nothing parts the cues") {
        CHECK(
            read("1\n00:00:01,0 --> 00:00:02,0\nOne\n2\n0:0:2.0-->0:0:3\nTwo").in_short() ==
            Lines{"p One Two"}
        );
    }
    SECTION("an empty line within a cue") {
        CHECK(
            read("1\n00:00:01,000 --> 00:00:02,000\nOne\n\nmore\n\n2\n00:00:02,000 --> "
                 "00:00:03,000\n1984\n\n3\n00:00:03,000 --> 00:00:04,000\nend")
                .in_short() == Lines{"p One more 1984 end"}
        );
    }
    SECTION("times that run backwards or are absurd") {
        CHECK(
            read("1\n99999999999:99:99,999 --> 00:00:02,000\nOne\n\n2\n00:00:01,000 --> x\nlost\n")
                .in_short() == Lines{"p One 2 00:00:01,000 --> x lost"}
        );
    }
    SECTION("another encoding") {
        CHECK(
            read("1\n00:00:01,000 --> 00:00:02,000\nGar\xE7on, un caf\xE9 tr\xE8s s\xFBr\n")
                .in_short() == Lines{"p Garçon, un café très sûr"}
        );
    }
}

TEST_CASE("a line of very many beginnings of tags is read in proportion", "[formats][subtitles]") {
    std::string line;
    for (int i = 0; i < 300'000; ++i) line += "<a {\\b ";
    const auto gathered = read("WEBVTT\n\n00:01.000 --> 00:02.000\n" + line);
    CHECK(gathered.blocks.size() > 1);
}

TEST_CASE("subtitles without a cue or a word fail with their reason", "[formats][subtitles]") {
    CHECK(read("Just some prose.\n").failure() == "malformed");
    CHECK(read("WEBVTT\n\nNOTE nothing\n").failure() == "malformed");
    CHECK(read("1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n").failure() == "no_text");
    CHECK(read("").failure() == "malformed");
}

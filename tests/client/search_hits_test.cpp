#include <ingestd/client/errc.hpp>
#include <ingestd/client/search_hits.hpp>

#include "support/catch.hpp"

namespace ingestd::client {
namespace {

TEST_CASE("a match is bold on a terminal and plain in a file", "[search hits]") {
    constexpr std::string_view snippet = "the <mark>energy</mark> per\n square <mark>metre</mark>";
    CHECK(
        snippet_text(snippet, Emphasis::bold) ==
        "the \x1b[1menergy\x1b[0m per square \x1b[1mmetre\x1b[0m"
    );
    CHECK(snippet_text(snippet, Emphasis::none) == "the energy per square metre");
}

TEST_CASE("what was escaped is text again, and nothing more than text", "[search hits]") {
    const auto [snippet, text] = GENERATE(table<std::string, std::string>({
        {"a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#x27;", "a <b> & \"c\" 'd'"},
        {"&amp;lt;", "&lt;"},
        {"&lt;mark&gt;x&lt;/mark&gt;", "<mark>x</mark>"},
        {"&unknown; &", "&unknown; &"},
        {"<b>x</b>", "<b>x</b>"},
        {"\x1b[2J<mark>\x1b[0m</mark>", "�[2J\x1b[1m�[0m\x1b[0m"},
        {"<mark>never ended", "\x1b[1mnever ended\x1b[0m"},
    }));
    CHECK(snippet_text(snippet, Emphasis::bold) == text);
}

TEST_CASE("a hit tells document, page, headings and passage", "[search hits]") {
    const auto text = render_hits(
        R"({"hits":[{"filename":"report.pdf","document_id":"d","page":3,"headings":["Results","Energy"],
            "snippet":"the <mark>energy</mark>","score":1.5},
           {"filename":"","document_id":"5e8f","page":0,"headings":[],"snippet":"x"}]})",
        Emphasis::none
    );
    REQUIRE(text.has_value());
    CHECK(*text == "1. report.pdf, page 3  Results › Energy\n   the energy\n\n2. 5e8f\n   x\n\n");
}

TEST_CASE("what stands around a hit stands around its passage", "[search hits]") {
    const auto text = render_hits(
        R"({"hits":[{"filename":"a.txt","snippet":"the <mark>lamp</mark>",
            "before":[{"text":"One.\n\n"},{"text":"Two."}],"after":[{"text":"\u001bThree."}]},
           {"filename":"b.txt","snippet":"x","before":[],"after":[]}]})",
        Emphasis::none
    );
    REQUIRE(text.has_value());
    CHECK(*text == "1. a.txt\n   One. Two.\n   the lamp\n   \uFFFDThree.\n\n2. b.txt\n   x\n\n");
}

TEST_CASE("of grouped hits each document shows its best and how many more", "[search hits]") {
    const auto text = render_hits(
        R"({"groups":[{"filename":"a.txt","others":7,"hits":[{"filename":"a.txt","snippet":"best"}]},
            {"others":1,"hits":[{"filename":"b.txt","snippet":"x"}]},
            {"others":0,"hits":[{"filename":"c.txt","snippet":"y"}]},{"hits":[]},1]})",
        Emphasis::none
    );
    REQUIRE(text.has_value());
    CHECK(
        *text ==
        "1. a.txt\n   best\n   and 7 more passages\n\n2. b.txt\n   x\n   and 1 more passage\n\n"
        "3. c.txt\n   y\n\n"
    );
}

TEST_CASE("no hits are no text, no answer is an error", "[search hits]") {
    CHECK(render_hits(R"({"hits":[]})", Emphasis::none).value().empty());
    const auto broken =
        GENERATE(as<std::string>{}, "", "[]", "{}", R"({"hits":1})", R"({"groups":1})");
    const auto text = render_hits(broken, Emphasis::none);
    REQUIRE(text.has_error());
    CHECK(text.error().code == Errc::bad_answer);
}

}  // namespace
}  // namespace ingestd::client

#include <string>

#include <ingestd/formats/rst.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text) {
    return gather([&](formats::BlockSink& sink) { return formats::read_rst(text, sink); });
}

Lines lines_of(const std::string& text) {
    return read(text).in_short();
}

}  // namespace

TEST_CASE("reStructuredText titles have the levels of their adornments", "[formats][rst]") {
    const auto gathered = read(
        "========\n On Ducks\n========\n\n:Author: A. Writer\n\nText.\n\nSwimming\n--------\n"
        "Deep water\n~~~~~~~~~~\nMore.\n\nFlying\n------\nUp.\n\nÜber Öl\n=======\n"
    );
    CHECK(
        gathered.in_short() ==
        Lines{
            "h1 On Ducks",
            "p Author: A. Writer",
            "p Text.",
            "h2 Swimming",
            "h3 Deep water",
            "p More.",
            "h2 Flying",
            "p Up.",
            "h4 Über Öl",
        }
    );
    CHECK(gathered.facts().title == "On Ducks");
    CHECK(gathered.facts().author == "A. Writer");
    CHECK(gathered.facts().format == "rst");
}

TEST_CASE("a rule or a short line is no title", "[formats][rst]") {
    CHECK(lines_of("One.\n\n----\n\nTwo words\n--\n") == Lines{"p One.", "p Two words\n--"});
}

TEST_CASE("reStructuredText lists give items", "[formats][rst]") {
    CHECK(
        lines_of("Before:\n\n- one\n  goes on\n- two\n\n  second paragraph\n\n  * inner\n\n"
                 "1. first\n2. second\n\n(a) third\n\nAfter.\n") ==
        Lines{
            "p Before:",
            "li one\ngoes on",
            "-li two",
            "-li second paragraph",
            "-li inner",
            "-li first",
            "-li second",
            "-li third",
            "p After.",
        }
    );
    CHECK(
        lines_of("A. Writer said so.\n\n-5 degrees\n") ==
        Lines{"p A. Writer said so.", "p -5 degrees"}
    );
}

TEST_CASE("literal blocks of reStructuredText are code", "[formats][rst]") {
    CHECK(
        lines_of("So::\n\n  if x:\n\n      *y*\n\nBack ::\n\n\tz\n\n::\n\n  w\n\nQuoted::\n\n> "
                 "a\n> b\n\n"
                 ">>> f()\n42\n") ==
        Lines{
            "p So:",
            "code if x:\n\n    *y*",
            "p Back",
            "code z",
            "code w",
            "p Quoted:",
            "code > a\n> b",
            "code >>> f()\n42",
        }
    );
    CHECK(
        lines_of("- item::\n\n    code\n\n- next\n") == Lines{"li item:", "code code", "li next"}
    );
    CHECK(lines_of("No block::\n\nText.") == Lines{"p No block:", "p Text."});
}

TEST_CASE("of directives the content is kept, options and pictures are not", "[formats][rst]") {
    CHECK(
        lines_of(".. code-block:: python\n   :linenos:\n\n   def f():\n       pass\n\n"
                 ".. note:: Do *not*\n   feed.\n\n   Really.\n\n"
                 ".. versionadded:: 3.8\n   The flag.\n\n"
                 ".. py:function:: quack(loud)\n   :async:\n\n   Says it.\n\n"
                 ".. image:: duck.png\n   :alt: a duck\n\n"
                 ".. figure:: duck.png\n   :width: 3\n\n   A duck.\n\n   It swims.\n\n"
                 ".. math::\n\n   a^2\n\n.. toctree::\n   :maxdepth: 2\n\n   other\n\nEnd.\n") ==
        Lines{
            "code def f():\n    pass",
            "p Do not\nfeed.",
            "p Really.",
            "p Added in version 3.8\nThe flag.",
            "p quack(loud)",
            "p Says it.",
            "caption A duck.",
            "p It swims.",
            "p a^2",
            "p End.",
        }
    );
}

TEST_CASE(
    "comments, targets and substitutions of reStructuredText are left out", "[formats][rst]"
) {
    CHECK(
        lines_of(".. a comment\n   that goes on\n\n   and on\n\n.. _target: http://x.example\n"
                 ".. |duck| replace:: bird\n\n__ http://y.example\n\n..\n\n  A quote.\n\n"
                 ".. [1] A footnote\n   of two lines.\n"
        ) == Lines{"p A quote.", "p [1] A footnote\nof two lines."}
    );
}

TEST_CASE("inline markup of reStructuredText goes, its text stays", "[formats][rst]") {
    CHECK(
        lines_of("*It* is **bold**, ``x*y``, :func:`~pkg.mod.f`, :ref:`text <target>`, `a link\n"
                 "<http://x.example>`_, |sub|, note [1]_ and `plain`."
        ) == Lines{"p It is bold, x*y, f, text, a link, sub, note [1] and plain."}
    );
    CHECK(
        lines_of("2*3*4, a * b * c, *open, \\*escaped\\*, x`y`z, snake_case_ : :") ==
        Lines{"p 2*3*4, a * b * c, *open, *escaped*, x`y`z, snake_case_ : :"}
    );
}

TEST_CASE("grid tables give rows, their header flagged", "[formats][rst]") {
    CHECK(
        lines_of("+--------+-------+\n| Näme   | Kilo  |\n+========+=======+\n| *Wild* | 1     |\n"
                 "| duck   |       |\n+--------+-------+\n| spans both     "
                 "|\n+--------+-------+\nText.\n"
        ) == Lines{"th Näme | Kilo", "-tr Wild\nduck | 1", "-tr spans both", "p Text."}
    );
}

TEST_CASE("simple tables give rows, their header flagged", "[formats][rst]") {
    CHECK(
        lines_of("=====  ======\nName   Kilo\n=====  ======\nDück   1\n       heavy one\nGoose  4\n"
                 "=====  ======\n\nText.\n"
        ) == Lines{"th Name | Kilo", "-tr Dück | 1\nheavy one", "-tr Goose | 4", "p Text."}
    );
    CHECK(lines_of("==  ==\na   b\n==  ==\n\nText.\n") == Lines{"tr a | b", "p Text."});
}

TEST_CASE("tables of values in reStructuredText give rows", "[formats][rst]") {
    CHECK(
        lines_of(".. csv-table:: Ducks\n   :header: Name, \"Kilo\"\n\n   Mallard, 1\n   \"a, b\", "
                 "2\n\nText.") ==
        Lines{"caption Ducks", "th Name | \"Kilo\"", "-tr Mallard | 1", "-tr a, b | 2", "p Text."}
    );
}

TEST_CASE("fields, line blocks and definitions of reStructuredText are read", "[formats][rst]") {
    CHECK(
        lines_of(":param x: the duck\n   of all ducks\n:returns: nothing\n\n| one\n| two\n\n"
                 "term\n    its *meaning*\n") ==
        Lines{
            "p param x: the duck\nof all ducks",
            "-p returns: nothing",
            "p one",
            "-p two",
            "p term\nits meaning",
        }
    );
    CHECK(lines_of(":ref:`a` is a role.\n") == Lines{"p a is a role."});
}

TEST_CASE("markup that does not close leaves later markup as it is", "[formats][rst]") {
    CHECK(lines_of("*a *b* `c `d` ``e") == Lines{"p a *b c `d ``e"});
    CHECK(lines_of("*a b\n\n*c*") == Lines{"p *a b", "p c"});
    CHECK(lines_of("*" + std::string(5000, 'x') + " *c*").at(0).ends_with(" c"));
}

TEST_CASE("reStructuredText that is cut off or odd is read as far as it goes", "[formats][rst]") {
    for (const std::string end :
         {"..",
          ".. code::",
          ".. note::",
          "::",
          "===",
          "+--+",
          "+--+\n| a",
          "==  ==",
          "==  ==\na",
          "- ",
          ":a:",
          "|",
          "`",
          "**",
          ".. [",
          "====\nx",
          ">>> ",
          ".. csv-table::\n   :header:",
          ".. figure::"}) {
        INFO(end);
        CHECK(read("Text.\n\n" + end).blocks.at(0).text == "Text.");
    }
    CHECK(read(".. only a comment\n").failure() == "no_text");
    CHECK(read("").failure() == "no_text");
}

TEST_CASE("hostile reStructuredText is read in proportion to its length", "[formats][rst]") {
    for (const std::string part :
         {"`a ",
          "**a ",
          "*a ",
          "[a ",
          ":a",
          "- ",
          "+-",
          "==  ==\n",
          "+--+\n",
          ".. a::\n",
          "a\n--\n",
          " a\n\n  b::\n\n",
          "| ",
          "::\n\n",
          "\n"}) {
        std::string text;
        while (text.size() < 1'000'000) text += part;
        INFO(part);
        const auto gathered = read(text);
        CHECK((gathered.failure().empty() || gathered.failure() == "no_text"));
    }
}

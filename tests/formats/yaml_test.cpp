#include <string>

#include <ingestd/formats/yaml.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text) {
    return gather([&](formats::BlockSink& sink) { return formats::read_yaml(text, sink); });
}

}  // namespace

TEST_CASE("YAML gives one line a value, with its path", "[formats][yaml]") {
    const auto gathered = read(
        "# no text\nname: Mallard\nsize:\n  weight: 1.20  # kg\n  wild: yes\n"
        "seen: [Lake, {where: River, 'how often': 3}]\n"
    );
    CHECK(
        gathered.in_short() ==
        Lines{
            "p name: Mallard",
            "-p size.weight: 1.20",
            "-p size.wild: yes",
            "-p seen[0]: Lake",
            "-p seen[1].where: River",
            "-p seen[1].how often: 3",
        }
    );
    CHECK(gathered.facts().format == "yaml");
}

TEST_CASE("documents and elements of an outermost list are paragraphs", "[formats][yaml]") {
    CHECK(
        read("- a: 1\n  b: 2\n- c\n---\nd: 3\n---\ntext\n").in_short() ==
        Lines{"p [0].a: 1", "-p [0].b: 2", "p [1]: c", "p d: 3", "p text"}
    );
}

TEST_CASE("text of several lines in YAML is one value", "[formats][yaml]") {
    CHECK(
        read("kept: |\n  one\n  two\nfolded: >\n  one\n  two\n").in_short() ==
        Lines{"p kept: one\ntwo", "-p folded: one two"}
    );
}

TEST_CASE("nulls, empty strings and bytes of YAML are left out", "[formats][yaml]") {
    CHECK(
        read("a:\nb: ~\nc: null\nd: ''\ne: !!binary aGVsbG8=\nf: 'null'\n").in_short() ==
        Lines{"p f: null"}
    );
}

TEST_CASE("an alias of YAML is given as it stands", "[formats][yaml]") {
    CHECK(
        read("base: &base {a: 1}\nmore:\n  <<: *base\n  b: 2\n? *base\n: c\n").in_short() ==
        Lines{"p base.a: 1", "-p more.<<: *base", "-p more.b: 2", "-p *base: c"}
    );
}

TEST_CASE("aliases of aliases do not multiply", "[formats][yaml]") {
    std::string text = "a0: &a0 lol\n";
    for (int i = 1; i < 30; ++i) {
        const auto before = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int j = 0; j < 9; ++j) text += before + ", ";
        text += before + "]\n";
    }
    CHECK(read(text).blocks.size() == 291);
}

TEST_CASE("keys of YAML that are no words are read", "[formats][yaml]") {
    CHECK(
        read("? [a, b]\n: c\nd: e\n").in_short() ==
        Lines{"p ?[0]: a", "-p ?[1]: b", "-p ?: c", "-p d: e"}
    );
}

TEST_CASE("what is not valid YAML is given as code, with a warning", "[formats][yaml]") {
    const auto gathered = read("name: {{ .Values.name }}\n  bad: indent\n");
    CHECK(gathered.in_short() == Lines{"code name: {{ .Values.name }}\n  bad: indent"});
    REQUIRE(gathered.facts().warnings.size() == 1);
    CHECK(gathered.facts().warnings[0].find("line 2, column ") != std::string::npos);
}

TEST_CASE("YAML that is nested too deep or empty fails with its reason", "[formats][yaml]") {
    const auto deep = read(std::string(600, '[') + "x" + std::string(600, ']'));
    CHECK(deep.failure() == "malformed");
    CHECK(deep.blocks.empty());
    std::string indented;
    for (int i = 0; i < 600; ++i)
        indented += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    CHECK(read(indented).failure() == "malformed");
    CHECK(read("# nothing\n---\n").failure() == "no_text");
    const auto empty = read("");
    CHECK(empty.failure() == "no_text");
    for (const double part : empty.parts_read) CHECK((part >= 0 && part <= 1));
}

TEST_CASE("very many opening brackets end YAML soon", "[formats][yaml]") {
    CHECK(read(std::string(1'000'000, '[')).failure() == "malformed");
    CHECK(read(std::string(1'000'000, '{')).failure() == "malformed");
}

TEST_CASE("YAML in another encoding is read", "[formats][yaml]") {
    CHECK(
        read("ville: Orl\xE9"
             "ans, o\xF9 l'on mange tr\xE8s bien\n")
            .in_short() == Lines{"p ville: Orléans, où l'on mange très bien"}
    );
}

#include <string>

#include <ingestd/formats/source.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text, const std::string& language) {
    return gather([&](formats::BlockSink& sink) {
        return formats::read_source(text, language, sink);
    });
}

// The texts of the blocks, without the white space at their ends.
Lines blocks_of(const std::string& text, const std::string& language) {
    Lines texts;
    for (const auto& block : read(text, language).blocks) {
        CHECK(block.kind == BlockKind::code);
        texts.push_back(block.text.substr(0, block.text.find_last_not_of('\n') + 1));
    }
    return texts;
}

std::string joined(const Gathered& gathered) {
    std::string text;
    for (const auto& block : gathered.blocks) {
        if (!text.empty()) text += separator_text(block.before);
        text += block.text;
    }
    return text;
}

}  // namespace

TEST_CASE("a block of code begins at each definition", "[formats][source]") {
    CHECK(
        blocks_of(
            "import os\n\nX = 1\n\n\ndef f(a):\n    return a\n\n\nasync def g():\n    pass\n",
            "python"
        ) == Lines{"import os\n\nX = 1", "def f(a):\n    return a", "async def g():\n    pass"}
    );
    CHECK(read("x = 1\n", "python").facts().format == "python");
}

TEST_CASE("the text of code stays exactly as it stands", "[formats][source]") {
    const std::string text =
        "/* licence */\n\n\n#include <x>\n\n// doc\nint f() {\n\n\treturn 1;\n}\n\n\n\n"
        "int g()\n{\n}\n\nstatic int x;\r\n\r\nvoid h(int a) {}";
    const auto gathered = read(text, "c");
    CHECK(gathered.blocks.size() == 5);
    CHECK(joined(gathered) == text);
}

TEST_CASE(
    "comments, attributes and decorators stay with what they are about", "[formats][source]"
) {
    CHECK(
        blocks_of(
            "# licence\n\n# about f\n@cached(\n    size=3,\n)\n@other\ndef f(): pass\n# about g\n"
            "def g(): pass\n",
            "python"
        ) ==
        Lines{
            "# licence",
            "# about f\n@cached(\n    size=3,\n)\n@other\ndef f(): pass",
            "# about g\ndef g(): pass"}
    );
    CHECK(
        blocks_of(
            "use x;\n\n/// Doc.\n#[derive(Debug)]\npub(crate) struct A {\n    b: u8,\n}\n\n"
            "/** Doc\n\n * of f */\npub async fn f() {}\n",
            "rust"
        ) ==
        Lines{
            "use x;",
            "/// Doc.\n#[derive(Debug)]\npub(crate) struct A {\n    b: u8,\n}",
            "/** Doc\n\n * of f */\npub async fn f() {}"}
    );
}

TEST_CASE(
    "what stands directly inside of a class or a namespace is a definition", "[formats][source]"
) {
    CHECK(
        blocks_of(
            "class A:\n    \"\"\"Doc.\"\"\"\n\n    x = 1\n\n    def f(self):\n"
            "        def inner():\n            pass\n\n    @property\n    def g(self):\n        "
            "pass\n",
            "python"
        ) ==
        Lines{
            "class A:\n    \"\"\"Doc.\"\"\"\n\n    x = 1",
            "    def f(self):\n        def inner():\n            pass",
            "    @property\n    def g(self):\n        pass"}
    );
    CHECK(
        blocks_of(
            "package a;\n\n/** Doc. */\npublic final class A {\n    private int x = f(1);\n\n"
            "    /** Of f. */\n    @Override\n    public int f(int a) {\n        if (a > 0) {\n"
            "            return g(a);\n        }\n        return 0;\n    }\n\n"
            "    static class B {\n        void h() {\n        }\n    }\n}\n",
            "java"
        ) ==
        Lines{
            "package a;",
            "/** Doc. */\npublic final class A {\n    private int x = f(1);",
            "    /** Of f. */\n    @Override\n    public int f(int a) {\n        if (a > 0) {\n"
            "            return g(a);\n        }\n        return 0;\n    }",
            "    static class B {",
            "        void h() {\n        }\n    }\n}"}
    );
    CHECK(
        blocks_of(
            "namespace a {\nnamespace {\n\ntemplate <class T>\nclass B final : public C "
            "{\npublic:\n"
            "    B(int x) : x_{x} {}\n    void f();\n\nprivate:\n    int x_;\n};\n\n"
            "std::string\nB::f(int a)\n{\n    g(a);\n}\n}\n}  // namespace a\n",
            "cpp"
        ) ==
        Lines{
            "namespace a {",
            "namespace {",
            "template <class T>\nclass B final : public C {\npublic:",
            "    B(int x) : x_{x} {}\n    void f();\n\nprivate:\n    int x_;\n};",
            "std::string\nB::f(int a)\n{\n    g(a);\n}\n}\n}  // namespace a"}
    );
}

TEST_CASE("other code behind a definition begins a block", "[formats][source]") {
    CHECK(
        blocks_of("def f():\n    pass\n\nif __name__ == \"__main__\":\n    f()\n", "python") ==
        Lines{"def f():\n    pass", "if __name__ == \"__main__\":\n    f()"}
    );
    CHECK(
        blocks_of("a {\n  color: red;\n}\n\n/* b */\n.b,\n.c {\n  margin: 0;\n}\n", "css") ==
        Lines{"a {\n  color: red;\n}", "/* b */\n.b,\n.c {\n  margin: 0;\n}"}
    );
}

TEST_CASE("each language has its own words for definitions", "[formats][source]") {
    // In each, a block begins exactly where a line holds "@".
    auto [language, text] = GENERATE(table<std::string, std::string>({
        {"javascript",
         "import x from 'x'\n\nexport const a = (b) => {\n  if (b) {\n  }\n} // @\n\n"
         "class C { // @\n  #x = 1\n\n  m(a) { // @\n    for (;;) {\n    }\n  }\n}\n\n"
         "describe('d', () => {\n  it() // @\n})\n"},
        {"typescript",
         "import x\n\nexport interface A { // @\n  f(): void;\n}\n\ntype B = // @\n  | A\n"},
        {"go",
         "package a\n\nimport \"x\"\n\nfunc (s *S) F() { // @\n\tx()\n}\n\ntype T struct { // "
         "@\n\tA int\n}\n"},
        {"c",
         "#include <a>\n\nint main(int argc, // @\n         char** argv) {\n    f(1);\n#ifdef A\n  "
         "  g(2);\n"
         "#endif\n}\n\nstruct s { // @\n    int a;\n};\nint f(int);\n"},
        {"csharp",
         "using A;\n\nnamespace B { // @\n    [Test]\n    public class C // @\n    {\n"
         "        public int X { get; set; }\n\n        public void F() // @\n        {\n          "
         "  G();\n"
         "        }\n    }\n}\n"},
        {"ruby",
         "require 'a'\n\nmodule A # @\n  class B # @\n    attr :x\n\n    def f(x) # @\n      y if "
         "x\n    end\n  end\nend\n"},
        {"php",
         "<?php\n\nfinal class A { // @\n    public $x;\n\n    public function f() { // @\n    "
         "}\n}\n"},
        {"kotlin",
         "package a\n\ndata class A(val x: Int) // @\n\nfun f() { // @\n    val y = 1\n}\n"},
        {"swift",
         "import A\n\npublic struct B { // @\n    let x = 1\n\n    func f() { // @\n    }\n}\n"},
        {"scala",
         "package a\n\ncase class A(x: Int) // @\n\nobject B { // @\n  def f = { // @\n    1\n  "
         "}\n}\n"},
        {"haskell",
         "module A where -- @\n\nimport B -- @\n\ndata C = D -- @\n\nf :: Int -> Int -- @\nf x = "
         "y\n  "
         "where y = x\n"},
        {"lua", "local a = 1\n\nlocal function f() -- @\n  return a\nend\n"},
        {"perl", "use strict;\n\nsub f { # @\n    return 1;\n}\n"},
        {"r", "library(a)\n\nf <- function(x) { # @\n  x\n}\n"},
        {"shell", "#!/bin/sh\nset -e\n\nf() { # @ {\n  if a; then\n    b\n  fi\n}\n"},
        {"sql", "CREATE VIEW a AS -- @\nSELECT 1\nFROM b;\ninsert into c -- @\nselect 2;\n"},
        {"elixir",
         "defmodule A do # @\n  use B\n\n  @doc \"\"\"\n  Says # @\n  \"\"\"\n  def f(x) do\n    "
         "x\n  end\nend\n"},
        {"clojure", "(ns a) ; @\n\n(defn f [x] ; @\n  (let [y x]\n    y))\n"},
        {"julia", "using A\n\nfunction f(x) # @\n    x\nend\n"},
        {"powershell", "Import-Module A\n\nFunction Get-A { # @\n    1\n}\n"},
        {"unheard-of", "x\n\nint f() { // @ {\n  1\n}\n"},
    }));
    INFO(language);
    const auto blocks = blocks_of(text, language);
    std::size_t begun = 0;
    for (const auto& block : blocks) {
        INFO(block);
        if (&block == &blocks.front() && block.find('@') == std::string::npos) continue;
        ++begun;
        CHECK(std::count(block.begin(), block.end(), '@') >= 1);
    }
    CHECK(begun == blocks.size() - (blocks.front().find('@') == std::string::npos ? 1 : 0));
    CHECK(blocks.size() >= 2);
    CHECK(joined(read(text, language)) == text.substr(0, text.size() - 1));
}

TEST_CASE(
    "code of one long line, or of very many comments, is given in parts", "[formats][source]"
) {
    const std::string line(500'000, 'x');
    const auto gathered = read(line, "javascript");
    CHECK(gathered.blocks.size() >= 7);
    CHECK(joined(gathered) == line);
    std::string comments;
    while (comments.size() < 500'000) comments += "# a comment\n";
    CHECK(joined(read(comments + "x", "python")) == comments + "x");
}

TEST_CASE("a comment that never ends is still read", "[formats][source]") {
    CHECK(
        blocks_of("int f() {\n}\n/* no end\n\nint g() {\n}\n", "c") ==
        Lines{"int f() {\n}\n/* no end\n\nint g() {\n}"}
    );
}

TEST_CASE("code nested without end is read", "[formats][source]") {
    std::string text;
    for (std::size_t i = 0; i < 500; ++i) text += std::string(i, ' ') + "class A:\n";
    CHECK(joined(read(text, "python")) == text.substr(0, text.size() - 1));
}

TEST_CASE(
    "code in another encoding is decoded, and nothing but white space fails", "[formats][source]"
) {
    CHECK(
        blocks_of("# caf\xE9 et th\xE9, d\xE9j\xE0 vu\n", "python") ==
        Lines{"# café et thé, déjà vu"}
    );
    CHECK(read("\n \n", "c").failure() == "no_text");
    CHECK(read("", "c").failure() == "no_text");
}

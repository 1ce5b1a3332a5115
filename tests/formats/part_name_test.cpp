#include "../../src/formats/package/part_name.hpp"

#include "support/catch.hpp"

using ingestd::formats::resolve_part;

TEST_CASE("a target is relative to its part's folder, or from the root", "[formats][zip]") {
    CHECK(resolve_part("word/document.xml", "styles.xml") == "word/styles.xml");
    CHECK(resolve_part("ppt/slides/slide1.xml", "../notes/n.xml") == "ppt/notes/n.xml");
    CHECK(resolve_part("word/document.xml", "/custom/a.xml") == "custom/a.xml");
    CHECK(resolve_part("", "word/document.xml") == "word/document.xml");
    CHECK(resolve_part("OPS/book.opf", "a%20b.xhtml#part") == "OPS/a b.xhtml");
}

TEST_CASE("a target cannot leave its package", "[formats][zip]") {
    CHECK(resolve_part("a/b.xml", "../../../etc/passwd") == "etc/passwd");
    CHECK(resolve_part("", "..") == "");
    CHECK(resolve_part("a", "%2") == "%2");
    CHECK(resolve_part("a", "./x//y/.") == "x/y");
}

#include "../../src/http/content_disposition.hpp"

#include "support/catch.hpp"

using ingestd::http::attachment_named;

TEST_CASE("a plain name is given as it is", "[http]") {
    CHECK(attachment_named("report 2024.pdf") == "attachment; filename=\"report 2024.pdf\"");
}

TEST_CASE("of a path the last part is the name", "[http]") {
    CHECK(attachment_named("a.zip/in/x.txt") == "attachment; filename=\"x.txt\"");
    CHECK(attachment_named("C:\\in\\x.txt") == "attachment; filename=\"x.txt\"");
    CHECK(attachment_named("../..") == "attachment; filename=\"document\"");
    CHECK(attachment_named("") == "attachment; filename=\"document\"");
}

TEST_CASE("what old clients cannot read is given twice", "[http]") {
    CHECK(
        attachment_named("Füchse.pdf") ==
        "attachment; filename=\"F__chse.pdf\"; filename*=UTF-8''F%C3%BCchse.pdf"
    );
}

TEST_CASE("no name leaves its quotes or its line", "[http]") {
    CHECK(
        attachment_named("a\";x=\"b\r\nSet-Cookie: c") ==
        "attachment; filename=\"a_;x=_bSet-Cookie: c\"; "
        "filename*=UTF-8''a%22%3Bx%3D%22bSet-Cookie%3A%20c"
    );
    CHECK(
        attachment_named("\xFF.txt") ==
        "attachment; filename=\"___.txt\"; filename*=UTF-8''%EF%BF%BD.txt"
    );
}

#include <ingestd/http/header_value.hpp>

#include "support/catch.hpp"

namespace ingestd::http {
namespace {

TEST_CASE("parameters are found by name, quoted or not", "[http][header_value]") {
    const auto parsed =
        parse_parameterized_value("Form-Data; Name=\"a b\"; filename = x.txt ;flag; size=7");

    CHECK(parsed.value == "form-data");
    REQUIRE(parsed.find("name") != nullptr);
    CHECK(*parsed.find("name") == "a b");
    CHECK(*parsed.find("filename") == "x.txt");
    CHECK(*parsed.find("size") == "7");
    CHECK(parsed.find("flag") == nullptr);
}

TEST_CASE(
    "a backslash escapes only a quote or a backslash, so that a Windows path survives",
    "[http][header_value]"
) {
    const auto parsed =
        parse_parameterized_value(R"(form-data; filename="C:\docs\a \"b\".txt"; name="n;m")");

    CHECK(*parsed.find("filename") == R"(C:\docs\a "b".txt)");
    CHECK(*parsed.find("name") == "n;m");
}

TEST_CASE("a parameter list that is cut off is read as far as it goes", "[http][header_value]") {
    CHECK(*parse_parameterized_value("a; b=\"c").find("b") == "c");
    CHECK(parse_parameterized_value("a; b=").find("b")->empty());
    CHECK(parse_parameterized_value("").parameters.empty());
    CHECK(parse_parameterized_value(";;;").parameters.empty());
}

TEST_CASE("percent-encoding is undone only when it is well formed", "[http][header_value]") {
    CHECK(percent_decode("a%20b%C3%A9") == "a b\xC3\xA9");
    CHECK(percent_decode("plain") == "plain");
    CHECK_FALSE(percent_decode("100%"));
    CHECK_FALSE(percent_decode("%2"));
    CHECK_FALSE(percent_decode("%zz"));
}

TEST_CASE("an extended value is decoded by its character set", "[http][header_value]") {
    CHECK(decode_extended_value("UTF-8''na%C3%AFve%20file.txt") == "na\xC3\xAFve file.txt");
    CHECK(decode_extended_value("iso-8859-1'en'%A3%20rates") == "\xC2\xA3 rates");
    CHECK_FALSE(decode_extended_value("koi8-r''x"));
    CHECK_FALSE(decode_extended_value("no quotes"));
}

TEST_CASE("lists leave empty members out", "[http][header_value]") {
    CHECK(
        split_list(" keep-alive ,, Upgrade") ==
        std::vector<std::string_view>{"keep-alive", "Upgrade"}
    );
    CHECK(split_list("").empty());
}

TEST_CASE("a string of a structured field and a bare token are the same", "[http][header_value]") {
    CHECK(parse_string_or_token("key-1") == "key-1");
    CHECK(parse_string_or_token(" \"key-1\" ") == "key-1");
    CHECK(parse_string_or_token(R"("a \"b\" \\ c")") == R"(a "b" \ c)");
    CHECK(parse_string_or_token("\"\"") == "");
    for (const auto* broken :
         {"",
          "a b",
          "\"a",
          "a\"",
          "\"",
          R"("a"b")",
          R"("a\")",
          R"("a\b")",
          "\"\xc3\xa4\"",
          "\"a\";b=1"}) {
        CAPTURE(broken);
        CHECK(parse_string_or_token(broken) == std::nullopt);
    }
}

}  // namespace
}  // namespace ingestd::http

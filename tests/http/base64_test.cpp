#include <ingestd/http/base64.hpp>

#include "support/catch.hpp"

using ingestd::http::decode_base64;

TEST_CASE("base64 gives the bytes of RFC 4648's own examples", "[http][base64]") {
    const auto [text, bytes] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"Zg==", "f"},
        {"Zm8=", "fo"},
        {"Zm9v", "foo"},
        {"Zm9vYg==", "foob"},
        {"Zm9vYmE=", "fooba"},
        {"Zm9vYmFy", "foobar"},
        {"+/+/", "\xFB\xFF\xBF"},
    }));

    REQUIRE(decode_base64(text) == bytes);
}

TEST_CASE("what is not exactly base64 is refused", "[http][base64]") {
    const std::string text = GENERATE(
        "Zg",
        "Zg=",
        "Zg===",
        "=",
        "====",
        "Z===",
        "Zm9v\n",
        "Zm 9",
        "Zm9-",
        "Zm9_",
        "Zh==",
        "Zm9=",
        "Zg==Zg=="
    );
    CAPTURE(text);

    REQUIRE(decode_base64(text) == std::nullopt);
}

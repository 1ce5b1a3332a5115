#include "../../src/enrich/addresses.hpp"

#include "support/catch.hpp"

using namespace ingestd;
using enrich::find_addresses;
using Strings = std::vector<std::string>;

TEST_CASE("e-mail addresses are found in lower case", "[enrich][addresses]") {
    const auto [text, email] = GENERATE(table<std::string, std::string>({
        {"Write to Jane.Doe+news@Mail.Example.org.", "jane.doe+news@mail.example.org"},
        {"<a@b.co>", "a@b.co"},
        {"mailto:x_y@example.com?subject=1", "x_y@example.com"},
        {"'quoted@example.com'", "quoted@example.com"},
        {"请写信给wang@example.cn。", "wang@example.cn"},
        {"me@example.xn--p1ai", "me@example.xn--p1ai"},
    }));
    CAPTURE(text);
    CHECK(find_addresses(text).emails == Strings{email});
}

TEST_CASE("what only looks like an e-mail address is none", "[enrich][addresses]") {
    const auto* const text = GENERATE(
        "@",
        "a@",
        "@b.co",
        "a@b",
        "a@b.c",
        "a@.co",
        "a@b..co",
        "a@b.co@c.co",
        "react@18.2.0",
        "logo@2x.png",
        "a.@b.co",
        "https://user@example.org/a@example.org"
    );
    CAPTURE(text);
    CHECK(find_addresses(text).emails == Strings{});
}

TEST_CASE("URLs are found without the sentence around them", "[enrich][addresses]") {
    const auto [text, url] = GENERATE(table<std::string, std::string>({
        {"See https://example.org/a?b=c#d.", "https://example.org/a?b=c#d"},
        {"(HTTP://Example.ORG/Path)", "http://example.org/Path"},
        {"https://en.wikipedia.org/wiki/C_(language), too",
         "https://en.wikipedia.org/wiki/C_(language)"},
        {"at www.Example.org!", "www.example.org"},
        {"\"ftp://host/file\"", "ftp://host/file"},
        {"http://localhost:8080", "http://localhost:8080"},
        {"http://[::1]/x", "http://[::1]/x"},
        {"https://de.wikipedia.org/wiki/Müll.", "https://de.wikipedia.org/wiki/Müll"},
        {"请看https://example.cn/a。谢谢", "https://example.cn/a"},
    }));
    CAPTURE(text);
    CHECK(find_addresses(text).urls == Strings{url});
}

TEST_CASE("what only looks like a URL is none", "[enrich][addresses]") {
    const auto* const text = GENERATE(
        "://", "http://", "http://.", "http://)", "javascript://x", "www.", "www.x", "awww.x.y"
    );
    CAPTURE(text);
    CHECK(find_addresses(text).urls == Strings{});
}

TEST_CASE(
    "addresses are bounded in number and length, and none stands twice", "[enrich][addresses]"
) {
    std::string text = "http://long.example/" + std::string(1000, 'x') + " ";
    text += "http://closing.example/" + std::string(400'000, ')') + " ";
    for (int i = 0; i < 40; ++i) {
        const auto n = std::to_string(i / 2);
        text += "http://e" + n + ".example www.e" + n + ".example m" + n + "@e.example ";
    }
    const auto found = find_addresses(text);
    CHECK(found.urls.size() == enrich::addresses_max);
    CHECK(found.urls[1] == "www.e0.example");
    CHECK(found.urls[2] == "http://e1.example");
    CHECK(found.emails.size() == enrich::addresses_max);
    CHECK(found.emails[1] == "m1@e.example");
}

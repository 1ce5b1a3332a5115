#include <array>

#include <ingestd/http/embedded_page.hpp>

#include "live_server.hpp"
#include "support/catch.hpp"

namespace ingestd::http {
namespace {

constexpr std::array assets{
    EmbeddedAsset{"/", "text/html; charset=utf-8", "\"aa\"", "<!doctype html>"},
    EmbeddedAsset{"/assets/index-1f.js", "text/javascript; charset=utf-8", "\"bb\"", "go()"},
    EmbeddedAsset{"/favicon.svg", "image/svg+xml", "\"cc\"", "<svg/>"},
};

RawAnswer ask(std::string_view target, std::string_view fields = {}) {
    Router router;
    add_page(router, assets);
    const LiveServer server{std::move(router)};
    return server.ask(
        "GET " + std::string{target} + " HTTP/1.1\r\nHost: localhost\r\n" + std::string{fields} +
        "\r\n"
    );
}

TEST_CASE(
    "the page is asked for anew each time and may run nothing but its own scripts", "[http][page]"
) {
    const RawAnswer answer = ask("/");

    CHECK(answer.body == "<!doctype html>");
    CHECK(answer.header("Content-Type") == "text/html; charset=utf-8");
    CHECK(answer.header("Cache-Control") == "no-cache");
    CHECK_THAT(
        answer.header("Content-Security-Policy").value_or(""),
        Catch::StartsWith("default-src 'none'; script-src 'self'")
    );
}

TEST_CASE("what is named by its hash may be kept for ever, and nothing else", "[http][page]") {
    CHECK(
        ask("/assets/index-1f.js").header("Cache-Control") == "public, max-age=31536000, immutable"
    );
    CHECK(ask("/favicon.svg").header("Cache-Control") == "no-cache");
}

TEST_CASE("a page that the browser has already is not sent again", "[http][page]") {
    const RawAnswer known = ask("/", "If-None-Match: \"aa\"\r\n");

    CHECK(known.status == 304);
    CHECK(ask("/", "If-None-Match: \"other\"\r\n").status == 200);
}

TEST_CASE("without a built page the address says why", "[http][page]") {
    Router router;
    add_page(router, {});
    const LiveServer server{std::move(router)};

    const RawAnswer answer = server.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    CHECK(answer.status == 200);
    CHECK_THAT(answer.body, Catch::Contains("web/dist"));
}

}  // namespace
}  // namespace ingestd::http

#include <string>

#include <ingestd/http/embedded_page.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

// Nothing but what the page brings itself; progress comes over ws or, behind a TLS proxy, wss.
constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; "
    "img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

constexpr std::string_view no_page =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>ingestd</title>\n"
    "<h1>ingestd is running</h1>\n"
    "<p>This program was built without its web page: web/dist was missing or empty.\n"
    "<p>To build it, run <code>npm ci &amp;&amp; npm run build</code> in <code>web</code> and "
    "build the program again;\n"
    "<code>./dev build</code> does both where npm can reach its registry. The HTTP interface works "
    "without it.\n";

// The build names what it puts there by the hash of its content.
bool is_immutable(const EmbeddedAsset& asset) {
    return asset.path.starts_with("/assets/");
}

bool is_html(const EmbeddedAsset& asset) {
    return asset.content_type.starts_with("text/html");
}

bool knows_etag(const Request& request, std::string_view etag) {
    const auto known = request.header("if-none-match");
    return known && known->find(etag) != std::string_view::npos;
}

Response make_answer(const EmbeddedAsset& asset, const Request& request) {
    Response answer;
    answer.content_type = asset.content_type;
    answer.headers.emplace_back(
        "Cache-Control", is_immutable(asset) ? "public, max-age=31536000, immutable" : "no-cache"
    );
    answer.headers.emplace_back("ETag", asset.etag);
    if (is_html(asset))
        answer.headers.emplace_back("Content-Security-Policy", content_security_policy);
    if (knows_etag(request, asset.etag)) {
        answer.status = 304;
    } else {
        answer.body = asset.bytes;
    }
    return answer;
}

asio::awaitable<Response> serve_asset(const EmbeddedAsset& asset, const Request& request) {
    co_return make_answer(asset, request);
}

asio::awaitable<Response> serve_no_page(Request&) {
    Response answer;
    answer.content_type = "text/html; charset=utf-8";
    answer.headers.emplace_back("Content-Security-Policy", content_security_policy);
    answer.body = no_page;
    co_return answer;
}

}  // namespace

void add_page(Router& router) {
    add_page(router, embedded_assets());
}

void add_page(Router& router, std::span<const EmbeddedAsset> assets) {
    if (assets.empty()) router.add("GET", "/", serve_no_page);
    for (const EmbeddedAsset& asset : assets) {
        auto handler = [&asset](Request& request) { return serve_asset(asset, request); };
        router.add("GET", asset.path, std::move(handler));
    }
}

}  // namespace ingestd::http

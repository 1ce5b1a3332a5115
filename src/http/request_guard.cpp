#include <algorithm>
#include <array>
#include <charconv>

#include <boost/asio/ip/address.hpp>

#include <ingestd/base/utf8.hpp>
#include <ingestd/http/header_value.hpp>
#include <ingestd/http/request_guard.hpp>

namespace ingestd::http {
namespace {

constexpr std::size_t length_digits_max = 18;  // 10^18 - 1 fits 64 bits

Refusal bad_request(std::string detail) {
    return {400, "Bad request", std::move(detail)};
}

// host[:port], the host in lower case and an IPv6 address without its brackets.
struct Authority {
    std::string host;
    std::string port;
};

bool is_port(std::string_view text) {
    unsigned value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    return ec == std::errc{} && end == text.data() + text.size() && value <= 65'535;
}

bool is_host_name(std::string_view text) {
    constexpr std::string_view others = "-._~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               others.find(c) != std::string_view::npos;
    });
}

std::optional<Authority> parse_authority(std::string_view text) {
    Authority authority;
    std::string_view rest;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        authority.host = lower_case(text.substr(1, end - 1));
        rest = text.substr(end + 1);
        boost::system::error_code ec;
        boost::asio::ip::make_address_v6(authority.host, ec);
        if (ec || authority.host.find('%') != std::string::npos) return std::nullopt;
    } else {
        const auto colon = text.find(':');
        authority.host = lower_case(text.substr(0, colon));
        rest = colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
        if (!is_host_name(authority.host)) return std::nullopt;
    }
    if (rest.empty()) return authority;
    if (rest.front() != ':') return std::nullopt;
    authority.port = rest.substr(1);
    if (!authority.port.empty() && !is_port(authority.port)) return std::nullopt;
    return authority;
}

struct Scheme {
    std::string_view prefix;
    std::string_view default_port;
};
constexpr std::array schemes{Scheme{"http://", "80"}, Scheme{"https://", "443"}};

const Scheme* scheme_of(std::string_view url) {
    for (const Scheme& scheme : schemes) {
        if (lower_case(url.substr(0, scheme.prefix.size())) == scheme.prefix) return &scheme;
    }
    return nullptr;
}

bool is_loopback(std::string_view host) {
    if (host == "localhost") return true;
    boost::system::error_code ec;
    const auto address = boost::asio::ip::make_address(host, ec);
    return !ec && address.is_loopback();
}

std::string bare_host(std::string_view configured) {
    const auto authority = parse_authority(configured);
    return authority ? authority->host : lower_case(configured);  // "::1" has no brackets
}

bool answers_for(std::string_view host, const Settings& settings) {
    if (is_loopback(host) || host == bare_host(settings.host)) return true;
    return std::any_of(
        settings.allow_hosts.begin(),
        settings.allow_hosts.end(),
        [&](const std::string& allowed) { return allowed == "*" || bare_host(allowed) == host; }
    );
}

// What a stranger sent, shortened for a person to read.
std::string in_quotes(std::string_view text) {
    std::string out = "'";
    out += utf8::prefix(utf8::repair(text), 200);
    return out += "'";
}

std::optional<Refusal> check_target(const RequestHead& head) {
    if (head.target == "*" && head.method == "OPTIONS") return std::nullopt;
    const std::string_view path = origin_form(head.target);
    const bool is_visible =
        std::all_of(path.begin(), path.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (!path.starts_with('/') || !is_visible || path.find('#') != std::string_view::npos) {
        return bad_request(
            "The request's target must be a path that begins with '/' and has its special "
            "characters percent-encoded."
        );
    }
    const auto decoded = percent_decode(path);
    if (!decoded || decoded->find('\0') != std::string::npos) {
        return bad_request(
            "The request's target has a '%' that is not followed by two hexadecimal digits, or a "
            "%00."
        );
    }
    return std::nullopt;
}

std::optional<Refusal> check_host(const RequestHead& head, const Settings& settings) {
    const auto host = head.header("host");
    if (head.count("host") > 1) return bad_request("The request has more than one Host field.");
    if (!host) {
        // Only HTTP/1.0 may leave it out; no browser speaks that, so none can be lured into it.
        if (head.version >= 11) return bad_request("The request has no Host field.");
        return std::nullopt;
    }
    const auto authority = parse_authority(*host);
    if (!authority)
        return bad_request("The Host field is not a host name or address with an optional port.");
    if (const Scheme* scheme = scheme_of(head.target)) {
        std::string_view named = std::string_view{head.target}.substr(scheme->prefix.size());
        named = named.substr(0, named.find_first_of("/?"));
        if (lower_case(named) != lower_case(*host)) {
            return bad_request("The request's target and its Host field name different hosts.");
        }
    }
    if (answers_for(authority->host, settings)) return std::nullopt;
    return Refusal{
        403,
        "Unknown host",
        "This server does not answer for the host " + in_quotes(authority->host) +
            ". If it should, start it with --allow-host " +
            std::string{utf8::prefix(authority->host, 200)} + "."};
}

std::optional<Refusal> check_framing(const RequestHead& head) {
    const std::size_t encodings = head.count("transfer-encoding");
    const std::size_t lengths = head.count("content-length");
    if (encodings > 0) {
        const bool is_chunked =
            encodings == 1 && lower_case(*head.header("transfer-encoding")) == "chunked";
        if (head.version < 11 || !is_chunked) {
            return bad_request(
                "The only Transfer-Encoding that is understood is one 'chunked', in HTTP/1.1."
            );
        }
        if (lengths > 0)
            return bad_request("The request has both a Transfer-Encoding and a Content-Length.");
    }
    if (lengths > 1) return bad_request("The request has more than one Content-Length.");
    if (lengths == 1) {
        const std::string_view digits = *head.header("content-length");
        const bool is_number = !digits.empty() && digits.size() <= length_digits_max &&
                               digits.find_first_not_of("0123456789") == std::string_view::npos;
        if (!is_number) return bad_request("The Content-Length is not a plain decimal number.");
    }
    return std::nullopt;
}

bool is_web_socket_key(std::string_view key) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return key.size() == 24 && key.ends_with("==") &&
           key.substr(0, 22).find_first_not_of(alphabet) == std::string_view::npos;
}

bool changes_something(std::string_view method) {
    return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

std::optional<Refusal> check_origin(const RequestHead& head, const Settings& settings) {
    if (!changes_something(head.method) && !asks_for_web_socket(head)) return std::nullopt;
    if (origin_of(head, settings) != Origin::foreign) return std::nullopt;
    const std::string origin = std::string{*head.header("origin")};
    return Refusal{
        403,
        "Foreign origin",
        "The page at " + in_quotes(origin) +
            " may not use this server. If it should, start it with --allow-origin " +
            std::string{utf8::prefix(utf8::repair(origin), 200)} + "."};
}

}  // namespace

std::optional<Refusal> guard(const RequestHead& head, const Settings& settings) {
    if (head.has_folds)
        return bad_request("A header field goes on in a second line (obs-fold), which is not taken."
        );
    if (head.method == "CONNECT" || head.method == "TRACE") {
        return Refusal{501, "Not implemented", head.method + " is not implemented."};
    }
    if (auto refusal = check_framing(head)) return refusal;
    if (auto refusal = check_target(head)) return refusal;
    if (auto refusal = check_host(head, settings)) return refusal;
    if (auto refusal = check_origin(head, settings)) return refusal;
    const auto expect = head.header("expect");
    if (expect && lower_case(*expect) != "100-continue") {
        return Refusal{
            417, "Expectation failed", "The only Expect that is understood is '100-continue'."};
    }
    return std::nullopt;
}

BodyFraming framing_of(const RequestHead& head) {
    BodyFraming framing;
    framing.is_chunked = head.header("transfer-encoding").has_value();
    const std::string_view digits = head.header("content-length").value_or("0");
    std::from_chars(digits.data(), digits.data() + digits.size(), framing.length);
    return framing;
}

Origin origin_of(const RequestHead& head, const Settings& settings) {
    const auto origin = head.header("origin");
    if (!origin) return Origin::none;
    if (head.count("origin") > 1) return Origin::foreign;
    for (const std::string& allowed : settings.allow_origins) {
        if (allowed == "*" || lower_case(allowed) == lower_case(*origin)) return Origin::allowed;
    }
    const Scheme* scheme = scheme_of(*origin);
    const auto host = head.header("host");
    if (scheme == nullptr || !host) return Origin::foreign;
    auto theirs = parse_authority(origin->substr(scheme->prefix.size()));
    auto ours = parse_authority(*host);
    if (!theirs || !ours || theirs->host != ours->host) return Origin::foreign;
    // A proxy that speaks TLS for us keeps Host as the browser sent it, without a default port.
    if (theirs->port.empty()) theirs->port = scheme->default_port;
    if (ours->port.empty()) ours->port = scheme->default_port;
    return theirs->port == ours->port ? Origin::ours : Origin::foreign;
}

bool asks_for_web_socket(const RequestHead& head) {
    return head.lists("upgrade", "websocket");
}

std::optional<Refusal> guard_web_socket(const RequestHead& head) {
    if (!asks_for_web_socket(head)) {
        return Refusal{426, "Upgrade required", "This address is a WebSocket's (RFC 6455)."};
    }
    if (head.method != "GET" || head.version < 11)
        return bad_request("A WebSocket begins with GET in HTTP/1.1.");
    if (!head.lists("connection", "upgrade"))
        return bad_request("The Connection field does not list 'Upgrade'.");
    if (head.header("transfer-encoding") || head.header("content-length").value_or("0") != "0") {
        return bad_request("A request for a WebSocket has no body.");
    }
    if (head.count("sec-websocket-version") != 1 || head.header("sec-websocket-version") != "13") {
        return Refusal{
            426, "Upgrade required", "The only WebSocket version that is understood is 13."};
    }
    const auto key = head.header("sec-websocket-key");
    if (head.count("sec-websocket-key") != 1 || !is_web_socket_key(*key)) {
        return bad_request("The Sec-WebSocket-Key is not 16 bytes in base64.");
    }
    return std::nullopt;
}

std::string_view origin_form(std::string_view target) {
    const Scheme* scheme = scheme_of(target);
    if (scheme == nullptr) return target;
    const auto path = target.find_first_of("/?", scheme->prefix.size());
    if (path == std::string_view::npos) return "/";
    return target.substr(path);
}

}  // namespace ingestd::http

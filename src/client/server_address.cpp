#include <charconv>

#include <ingestd/base/log.hpp>
#include <ingestd/client/errc.hpp>
#include <ingestd/client/server_address.hpp>

namespace ingestd::client {
namespace {

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_port(std::string_view text) {
    unsigned port = 0;
    const auto [after, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && after == text.data() + text.size() && port >= 1 &&
           port <= 65'535;
}

// What a header or a request line must not hold, wherever it stands.
bool is_visible_ascii(std::string_view text) {
    for (const char c : text) {
        if (c <= ' ' || c >= 0x7F) return false;
    }
    return true;
}

// Splits "host:port" or "[v6]:port" into the address. What is wrong with it, else empty.
std::string_view read_authority(std::string_view authority, ServerAddress& into) {
    std::string_view port;
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close == std::string_view::npos) return "the bracket of the IPv6 address is not closed";
        into.host = authority.substr(1, close - 1);
        port = authority.substr(close + 1);
        if (into.host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string::npos) {
            return "what stands in brackets is no IPv6 address";
        }
    } else {
        const auto colon = authority.find(':');
        into.host = authority.substr(0, colon);
        port = colon == std::string_view::npos ? "" : authority.substr(colon);
        for (const char c : into.host) {
            if (!is_alphanumeric(c) && c != '-' && c != '.' && c != '_')
                return "the host is no name";
        }
    }
    if (into.host.empty()) return "the host is missing";
    if (port.empty()) return {};
    if (port.front() != ':' || !is_port(port.substr(1)))
        return "the port is no number from 1 to 65535";
    into.port = port.substr(1);
    return {};
}

std::string_view read_url(std::string_view url, ServerAddress& into) {
    constexpr std::string_view scheme = "http://";
    if (url.starts_with("https://")) {
        return "https is not spoken: reach the server by http on its own machine, or through a "
               "tunnel";
    }
    if (!url.starts_with(scheme)) return "it must begin with http://";
    if (!is_visible_ascii(url)) return "it holds blanks or characters that must be percent-encoded";
    url.remove_prefix(scheme.size());
    if (url.find_first_of("?#") != std::string_view::npos) return "a query does not belong there";
    if (url.substr(0, url.find('/')).find('@') != std::string_view::npos) {
        return "a user name does not belong there";
    }
    const auto slash = std::min(url.find('/'), url.size());
    into.prefix = url.substr(slash);
    while (into.prefix.ends_with('/')) into.prefix.pop_back();
    return read_authority(url.substr(0, slash), into);
}

}  // namespace

std::string ServerAddress::host_header() const {
    const auto named = host.find(':') == std::string::npos ? host : '[' + host + ']';
    return port == "80" ? named : named + ':' + port;
}

std::string ServerAddress::url() const {
    return "http://" + host_header() + prefix;
}

Result<ServerAddress> parse_server_address(std::string_view url) {
    ServerAddress address;
    const auto wrong = read_url(url, address);
    if (wrong.empty()) return address;
    return Error{
        Errc::bad_address,
        log::quote_unless_plain(url) +
            " is not an address such as http://127.0.0.1:8080: " + std::string{wrong}};
}

std::string percent_encode(std::string_view piece) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : piece) {
        if (is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

}  // namespace ingestd::client

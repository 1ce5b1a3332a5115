#include <algorithm>
#include <exception>

#include <boost/asio.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <ingestd/http/errc.hpp>
#include <ingestd/http/header_value.hpp>
#include <ingestd/http/request_head.hpp>

namespace ingestd::http {
namespace {

namespace beast_http = boost::beast::http;

Error bad_head(std::string detail) {
    return {make_error_code(Errc::bad_head), std::move(detail)};
}

Error describe_parser_error(const boost::system::error_code& code) {
    if (code == beast_http::error::bad_version) {
        return {make_error_code(Errc::bad_version), "This server speaks HTTP/1.1."};
    }
    return bad_head("The request's head is malformed: " + code.message() + ".");
}

// Beast joins a folded line to the one before it and tells nobody.
bool has_folded_line(std::string_view bytes) {
    return bytes.find("\n ") != std::string_view::npos ||
           bytes.find("\n\t") != std::string_view::npos;
}

Result<RequestHead> parse_with_beast(std::string_view bytes) {
    beast_http::request_parser<beast_http::empty_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(bytes.size()));
    boost::system::error_code ec;
    // Beast sees the head alone and decides nothing about a body: request_guard does.
    parser.skip(true);
    parser.put(boost::asio::buffer(bytes.data(), bytes.size()), ec);
    if (ec && ec != beast_http::error::need_more) return describe_parser_error(ec);
    if (!parser.is_header_done()) return bad_head("The request's head is malformed.");

    RequestHead head;
    head.method = parser.get().method_string();
    head.target = parser.get().target();
    head.version = parser.get().version();
    head.has_folds = has_folded_line(bytes);
    for (const auto& field : parser.get()) {
        head.headers.emplace_back(lower_case(field.name_string()), field.value());
    }
    return head;
}

}  // namespace

std::optional<std::string_view> RequestHead::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return std::nullopt;
}

std::size_t RequestHead::count(std::string_view lower_case_name) const {
    std::size_t count = 0;
    for (const auto& [name, value] : headers) count += name == lower_case_name ? 1 : 0;
    return count;
}

bool RequestHead::lists(std::string_view lower_case_name, std::string_view lower_case_member)
    const {
    for (const auto& [name, value] : headers) {
        if (name != lower_case_name) continue;
        for (const std::string_view member : split_list(value)) {
            if (lower_case(member) == lower_case_member) return true;
        }
    }
    return false;
}

Result<std::optional<std::size_t>> find_head_end(std::string_view bytes, std::size_t from) {
    for (std::size_t at = bytes.find('\n', from); at != std::string_view::npos;
         at = bytes.find('\n', at + 1)) {
        if (at == 0 || bytes[at - 1] != '\r')
            return bad_head("A line of the request's head does not end in CR LF.");
        if (at >= 3 && bytes[at - 2] == '\n') return std::optional{at + 1};
    }
    return std::optional<std::size_t>{};
}

Result<RequestHead> parse_head(std::string_view bytes) {
    try {
        return parse_with_beast(bytes);
    } catch (const std::exception&) {
        // A field over 64 KiB is more than Beast's containers hold.
        return Error{
            make_error_code(Errc::head_too_large), "A field of the request's head is over 64 KiB."};
    }
}

}  // namespace ingestd::http

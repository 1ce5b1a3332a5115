#include <cassert>

#include <ingestd/http/errc.hpp>
#include <ingestd/http/request.hpp>

namespace ingestd::http {

boost::asio::awaitable<Result<std::string>> BodyStream::read_all(std::size_t max_bytes) {
    std::string body;
    for (;;) {
        const auto bytes = co_await next();
        if (!bytes) co_return bytes.error();
        if (bytes->empty()) co_return body;
        if (bytes->size() > max_bytes - body.size()) {
            co_return Error{
                make_error_code(Errc::body_too_large),
                "This body may have at most " + std::to_string(max_bytes) + " bytes."};
        }
        body.append(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    }
}

std::optional<std::string_view> Request::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    for (const auto& [key, value] : query) {
        if (key == name) return value;
    }
    return std::nullopt;
}

const std::string& Request::parameter(std::string_view name) const {
    const auto found = parameters.find(name);
    assert(found != parameters.end() && "the route's pattern has no such {name}");
    return found->second;
}

}  // namespace ingestd::http

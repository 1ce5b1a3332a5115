// POST /upload
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <ingestd/http/header_value.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/resources.hpp>
#include <ingestd/http/upload_body.hpp>
#include <ingestd/http/views.hpp>
#include <ingestd/intake/intake.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

std::string media_type(const Request& request) {
    return parse_parameterized_value(request.header("content-type").value_or("")).value;
}

bool has_body(const Request& request) {
    return request.header("content-length") || request.header("transfer-encoding");
}

// 0 where the length is not told beforehand. What is announced past the limit is refused by it.
std::uint64_t announced_bytes(const Request& request) {
    const auto text = request.header("content-length").value_or("");
    std::uint64_t bytes = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), bytes);
    return failed == std::errc{} && end == text.data() + text.size() ? bytes : 0;
}

Response refuse_media_type(const Request& request, const std::string& type) {
    const std::string given =
        type.empty() ? "The request names no Content-Type" : "This is " + type;
    return make_problem(
        request,
        415,
        "Unsupported media type",
        given +
            ". Send application/json, multipart/form-data, or one file of any type with "
            "?collection_name= in the query."
    );
}

asio::awaitable<UploadOrRefusal> read_upload(
    const Services& services, const Settings& settings, Request& request
) {
    if (!request.query.empty()) {  // an unknown name in it is told, whatever the body is
        co_return co_await read_raw_upload(services, settings, request);
    }
    const std::string type = media_type(request);
    if (type == "multipart/form-data") {
        co_return co_await read_multipart_upload(services, settings, request);
    }
    if (type == "application/json") {
        co_return co_await read_json_upload(services, settings, request);
    }
    co_return refuse_media_type(request, type);
}

// What names a request should be short; a UUID has 36 characters.
constexpr std::size_t idempotency_key_bytes_max = 255;

// The client's name for this request; "" when it gave none, nullopt when it cannot be read.
//   source  draft-ietf-httpapi-idempotency-key-header-07, section 2.1; a bare token is taken, too
std::optional<std::string> read_idempotency_key(const Request& request) {
    constexpr std::string_view name = "idempotency-key";
    const auto is_it = [&](const auto& header) { return header.first == name; };
    const auto count = std::ranges::count_if(request.headers, is_it);
    if (count == 0) return std::string{};
    auto key = parse_string_or_token(*request.header(name));
    const bool is_good =
        count == 1 && key && !key->empty() && key->size() <= idempotency_key_bytes_max;
    return is_good ? std::move(key) : std::nullopt;
}

Response refuse_idempotency_key(const Request& request) {
    return make_problem(
        request,
        400,
        "Bad idempotency key",
        "Idempotency-Key must stand once and be a string in double quotes, or a token, of 1 to " +
            std::to_string(idempotency_key_bytes_max) + " characters of ASCII."
    );
}

}  // namespace

Answer post_upload(const Services& services, const Settings& settings, Request& request) {
    if (auto reason = services.not_ready()) {
        co_return make_problem(request, 503, "Not available now", std::move(*reason));
    }
    if (!has_body(request)) {
        co_return make_problem(
            request, 411, "Length required", "The request has no body: there is nothing to upload."
        );
    }
    auto key = read_idempotency_key(request);
    if (!key) co_return refuse_idempotency_key(request);
    // Before a byte of the body is read: one that would not fit is not sent for nothing.
    const auto room = co_await services.intake.room_for(announced_bytes(request));
    if (!room) co_return make_problem(request, room.error());
    auto read = co_await read_upload(services, settings, request);
    if (auto* refusal = std::get_if<Response>(&read)) co_return std::move(*refusal);

    auto upload = std::get<intake::UploadRequest>(std::move(read));
    upload.idempotency_key = std::move(*key);
    const auto accepted = co_await services.intake.accept(std::move(upload));
    if (!accepted) co_return make_problem(request, accepted.error());
    co_return answer_accepted(*accepted);
}

}  // namespace ingestd::http

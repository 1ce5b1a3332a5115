// POST /upload with a JSON body: read as a whole, bounded.
#include <string>
#include <utility>

#include <ingestd/base/on_pool.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/http/errc.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/upload_body.hpp>
#include <ingestd/http/upload_json.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

// More than this takes longer to parse than the strand's other work should wait.
constexpr std::size_t parsed_on_strand_max = 64_KiB;

Response refuse_size(const Request& request, const Settings& settings) {
    return make_problem(
        request,
        413,
        "Body too large",
        "A JSON body may have at most " + std::to_string(settings.json_body_bytes_max) +
            " bytes (--json-body-bytes-max). Larger files come as multipart/form-data or raw."
    );
}

asio::awaitable<ParsedUpload> parse(
    const Services& services, const std::string& text, const intake::Limits& limits
) {
    if (text.size() <= parsed_on_strand_max) co_return parse_upload_request(text, limits);
    auto work = [&text, &limits] { return parse_upload_request(text, limits); };
    co_return co_await on_pool(services.pool, std::move(work));
}

}  // namespace

asio::awaitable<UploadOrRefusal> read_json_upload(
    const Services& services, const Settings& settings, Request& request
) {
    const auto text = co_await request.body->read_all(settings.json_body_bytes_max);
    if (!text && text.error().code == Errc::body_too_large) {
        co_return refuse_size(request, settings);
    }
    if (!text) co_return make_problem(request, text.error());
    if (text->empty()) {
        co_return make_problem(
            request, 400, "Malformed JSON", "The body is empty: there is nothing to upload."
        );
    }
    const auto limits = limits_of(settings);
    auto parsed = co_await parse(services, *text, limits);
    if (const auto* broken = std::get_if<JsonSyntaxError>(&parsed)) {
        co_return make_problem(request, 400, "Malformed JSON", broken->describe());
    }
    if (auto* errors = std::get_if<std::vector<intake::FieldError>>(&parsed)) {
        co_return make_field_problem(request, std::move(*errors));
    }
    if (const auto* error = std::get_if<Error>(&parsed)) co_return make_problem(request, *error);
    co_return std::get<intake::UploadRequest>(std::move(parsed));
}

}  // namespace ingestd::http

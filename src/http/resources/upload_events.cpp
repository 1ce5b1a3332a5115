// GET /uploads/{id}/events: the events of one upload as Server-Sent Events.
#include <charconv>
#include <memory>
#include <string>
#include <utility>

#include <ingestd/http/event_stream.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/resources.hpp>
#include <ingestd/http/upload_watch.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

// A browser that was told the end asks again, naming it: 204 makes it stop.
bool has_seen(const Request& request, std::uint64_t seq) {
    const auto text = request.header("last-event-id");
    if (!text) return false;
    std::uint64_t seen = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seen);
    return error == std::errc{} && end == text->data() + text->size() && seen >= seq;
}

Response stop_asking() {
    Response response;
    response.status = 204;
    return response;
}

// The last seq, if the upload has ended while the tracker still remembers it.
asio::awaitable<std::optional<std::uint64_t>> ended_at(
    const Services& services, std::string_view id_text
) {
    const auto id = UploadId::parse(id_text);
    if (!id) co_return std::nullopt;
    const auto newest = co_await services.tracker.newest(*id);
    if (!newest || !newest->terminal) co_return std::nullopt;
    co_return newest->seq;
}

}  // namespace

Answer get_upload_events(const Services& services, const Settings&, Request& request) {
    const auto& id = request.parameter("id");
    const auto rate = read_max_rate(request);
    if (!rate) {
        co_return make_field_problem(
            request, {{"/max_rate", "must be a number above 0, at most 1000"}}
        );
    }
    auto watch = co_await watch_upload(services, id, *rate);
    if (!watch) co_return make_problem(request, watch.error());

    Response response;
    response.content_type = "text/event-stream";
    if (const auto* last = std::get_if<progress::Delivery>(&*watch)) {
        if (has_seen(request, last->seq)) co_return stop_asking();
        response.body = event_stream_entry(*last);
        co_return response;
    }
    const auto end = co_await ended_at(services, id);
    if (end && has_seen(request, *end)) co_return stop_asking();

    // Shared because a std::function must be copyable; the one copy that runs uses it.
    auto subscription =
        std::make_shared<progress::Subscription>(std::move(std::get<progress::Subscription>(*watch))
        );
    response.stream = [subscription](ResponseStream& out) {
        return stream_events(*subscription, out);
    };
    co_return response;
}

}  // namespace ingestd::http

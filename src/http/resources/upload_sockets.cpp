// GET /ws/{upload_id} and /ws/uploads: events pushed over a WebSocket.
#include <string>
#include <utility>

#include <ingestd/http/resources.hpp>
#include <ingestd/http/upload_watch.hpp>
#include <ingestd/intake/errc.hpp>
#include <ingestd/progress/progress_tracker.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

using Watches = progress::DeliverySlot::Watches;

asio::awaitable<void> refuse(WebSocket socket, CloseCode code) {
    co_await socket.close(code);
}

asio::awaitable<void> push_last(WebSocket& socket, progress::Delivery last) {
    const auto written = co_await socket.write({&last, 1});
    if (written) co_await socket.close(CloseCode::normal);
}

asio::awaitable<Result<UploadWatch>> watch_all(const Services& services, double rate) {
    auto watch = co_await services.tracker.subscribe_to_all(rate);
    co_return UploadWatch{std::move(watch)};
}

// Until nothing comes any more, or the peer has gone. One coroutine, since it waits for hours.
asio::awaitable<void> push_events(
    asio::awaitable<Result<UploadWatch>> watching, Watches watches, WebSocket socket
) {
    auto watch = co_await std::move(watching);
    if (!watch) {
        const bool is_unknown = watch.error().code == intake::Errc::unknown_upload;
        co_await socket.close(is_unknown ? CloseCode::unknown_upload : CloseCode::service_restart);
        co_return;
    }
    if (auto* last = std::get_if<progress::Delivery>(&*watch)) {
        co_await push_last(socket, std::move(*last));
        co_return;
    }
    auto& subscription = std::get<progress::Subscription>(*watch);
    socket.on_end([&subscription] { subscription.stop(); });
    // When the tracker closes, the server ends, and the client is to come back.
    auto code = CloseCode::service_restart;
    for (;;) {
        const auto deliveries = co_await subscription.next();
        if (deliveries.empty()) break;
        const auto written = co_await socket.write(deliveries);
        if (!written) break;
        // Of one upload nothing comes after it; a monitor goes on to the others.
        if (deliveries.back().terminal && watches == Watches::one_upload) {
            code = CloseCode::normal;
            break;
        }
    }
    co_await socket.close(code);
}

}  // namespace

// No coroutines: theirs would hold the request as long as somebody watches.
asio::awaitable<void> push_upload_events(
    const Services& services, const Settings&, Request request, WebSocket socket
) {
    const auto rate = read_max_rate(request);
    if (!rate) return refuse(std::move(socket), CloseCode::bad_request);
    auto watching = watch_upload(services, request.parameter("upload_id"), *rate);
    return push_events(std::move(watching), Watches::one_upload, std::move(socket));
}

asio::awaitable<void> push_all_events(
    const Services& services, const Settings&, Request request, WebSocket socket
) {
    const auto rate = read_max_rate(request);
    if (!rate) return refuse(std::move(socket), CloseCode::bad_request);
    return push_events(watch_all(services, *rate), Watches::every_upload, std::move(socket));
}

}  // namespace ingestd::http

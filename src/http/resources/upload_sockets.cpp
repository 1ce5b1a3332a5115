// GET /ws/{upload_id} and /ws/uploads: events pushed over a WebSocket.
#include <optional>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <ingestd/http/resources.hpp>
#include <ingestd/http/upload_watch.hpp>
#include <ingestd/intake/errc.hpp>
#include <ingestd/progress/progress_tracker.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

using Watches = progress::DeliverySlot::Watches;

// What ended the pushing: nullopt, the peer is gone and there is nobody to say goodbye to.
asio::awaitable<std::optional<CloseCode>> write_events(
    WebSocket& socket, progress::Subscription& watch, Watches watches
) {
    while (const auto delivery = co_await watch.next()) {
        const auto written = co_await socket.write(delivery->frame);
        if (!written) co_return std::nullopt;
        // Of one upload nothing comes after it; a monitor goes on to the others.
        if (delivery->terminal && watches == Watches::one_upload) co_return CloseCode::normal;
    }
    // The tracker has closed: the server ends, and the client is to come back.
    co_return CloseCode::service_restart;
}

asio::awaitable<std::optional<CloseCode>> read_until_gone(WebSocket& socket) {
    co_await socket.drain();
    co_return std::nullopt;
}

asio::awaitable<void> push_events(
    WebSocket& socket, progress::Subscription& watch, Watches watches
) {
    using namespace asio::experimental::awaitable_operators;
    const auto ended = co_await (write_events(socket, watch, watches) || read_until_gone(socket));
    const auto code = ended.index() == 0 ? std::get<0>(ended) : std::get<1>(ended);
    if (code) co_await socket.close(*code);
}

}  // namespace

asio::awaitable<void> push_upload_events(
    const Services& services, const Settings&, Request request, WebSocket socket
) {
    const auto rate = read_max_rate(request);
    if (!rate) {
        co_await socket.close(CloseCode::bad_request);
        co_return;
    }
    auto watch = co_await watch_upload(services, request.parameter("upload_id"), *rate);
    if (!watch) {
        const bool is_unknown = watch.error().code == intake::Errc::unknown_upload;
        co_await socket.close(is_unknown ? CloseCode::unknown_upload : CloseCode::service_restart);
        co_return;
    }
    if (auto* last = std::get_if<progress::Delivery>(&*watch)) {
        const auto written = co_await socket.write(last->frame);
        if (written) co_await socket.close(CloseCode::normal);
        co_return;
    }
    co_await push_events(socket, std::get<progress::Subscription>(*watch), Watches::one_upload);
}

asio::awaitable<void> push_all_events(
    const Services& services, const Settings&, Request request, WebSocket socket
) {
    const auto rate = read_max_rate(request);
    if (!rate) {
        co_await socket.close(CloseCode::bad_request);
        co_return;
    }
    auto watch = co_await services.tracker.subscribe_to_all(*rate);
    co_await push_events(socket, watch, Watches::every_upload);
}

}  // namespace ingestd::http

#include <string>
#include <vector>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <ingestd/http/event_stream.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

// What next() gave, kept outside the race below: what comes in the same moment as the ping is due
// must not be lost with the race's loser.
struct Arrival {
    bool has_come = false;
    std::vector<progress::Delivery> deliveries;
};

asio::awaitable<void> take_next(progress::Subscription& watch, Arrival& arrival) {
    arrival.deliveries = co_await watch.next();
    arrival.has_come = true;
}

asio::awaitable<void> wait_for(std::chrono::steady_clock::duration time) {
    asio::steady_timer timer{co_await asio::this_coro::executor, time};
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace

std::string event_stream_entry(const progress::Delivery& delivery) {
    return "id: " + std::to_string(delivery.seq) + "\nevent: progress\ndata: " + *delivery.frame +
           "\n\n";
}

asio::awaitable<Result<void>> stream_events(
    progress::Subscription& watch,
    ResponseStream& out,
    std::chrono::steady_clock::duration ping_every
) {
    using namespace asio::experimental::awaitable_operators;
    for (;;) {
        Arrival arrival;
        co_await (take_next(watch, arrival) || wait_for(ping_every));
        if (!arrival.has_come) {
            auto pinged = co_await out.write(event_stream_ping);
            if (!pinged) co_return pinged;
            continue;
        }
        if (arrival.deliveries.empty()) co_return Result<void>{};
        std::string entries;
        for (const auto& delivery : arrival.deliveries) entries += event_stream_entry(delivery);
        auto written = co_await out.write(entries);
        if (!written || arrival.deliveries.back().terminal) co_return written;
    }
}

}  // namespace ingestd::http

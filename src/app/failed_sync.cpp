#include "failed_sync.hpp"

#include <chrono>

#include <ingestd/base/log.hpp>
#include <ingestd/catalog/errc.hpp>

namespace ingestd::app {
namespace asio = boost::asio;
using namespace std::chrono_literals;
namespace {

constexpr log::Logger logger{"app"};

// For requests to be refused with the reason, and watchers to be told it, before sockets close.
constexpr auto failed_sync_notice = 2s;
constexpr auto failed_sync_look = 200ms;

std::optional<Error> find_failed_sync(const House& house, const intake::Intake& intake) {
    if (auto trouble = house.stores.catalog->trouble();
        trouble && trouble->code == catalog::Errc::sync_failed)
        return trouble;
    if (auto failed = house.generations.failed_sync()) return failed;
    return intake.failed_sync();
}

}  // namespace

std::optional<std::string> why_nothing_is_promised(
    const House& house, const intake::Intake& intake
) {
    if (!find_failed_sync(house, intake)) return std::nullopt;
    return "The disk could not sync what was written: nothing is acknowledged until the server has"
           " started again from what is on disk.";
}

asio::awaitable<void> wait_for_failed_sync(House& house, const intake::Intake& intake) {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    while (!house.failed_sync) {
        timer.expires_after(failed_sync_look);
        co_await timer.async_wait(asio::use_awaitable);
        house.failed_sync = find_failed_sync(house, intake);
    }
    logger.error("failed_sync", kv("why", house.failed_sync->detail));
    timer.expires_after(failed_sync_notice);
    co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace ingestd::app

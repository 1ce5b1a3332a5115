#include <stdexcept>

#include <ingestd/base/task_group.hpp>

#include "support/catch.hpp"

namespace ingestd {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> sleep_for_ever(int& cancelled) {
    asio::steady_timer timer{co_await asio::this_coro::executor, Deadline::max()};
    const auto [ec] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (ec == asio::error::operation_aborted) ++cancelled;
}

asio::awaitable<void> fail() {
    throw std::runtime_error{"x"};
    co_return;
}

asio::awaitable<void> add_one(int& count) {
    ++count;
    co_return;
}

asio::awaitable<void> wait(TaskGroup& group, Deadline deadline, bool& is_empty) {
    is_empty = co_await group.wait_until(deadline);
}

void ignore(std::exception_ptr) {}

TEST_CASE("a group is empty once its tasks have ended", "[task_group]") {
    asio::io_context io;
    TaskGroup group{io.get_executor(), ignore};
    int count = 0;
    bool is_empty = false;
    for (int i = 0; i < 10; ++i) group.spawn(io.get_executor(), add_one(count));
    CHECK(group.size() == 10);

    asio::co_spawn(io, wait(group, Deadline::max(), is_empty), asio::detached);
    io.run();

    CHECK(count == 10);
    CHECK(group.size() == 0);
    CHECK(is_empty);
}

TEST_CASE(
    "a wait past its deadline says that tasks are left, and cancelling ends them", "[task_group]"
) {
    asio::io_context io;
    TaskGroup group{io.get_executor(), ignore};
    int cancelled = 0;
    bool is_empty = true;
    for (int i = 0; i < 3; ++i) group.spawn(io.get_executor(), sleep_for_ever(cancelled));

    asio::co_spawn(io, wait(group, SteadyClock::now() + 1ms, is_empty), [&](std::exception_ptr) {
        group.cancel();
    });
    io.run();

    CHECK_FALSE(is_empty);
    CHECK(cancelled == 3);
    CHECK(group.size() == 0);
}

TEST_CASE("what ends a task with an exception is told", "[task_group]") {
    asio::io_context io;
    int failures = 0;
    TaskGroup group{io.get_executor(), [&](std::exception_ptr) { ++failures; }};

    group.spawn(io.get_executor(), fail());
    io.run();

    CHECK(failures == 1);
    CHECK(group.size() == 0);
}

}  // namespace
}  // namespace ingestd

#include <memory>
#include <stdexcept>
#include <thread>

#include <ingestd/base/on_pool.hpp>

#include "support/catch.hpp"

namespace asio = boost::asio;
using namespace ingestd;

namespace {

// Runs one coroutine to its end and gives its result. The pool is joined before the io_context
// goes: its thread may still be inside the post that ended the run.
template <class T>
T run(asio::awaitable<T> work, asio::thread_pool& pool) {
    asio::io_context io;
    std::optional<T> result;
    std::exception_ptr thrown;
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr error, T value) {
        thrown = error;
        if (!error) result = std::move(value);
    });
    io.run();
    pool.join();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*result);
}

struct Threads {
    std::thread::id before, during, after;
};

asio::awaitable<Threads> hop(asio::thread_pool& pool) {
    Threads seen;
    seen.before = std::this_thread::get_id();
    auto work = [] { return std::this_thread::get_id(); };
    seen.during = co_await on_pool(pool, work);
    seen.after = std::this_thread::get_id();
    co_return seen;
}

asio::awaitable<int> fail(asio::thread_pool& pool) {
    auto work = []() -> int { throw std::runtime_error{"no"}; };
    co_return co_await on_pool(pool, work);
}

asio::awaitable<std::unique_ptr<int>> move_through(asio::thread_pool& pool) {
    auto work = [value = std::make_unique<int>(7)]() mutable { return std::move(value); };
    co_return co_await on_pool(pool, std::move(work));
}

asio::awaitable<int> without_result(asio::thread_pool& pool) {
    int count = 0;
    auto work = [&count] { ++count; };
    co_await on_pool(pool, work);
    co_return count;
}

}  // namespace

TEST_CASE("work runs on the pool and its caller goes on where it was", "[base][on_pool]") {
    asio::thread_pool pool{1};

    const auto seen = run(hop(pool), pool);

    REQUIRE(seen.before == seen.after);
    REQUIRE(seen.before != seen.during);
}

TEST_CASE("what the work throws is thrown at its caller", "[base][on_pool]") {
    asio::thread_pool pool{1};

    REQUIRE_THROWS_WITH(run(fail(pool), pool), "no");
}

TEST_CASE("results that can only be moved come through", "[base][on_pool]") {
    asio::thread_pool pool{1};

    REQUIRE(*run(move_through(pool), pool) == 7);
}

TEST_CASE("work without a result is waited for", "[base][on_pool]") {
    asio::thread_pool pool{1};

    REQUIRE(run(without_result(pool), pool) == 1);
}

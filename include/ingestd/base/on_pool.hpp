// The one way off the io_context: work that parses, hashes, or touches SQLite or the disk.
#pragma once

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio.hpp>

namespace ingestd {

// Runs `work` on the pool and gives its result on the caller's executor; what it throws is thrown
// here.
//   thread  any coroutine
//   owns    `work` is moved to the pool and destroyed there; what it captures by reference the
//           caller keeps alive (it stays suspended until the work has ended)
template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> on_pool(
    boost::asio::thread_pool& pool, Work work
) {
    using Value = std::invoke_result_t<Work&>;
    namespace asio = boost::asio;
    const auto home = co_await asio::this_coro::executor;
    auto start = [&pool, home, work = std::move(work)](auto handler) mutable {
        asio::post(pool, [home, work = std::move(work), handler = std::move(handler)]() mutable {
            std::exception_ptr thrown;
            if constexpr (std::is_void_v<Value>) {
                try {
                    work();
                } catch (...) {
                    thrown = std::current_exception();
                }
                asio::post(home, [handler = std::move(handler), thrown]() mutable {
                    std::move(handler)(thrown);
                });
            } else {
                std::optional<Value> value;
                try {
                    value.emplace(work());
                } catch (...) {
                    thrown = std::current_exception();
                }
                asio::post(
                    home,
                    [handler = std::move(handler), thrown, value = std::move(value)]() mutable {
                        std::move(handler)(thrown, std::move(value));
                    }
                );
            }
        });
    };
    if constexpr (std::is_void_v<Value>) {
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
            std::move(start), asio::use_awaitable
        );
    } else {
        auto value = co_await asio::async_initiate<
            const asio::use_awaitable_t<>,
            void(std::exception_ptr, std::optional<Value>)>(std::move(start), asio::use_awaitable);
        co_return std::move(*value);
    }
}

}  // namespace ingestd

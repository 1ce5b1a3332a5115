// Runs one coroutine to its end, on the thread of the test.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio.hpp>

namespace ingestd::test {

// The context outlives every thread that may post to it: one that has just resumed the coroutine
// may still be inside its post().
template <class T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> coroutine) {
    context.restart();
    std::optional<T> value;
    std::exception_ptr thrown;
    boost::asio::co_spawn(context, std::move(coroutine), [&](std::exception_ptr failed, T result) {
        thrown = failed;
        value.emplace(std::move(result));
    });
    context.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*value);
}

}  // namespace ingestd::test

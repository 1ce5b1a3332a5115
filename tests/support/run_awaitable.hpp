// Runs one coroutine to its end, on the thread of the test.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio.hpp>

namespace ingestd::test {

template <class T>
T run(boost::asio::awaitable<T> coroutine) {
    boost::asio::io_context context;
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

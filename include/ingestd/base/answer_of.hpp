// From an answer that is called back to one that is awaited.
#pragma once

#include <memory>
#include <utility>

#include <boost/asio.hpp>

namespace ingestd {

// Waits for an answer that comes on another thread, a store's writer's mostly, and goes on on the
// caller's own executor.
//   submit  (done) -> void; `done(Answer)` is called once, from any thread, and can be copied
//   thread  any coroutine
template <class Answer, class Submit>
boost::asio::awaitable<Answer> answer_of(Submit submit) {
    namespace asio = boost::asio;
    const auto home = co_await asio::this_coro::executor;
    auto start = [home, submit = std::move(submit)](auto handler) mutable {
        // std::function wants what can be copied; the handler can only be moved.
        auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
        submit([home, waiting = std::move(waiting)](Answer answer) mutable {
            asio::post(home, [waiting = std::move(waiting), answer = std::move(answer)]() mutable {
                auto resume = std::move(*waiting);
                resume(std::move(answer));
            });
        });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Answer)>(
        std::move(start), asio::use_awaitable
    );
}

}  // namespace ingestd

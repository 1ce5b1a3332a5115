// Waits for what a store answers through its `done`.
#pragma once

#include <future>
#include <utility>

#include <ingestd/base/result.hpp>

namespace ingestd::test {

// Calls `call(done)` and gives what `done` was called with.
//   thread  not one of those that call `done`
template <class T, class Call>
Result<T> answer_of(Call&& call) {
    std::promise<Result<T>> promise;
    auto future = promise.get_future();
    call([&promise](Result<T> result) { promise.set_value(std::move(result)); });
    return future.get();
}

}  // namespace ingestd::test

#include <cassert>
#include <list>
#include <mutex>
#include <utility>

#include <ingestd/base/task_group.hpp>

namespace ingestd {
namespace asio = boost::asio;
namespace {

struct Task {
    asio::any_io_executor executor;
    asio::cancellation_signal cancel;
};

}  // namespace

// `mutex` guards `tasks`; `emptied` belongs to `strand`.
struct TaskGroup::State {
    State(asio::any_io_executor executor, OnFailure failure)
        : on_failure{std::move(failure)},
          strand{asio::make_strand(std::move(executor))},
          emptied{strand} {}

    void ended(std::list<std::shared_ptr<Task>>::iterator task) {
        const std::lock_guard lock{mutex};
        tasks.erase(task);
    }
    bool is_empty() const {
        const std::lock_guard lock{mutex};
        return tasks.empty();
    }

    OnFailure on_failure;
    mutable std::mutex mutex;
    std::list<std::shared_ptr<Task>> tasks;
    asio::any_io_executor strand;
    asio::steady_timer emptied;
};

TaskGroup::TaskGroup(asio::any_io_executor executor, OnFailure on_failure)
    : state_{std::make_shared<State>(std::move(executor), std::move(on_failure))} {}

TaskGroup::~TaskGroup() {
    assert(state_->is_empty() && "a task outlives its group");
}

void TaskGroup::spawn(asio::any_io_executor executor, asio::awaitable<void> task) {
    auto entry = std::make_shared<Task>();
    entry->executor = executor;
    std::list<std::shared_ptr<Task>>::iterator place;
    {
        const std::lock_guard lock{state_->mutex};
        place = state_->tasks.insert(state_->tasks.end(), entry);
    }
    auto on_end = [state = state_, entry, place](std::exception_ptr failure) {
        if (failure) state->on_failure(failure);
        state->ended(place);
        if (state->is_empty()) asio::post(state->strand, [state] { state->emptied.cancel(); });
    };
    asio::co_spawn(
        executor,
        std::move(task),
        asio::bind_cancellation_slot(entry->cancel.slot(), std::move(on_end))
    );
}

void TaskGroup::cancel() {
    const std::lock_guard lock{state_->mutex};
    for (const auto& task : state_->tasks) {
        asio::post(task->executor, [task] {
            task->cancel.emit(asio::cancellation_type::terminal);
        });
    }
}

namespace {

// Runs on the group's strand; the timer is cancelled when the last task has ended.
template <class State>
asio::awaitable<bool> wait_on_strand(std::shared_ptr<State> state, Deadline deadline) {
    while (!state->is_empty() && SteadyClock::now() < deadline) {
        state->emptied.expires_at(deadline);
        co_await state->emptied.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    co_return state->is_empty();
}

}  // namespace

asio::awaitable<bool> TaskGroup::wait_until(Deadline deadline) {
    return asio::co_spawn(state_->strand, wait_on_strand(state_, deadline), asio::use_awaitable);
}

std::size_t TaskGroup::size() const {
    const std::lock_guard lock{state_->mutex};
    return state_->tasks.size();
}

}  // namespace ingestd

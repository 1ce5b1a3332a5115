#include "helper_pool.hpp"

#include <algorithm>
#include <future>
#include <utility>

namespace ingestd::extract {

HelperPool::~HelperPool() {
    idle_.clear();
    starter_.join();
}

Result<std::unique_ptr<HelperProcess>> HelperPool::take(const std::shared_ptr<Place>& place) {
    {
        const std::lock_guard lock{mutex_};
        if (!place->is_granted) {
            const bool is_free = queue_.empty() && seats_taken_ < settings_.max_helpers;
            if (!is_free) {
                if (!place->is_waiting) queue_.push_back(place);
                place->is_waiting = true;
                return std::unique_ptr<HelperProcess>{};
            }
            ++seats_taken_;
        }
        place->is_granted = false;
        if (!idle_.empty()) {
            auto helper = std::move(idle_.back());
            idle_.pop_back();
            return helper;
        }
    }
    return replace();
}

Result<std::unique_ptr<HelperProcess>> HelperPool::replace() {
    auto started = start();
    if (!started) lose();
    return started;
}

Result<std::unique_ptr<HelperProcess>> HelperPool::start() {
    const auto started = std::make_shared<std::promise<Result<std::unique_ptr<HelperProcess>>>>();
    boost::asio::post(starter_, [this, started] {
        started->set_value(HelperProcess::start(settings_, task_));
    });
    return started->get_future().get();
}

void HelperPool::wait(const std::shared_ptr<Place>& place, std::function<void()> ready) {
    std::uint64_t ticket = 0;
    bool is_granted = false;
    {
        const std::lock_guard lock{mutex_};
        ticket = place->ready.arm(std::move(ready));
        place->ticket = ticket;
        is_granted = place->is_granted;
    }
    if (is_granted) place->ready.call(ticket);
}

void HelperPool::leave(const std::shared_ptr<Place>& place) {
    place->ready.disarm();
    Turn next;
    {
        const std::lock_guard lock{mutex_};
        if (place->is_waiting) std::erase(queue_, place);
        place->is_waiting = false;
        if (std::exchange(place->is_granted, false)) next = free_seat();
    }
    tell(next);
}

void HelperPool::give_back(std::unique_ptr<HelperProcess> helper) {
    if (task_ == HelperTask::convert) {
        helper.reset();  // it reads no second document
        return lose();
    }
    Turn next;
    {
        const std::lock_guard lock{mutex_};
        idle_.push_back(std::move(helper));
        next = free_seat();
    }
    tell(next);
}

void HelperPool::lose() {
    Turn next;
    {
        const std::lock_guard lock{mutex_};
        next = free_seat();
    }
    tell(next);
}

HelperPool::Turn HelperPool::free_seat() {
    --seats_taken_;
    if (queue_.empty()) return {};
    auto next = std::move(queue_.front());
    queue_.pop_front();
    next->is_waiting = false;
    next->is_granted = true;
    ++seats_taken_;
    const auto ticket = next->ticket;
    return {std::move(next), ticket};
}

void HelperPool::tell(const Turn& turn) {
    if (turn.place) turn.place->ready.call(turn.ticket);
}

}  // namespace ingestd::extract

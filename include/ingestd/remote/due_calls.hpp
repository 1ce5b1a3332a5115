// Which of the calls that wait may begin.
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include <ingestd/remote/call_pacer.hpp>

namespace ingestd::remote {

//   at  when it is to begin, which may be past
template <class Call>
struct DueCall {
    Call call;
    CallPacer::Ticket ticket;
    Deadline at;
};

// Takes as many off the front of `queue` as `pacer` lets begin.
//   thread  whoever holds the lock of both; what is taken is for outside of it
template <class Call>
std::vector<DueCall<Call>> take_due(std::deque<Call>& queue, CallPacer& pacer) {
    std::vector<DueCall<Call>> due;
    while (!queue.empty()) {
        const auto at = pacer.next_start();
        if (!at) break;
        due.push_back({std::move(queue.front()), pacer.begin(), *at});
        queue.pop_front();
    }
    return due;
}

}  // namespace ingestd::remote

// When an upload was accepted, such that no two were at the same time.
#pragma once

#include <algorithm>
#include <chrono>

#include <ingestd/base/clock.hpp>

namespace ingestd::intake {

// Times that only grow, whatever the wall clock does: of two uploads that bring the same document
// the one with the later time stands, so the order must be the one in which they were answered,
// also across a restart and a clock that was set back. Pure.  thread: one at a time
class AcceptanceClock {
public:
    //   newest  the latest time that was ever given out
    explicit AcceptanceClock(Timestamp newest = {}) : newest_{newest} {}

    Timestamp next(Timestamp now) {
        newest_ = std::max(now, newest_ + std::chrono::microseconds{1});
        return newest_;
    }

private:
    Timestamp newest_;
};

}  // namespace ingestd::intake

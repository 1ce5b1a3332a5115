// Who is being answered goes first: workers stand aside for acknowledgements, but not for ever.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>

#include <ingestd/base/clock.hpp>

namespace ingestd::pipeline {

// How many are being answered now.  thread: any
class RightOfWay {
public:
    // Of one that is being answered, as long as it lives.
    class Claim {
    public:
        explicit Claim(RightOfWay& of) : of_{&of} { ++of_->claims_; }
        Claim(const Claim&) = delete;
        Claim& operator=(const Claim&) = delete;
        ~Claim() { --of_->claims_; }

    private:
        RightOfWay* of_;
    };

    int claims() const { return claims_.load(std::memory_order_relaxed); }

private:
    std::atomic<int> claims_ = 0;
};

// When one worker stands aside. A thread that gives way still takes its processor's next slice, and
// an acknowledgement changes threads several times: what it waits for is that a processor is free.
// Pure.  thread: the worker
class WorkerPace {
public:
    // While there are claims it works for the first and then stands aside for the second at most:
    // however many come in, a fifth of the workers' time is theirs.
    static constexpr std::chrono::milliseconds works_for{2};
    static constexpr std::chrono::milliseconds stands_aside_for{8};

    // Where so many are being answered at a time, for so long, much is sent, and it is told sooner
    // of all than of some: a twentieth is the workers' then. Those who are told of one commit come
    // again together, and for a moment nobody is being answered: a crowd is gone once nobody has
    // seen it for `crowd_lasts`; time in which nobody looked does not count.
    static constexpr int crowd = 4;
    static constexpr std::chrono::milliseconds crowd_from{20};
    static constexpr std::chrono::milliseconds crowd_lasts{4};
    static constexpr std::chrono::milliseconds stands_aside_for_crowd{38};
    // But each upload that waits costs memory: with more of them it is a fifth again.
    static constexpr std::size_t backlog_max = 10'000;

    // Asked before each turn, and again while it stands aside.
    //   claims   how many are being answered now
    //   backlog  uploads that have not ended
    bool stands_aside(Deadline now, int claims, std::size_t backlog);

private:
    static constexpr std::chrono::milliseconds looks_every{1};  // or sooner, when it stands aside

    bool looks_for_crowd(Deadline now, int claims);

    bool is_aside_ = false;
    Deadline since_{};  // it has worked, or stood aside
    Deadline crowd_since_{};
    Deadline crowd_until_{};  // or later, when it is seen again
    Deadline asked_{};
};

}  // namespace ingestd::pipeline

// When the next group is written: at once, or a moment later and then for more who wait.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include <ingestd/base/clock.hpp>

namespace ingestd::sqlite {

// Those who were told of a commit often come again at once, and would find the next group just
// begun: each of them would wait for two syncs. So after a group that somebody waited for the next
// one waits for as many to come, though never longer than a part of what a group takes. Where a
// disk syncs fast there is nothing to be gained by it: two smaller groups take turns, one being
// written while the other is answered and comes again. Pure.  thread: one at a time
class CommitPace {
public:
    static constexpr std::chrono::milliseconds worth_it_from{3};  // a group's length
    // Both bound what waiting in vain can cost.
    static constexpr int part_of_a_group = 3;
    static constexpr std::chrono::milliseconds waits_for{2};

    // A group has been written and told.
    //   took     from its first statement to the end of its sync
    //   told     how many somebody waited for
    //   waiting  how many such wait already
    void note_group(
        Deadline ended, SteadyClock::duration took, std::size_t told, std::size_t waiting
    );

    // Until when the next group is to wait, unless so many as are expected() wait sooner; nullopt:
    // it need not.
    std::optional<Deadline> waits_until(Deadline now, std::size_t waiting) const;
    std::size_t expected() const { return expected_; }

private:
    Deadline until_{};
    std::size_t expected_ = 0;
};

}  // namespace ingestd::sqlite

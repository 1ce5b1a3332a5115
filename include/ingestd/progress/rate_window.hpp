// How fast something goes, over the last seconds.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include <ingestd/base/clock.hpp>

namespace ingestd::progress {

// Counts over a sliding window of 10 s, in slots of half a second. A clock that is set back is
// taken to stand still; one that leaps ahead empties the window.
// Pure: told the time; constant memory and work.
class RateWindow {
public:
    void add(std::uint64_t count, Timestamp now);

    // A second's worth of what was counted within the window; 0 before anything was.
    double per_second(Timestamp now);

private:
    static constexpr std::chrono::milliseconds slot_length{500};
    static constexpr std::size_t slot_count = 20;

    // Moves the window on to `now`; the number of the slot that `now` falls into.
    std::int64_t advance(Timestamp now);

    std::array<std::uint64_t, slot_count> slots_{};
    std::uint64_t sum_ = 0;
    std::int64_t newest_slot_ = 0;
    std::int64_t first_slot_ = 0;
    bool is_started_ = false;
};

}  // namespace ingestd::progress

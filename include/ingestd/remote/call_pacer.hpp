// When the next call to a service may begin, and how many at a time.
#pragma once

#include <cstdint>
#include <optional>

#include <ingestd/base/clock.hpp>
#include <ingestd/remote/backoff.hpp>

namespace ingestd::remote {

// How a call ended, as far as it tells how much the service can take.
//   answered    with what was asked for, or with a refusal that more calls would not have caused
//   overloaded  429, 503, or nothing came in time
//   failed      it could not be reached, or failed by itself
enum class CallEnd : std::uint8_t { answered, overloaded, failed };

// Calls at a time grow by one each round of answers and are halved when the service is overloaded,
// once for all calls that were under way together. After a failure nothing begins for a while
// (Backoff), then one call alone; its answer lets the others follow.
//   thread  one at a time; knows no clock
//   source  Chiu and Jain 1989 (additive increase, multiplicative decrease)
class CallPacer {
public:
    // What a call began under; given back when it ends.
    struct Ticket {
        std::uint32_t epoch = 0;
        bool is_probe = false;
    };

    //   calls_max  at a time
    explicit CallPacer(std::uint32_t calls_max) : calls_max_{calls_max} {}

    // The moment from which one more may begin, which may be past; nullopt: one has to end first.
    std::optional<Deadline> next_start() const;

    // Begins one, at or after next_start().  REQUIRES: next_start() is a moment
    Ticket begin();

    // It ended.
    //   chance, asked  as Backoff::fail takes them
    void end(
        Ticket ticket,
        CallEnd how,
        Deadline now,
        double chance = 0,
        std::optional<std::chrono::milliseconds> asked = std::nullopt
    );

    // It ended without telling anything: cancelled.
    void forget(Ticket ticket);

    // Failures in a row; 0: the service answers.
    std::uint32_t failures() const { return backoff_.failures(); }
    // Until when nothing begins, where failures() is not 0.
    Deadline paused_until() const { return paused_until_; }
    std::uint32_t under_way() const { return under_way_; }
    // How many may be under way now.
    std::uint32_t calls_at_a_time() const;

private:
    void leave(Ticket ticket);

    std::uint32_t calls_max_;
    double window_ = 1;
    std::uint32_t under_way_ = 0;
    std::uint32_t epoch_ = 0;  // grows with each failure that is taken into account
    bool is_probing_ = false;
    Backoff backoff_;
    Deadline paused_until_{};
};

}  // namespace ingestd::remote

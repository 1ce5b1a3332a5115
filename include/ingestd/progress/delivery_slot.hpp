// What one watcher is sent next.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/base/units.hpp>

namespace ingestd::progress {

// One event's JSON, serialized once and shared by all who watch. Immutable.
using Frame = std::shared_ptr<const std::string>;

// One frame to be sent.
//   seq       the event's, for the `id:` line of Server-Sent Events
//   terminal  nothing comes after it (for a subscription to one upload)
struct Delivery {
    Frame frame;
    std::uint64_t seq = 0;
    bool terminal = false;

    friend bool operator==(const Delivery&, const Delivery&) = default;
};

// What waits for one reader is bounded by this; a hundred frames or so.
inline constexpr std::size_t waiting_frames_max = 64_KiB;

struct Send {
    Delivery delivery;
    friend bool operator==(const Send&, const Send&) = default;
};
// Nothing may be sent before: `max_rate` holds it back.
struct WaitUntil {
    Deadline time;
    friend bool operator==(const WaitUntil&, const WaitUntil&) = default;
};
// Nothing waits.
struct Idle {
    friend bool operator==(const Idle&, const Idle&) = default;
};
// Nothing will come any more.
struct Close {
    friend bool operator==(const Close&, const Close&) = default;
};
using Action = std::variant<Send, WaitUntil, Idle, Close>;

// Holds frames for a reader: all of them while they fit the bound; past it, until they have been
// taken, the newest of each upload alone. What always holds:
//   - of an upload nothing is sent that is not newer (by seq) than what was sent before;
//   - a terminal event is never replaced, lost or held back;
//   - for one upload at most waiting_frames_max (or one frame) waits; for every upload, at most
//     that or one frame an upload.
// Pure: told the time, knows no socket and no thread.
class DeliverySlot {
public:
    enum class Watches { one_upload, every_upload };

    //   max_rate  at most so many events a second, of which only the newest waits; 0: every one
    explicit DeliverySlot(Watches watches, double max_rate = 0);

    // Something new of `upload`. Dropped when it is not newer than what was offered of it before.
    void offer(const UploadId& upload, const Delivery& delivery);

    // Of `upload` nothing comes any more and nothing need be sent. Keeps a watcher of every upload
    // that never reads from holding what everybody else has forgotten.
    void forget(const UploadId& upload);

    // Nothing is offered any more; what waits is still sent.
    void end();

    // What to do now. A Send has been taken: the next call gives the one after it.
    Action next(Deadline now);

    bool is_drained() const { return queue_.empty() && order_.empty() && urgent_.empty(); }
    bool is_ended() const { return ended_; }
    bool is_rate_limited() const { return interval_ != SteadyClock::duration::zero(); }
    // Whether next() would give something, or the end, even where max_rate holds back the rest.
    bool has_urgent() const { return !urgent_.empty() || ended_; }
    std::size_t waiting_bytes() const { return waiting_bytes_; }

private:
    using Order = std::list<UploadId>;
    // One upload: what was offered last, and what waits of it while only the newest is kept.
    struct Line {
        std::uint64_t seq = 0;
        std::optional<Delivery> newest;
        Order::iterator place;  // while there is a newest
    };
    struct Waiting {
        UploadId upload;
        Delivery delivery;
    };

    void keep_newest_alone();
    void keep(const UploadId& upload, Line& line, const Delivery& delivery);
    Delivery take();
    Delivery take_oldest();
    void settle();

    Watches watches_;
    SteadyClock::duration interval_;
    Deadline not_before_ = Deadline::min();
    bool ended_ = false;
    bool newest_alone_;

    std::map<UploadId, Line> lines_;  // mostly of one upload, for which a table would be large
    // While every frame is kept. No deque: one that is empty would hold more than all the rest.
    std::vector<Waiting> queue_;
    std::size_t taken_ = 0;  // of its front; never all of it
    Order order_;            // while the newest alone is kept: longest waiting first
    Order urgent_;           // and those whose newest is terminal
    std::size_t waiting_bytes_ = 0;
};

}  // namespace ingestd::progress

// Whose turn is next: fair shares of work between uploads, whatever their number and sizes.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include <ingestd/base/id.hpp>
#include <ingestd/base/units.hpp>

namespace ingestd::pipeline {

// Deficit round robin over the cost of turns.  source: Shreedhar & Varghese, SIGCOMM 1995
// An upload of one page waits at most one quantum of each other upload that is ready.
// Pure: knows no thread and no time.  thread: one at a time (the scheduler's lock guards it)
class FairQueue {
public:
    //   quantum  cost units that an upload may use a round; a turn's usual cost
    explicit FairQueue(std::int64_t quantum = 64_KiB) : quantum_{quantum} {}

    // The upload has work. Again while it waits its turn changes nothing.
    void mark_ready(const UploadId& upload);

    // Whether next() would give nothing.
    bool is_idle() const { return line_.empty(); }

    // The upload whose turn it is, which is no longer ready; nullopt when none is.
    std::optional<UploadId> next();

    // What a turn has cost, known only after it: an upload that overdrew waits longer.
    void charge(const UploadId& upload, std::int64_t cost);

    void forget(const UploadId& upload);

    // Place in the line from 1; 0 when it is not ready.  cost: logarithmic in the forgotten
    std::size_t position(const UploadId& upload) const;

private:
    using Ticket = std::uint64_t;  // one for each place; no gaps
    struct Account {
        std::int64_t deficit = 0;
        std::optional<Ticket> ticket{};  // while it is ready
    };
    void queue_up(const UploadId& upload, Account& account);

    std::int64_t quantum_;
    std::unordered_map<UploadId, Account> accounts_;
    std::deque<UploadId> line_;      // ready ones; the forgotten are passed over
    Ticket first_ = 0;               // the front's
    std::vector<Ticket> forgotten_;  // places in the line that nobody holds, in order
};

}  // namespace ingestd::pipeline

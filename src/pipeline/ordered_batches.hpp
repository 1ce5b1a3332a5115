// Chunks of one document that are with somebody who answers later.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <ingestd/document/chunk.hpp>

namespace ingestd::pipeline {

// Until it is handed on it belongs to whoever is asked about it.
//   asked  of `chunks`, those that an answer is waited for
struct PendingBatch {
    std::vector<Chunk> chunks;
    std::vector<std::size_t> asked{};
    std::uint64_t bytes = 0;  // of text
    bool is_done = false;
};
using BatchPointer = std::shared_ptr<PendingBatch>;

// Hands batches on in the order in which they came, however they are answered.
//   thread  any, at the same time
class OrderedBatches {
public:
    using PassOn = std::function<void(PendingBatch)>;

    //   pass_on  called one after another, on whatever thread has finished one; must not wait
    explicit OrderedBatches(PassOn pass_on) : pass_on_{std::move(pass_on)} {}

    // False: it is over, and the batch is not taken.
    bool add(const BatchPointer& batch);

    // It has been answered.
    void finish(const BatchPointer& batch);

    // Nothing is handed on any more. `tell` is called unless it was over before.
    void fail(const std::function<void()>& tell);

    // Nothing is handed on any more, and nothing is told. How much text was on its way.
    std::uint64_t stop();

    // All have been handed on. Waits for nobody who hands on: who asks may hold what that needs.
    bool is_empty() const;

private:
    BatchPointer done_front() const;

    const PassOn pass_on_;
    std::mutex handing_on_;  // taken before mutex_; held while handing on: that keeps the order
    mutable std::mutex mutex_;
    // guarded by mutex_
    std::deque<BatchPointer> batches_;  // oldest first
    bool is_over_ = false;
};

}  // namespace ingestd::pipeline

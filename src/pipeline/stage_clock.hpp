// How long each stage has had one document in work.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <utility>

#include <ingestd/base/clock.hpp>
#include <ingestd/catalog/records.hpp>

namespace ingestd::pipeline {

// Extracting counts from the call until there is something, also while a helper works on it;
// indexing while at least one answer of the index is awaited. Waiting for a turn counts nowhere.
//   thread  any
class StageClock {
public:
    template <class Work>
    auto extracting(Work&& work) {
        return timed(extract_, std::forward<Work>(work));
    }
    template <class Work>
    auto chunking(Work&& work) {
        return timed(chunk_, std::forward<Work>(work));
    }
    template <class Work>
    auto enriching(Work&& work) {
        return timed(enrich_, std::forward<Work>(work));
    }

    // The extractor has nothing yet, and will call. Each once.
    void helper_waits() { helper_since_ = ticks(SteadyClock::now()); }
    void helper_is_ready() { extract_ += ticks(SteadyClock::now()) - helper_since_; }

    // Something was handed to the index; it has answered.
    void index_asked() {
        const std::lock_guard lock{mutex_};
        if (index_awaited_++ == 0) index_since_ = SteadyClock::now();
    }
    void index_answered() {
        const std::lock_guard lock{mutex_};
        if (--index_awaited_ == 0) index_ += SteadyClock::now() - index_since_;
    }

    catalog::StageTimes times() const {
        const std::lock_guard lock{mutex_};
        return {
            .extract = of(extract_),
            .chunk = of(chunk_),
            .enrich = of(enrich_),
            .index = std::chrono::duration_cast<std::chrono::microseconds>(index_)};
    }

private:
    using Ticks = std::atomic<std::int64_t>;  // of the steady clock

    static std::int64_t ticks(Deadline time) { return time.time_since_epoch().count(); }
    static std::chrono::microseconds of(const Ticks& total) {
        return std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::duration{
            total.load()});
    }
    template <class Work>
    static auto timed(Ticks& total, Work&& work) {
        struct Adding {
            Ticks& total;
            Deadline since = SteadyClock::now();
            ~Adding() { total += (SteadyClock::now() - since).count(); }
        };
        const Adding adding{total};
        return work();
    }

    Ticks extract_ = 0, chunk_ = 0, enrich_ = 0, helper_since_ = 0;
    mutable std::mutex mutex_;
    // guarded by mutex_
    unsigned index_awaited_ = 0;
    Deadline index_since_{};
    SteadyClock::duration index_{};
};

}  // namespace ingestd::pipeline

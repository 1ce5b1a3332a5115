// The newest event of every upload that may still be asked for, and who watches it.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/progress/delivery_slot.hpp>
#include <ingestd/progress/errc.hpp>
#include <ingestd/progress/progress_event.hpp>
#include <ingestd/progress/progress_state.hpp>

namespace ingestd::progress {

// One watcher's end. Bounded: what waits for a slow reader is at most 64 KiB of frames, then the
// newest alone.
//   thread  that of the executor it was subscribed on
//   owns    its place in the tracker: unsubscribes when it dies; may outlive the tracker
class Subscription {
public:
    class Impl;
    explicit Subscription(std::unique_ptr<Impl> impl);
    Subscription(Subscription&&) noexcept;
    Subscription& operator=(Subscription&&) noexcept;
    ~Subscription();

    // The frames that wait, oldest first, as soon as there is one, and at most 64; none after the
    // terminal one was given, or when the tracker closes.
    // One call at a time. Cancellable (per-operation: terminal, partial, total); a cancelled call
    // throws operation_aborted and has taken no frame.
    boost::asio::awaitable<std::vector<Delivery>> next();

    // From now on there is none, whatever waits: next() gives none, also one that is waited for.
    void stop();

private:
    std::unique_ptr<Impl> impl_;
};

// Forgets an upload `forget_after` its terminal event; from then on the catalog answers.
// The map stands behind one strand; the rules are ProgressMap's, which is told the time.
class ProgressTracker {
public:
    struct Settings {
        // The seed's promise to late watchers.
        std::chrono::milliseconds forget_after = std::chrono::minutes{5};
        // How long an event may wait for readers to take the ones before it. Longer: a burst to
        // many reaches each of them whole; shorter: one that does not read delays the others less.
        std::chrono::milliseconds patience = std::chrono::seconds{1};
        // How old an event may be when it is told. Where the machine is too busy to send every step
        // to everybody, the steps in between are left out rather than told late.
        std::chrono::milliseconds lag_max = std::chrono::seconds{2};
        // What was told survives a crash here; empty: it does not.
        std::filesystem::path told_file{};
    };

    // A told file that cannot be opened is logged; the tracker then works without.
    //   executor  of an io_context that one or several threads run; outlives the tracker
    ProgressTracker(boost::asio::any_io_executor executor, Settings settings);
    ~ProgressTracker();  // closes
    ProgressTracker(const ProgressTracker&) = delete;
    ProgressTracker& operator=(const ProgressTracker&) = delete;

    // What had been told of an unfinished upload before this process began, for its ProgressState.
    //   thread  any; never changes
    std::optional<Told> told_before(const UploadId& upload) const;

    // Tells everyone who watches.
    //   thread  any; posts to the strand, never waits
    //   errors  none: an event older than the newest (by seq), or after the terminal one, is
    //   dropped
    void publish(ProgressBurst burst);

    // The newest event at once, then each later one, then the end.
    //   max_rate  at most so many events a second; 0: every one. The terminal event is never held
    //   back thread    any coroutine; answers on the caller's executor errors
    //   progress::Errc::unknown_upload; closed, once the tracker is
    boost::asio::awaitable<Result<Subscription>> subscribe(UploadId id, double max_rate = 0);

    // Every upload's events, those that are known first. Ends only when the tracker closes.
    boost::asio::awaitable<Subscription> subscribe_to_all(double max_rate = 0);

    // The newest event, if the upload is still remembered.
    boost::asio::awaitable<std::optional<ProgressEvent>> newest(UploadId id);

    // Ends every subscription once it has given what waits; further ones end at once. For shutdown.
    //   thread  any
    void close();

    // Forgets what is kept on disk of an upload whose end was never told and never will be.
    //   thread  any
    void release(const UploadId& upload);

    // How many watch, for the metrics and the tests.
    boost::asio::awaitable<std::size_t> subscriber_count();

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace ingestd::progress

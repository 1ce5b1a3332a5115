// The newest event of every upload that may still be asked for, and who watches it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/progress/progress_event.hpp>

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
};

// One watcher's end. Bounded: what waits for a slow reader is at most 64 KiB of frames, then the newest alone.
//   thread  that of the executor it was subscribed on
//   owns    its place in the tracker: unsubscribes when it dies; may outlive the tracker
class Subscription {
public:
    class Impl;
    explicit Subscription(std::unique_ptr<Impl> impl);
    Subscription(Subscription&&) noexcept;
    Subscription& operator=(Subscription&&) noexcept;
    ~Subscription();

    // The next frame; nullopt after the terminal one was given, or when the tracker closes.
    // Cancellable (per-operation: terminal, partial, total).
    boost::asio::awaitable<std::optional<Delivery>> next();

private:
    std::unique_ptr<Impl> impl_;
};

// Forgets an upload `forget_after` its terminal event; from then on the catalog answers.
// The map stands behind one strand; the rules are ProgressMap's, which is told the time.
class ProgressTracker {
public:
    struct Settings {
        std::chrono::milliseconds forget_after = std::chrono::minutes{5};  // the seed's promise to late watchers
        std::filesystem::path told_file;  // what was told survives a crash here; empty: it does not
    };

    ProgressTracker(boost::asio::any_io_executor executor, Settings settings);
    ~ProgressTracker();

    // Tells everyone who watches.
    //   thread  any; posts to the strand, never waits
    //   errors  none: an event older than the newest (by seq) is dropped
    void publish(ProgressBurst burst);

    // The newest event at once, then each later one, then the end.
    //   max_rate  at most so many events a second; 0: every one. The terminal event is never held back
    //   thread    any coroutine; answers on the caller's executor
    //   errors    progress::Errc::unknown_upload
    boost::asio::awaitable<Result<Subscription>> subscribe(UploadId id, double max_rate = 0);

    // Every upload's events, those that are known first. Ends only when the tracker closes.
    boost::asio::awaitable<Subscription> subscribe_to_all(double max_rate = 0);

    // The newest event, if the upload is still remembered.
    boost::asio::awaitable<std::optional<ProgressEvent>> newest(UploadId id);

    // Ends every subscription; further ones end at once. For shutdown.
    void close();

    // How many watch, for the metrics and the tests.
    boost::asio::awaitable<std::size_t> subscriber_count();

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace ingestd::progress

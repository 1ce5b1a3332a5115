// The shell around ProgressMap, Mailbox and ToldLedger: a strand, a timer, and a bell a reader.
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <boost/system/system_error.hpp>

#include <ingestd/base/lasting.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/progress/mailbox.hpp>
#include <ingestd/progress/progress_map.hpp>
#include <ingestd/progress/progress_tracker.hpp>
#include <ingestd/progress/told_ledger.hpp>

namespace ingestd::progress {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Strand = asio::strand<asio::any_io_executor>;

constexpr log::Logger logger{"progress"};
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// Wakes one coroutine. A ring that nobody waits for is kept, a second one is not. A timer is all
// that it takes: a channel would hold ten times the memory for each watcher.
class Bell : public std::enable_shared_from_this<Bell> {
public:
    //   executor  the waiting coroutine's
    explicit Bell(const asio::any_io_executor& executor) : timer_{executor} {}

    // thread: any
    void ring() {
        asio::post(timer_.get_executor(), [self = shared_from_this()] {
            self->has_rung_ = true;
            self->timer_.cancel();
        });
    }

    // Whether it has rung since it was last asked.
    bool has_rung() { return std::exchange(has_rung_, false); }

    // Until it rings, or `until`. What fails is a wait that was cancelled, or ended by a ring.
    asio::awaitable<std::tuple<error_code>> wait(Deadline until) {
        timer_.expires_at(until);
        return timer_.async_wait(lasting(as_result));
    }

private:
    asio::steady_timer timer_;
    bool has_rung_ = false;
};

// Runs `work` on the strand and gives its result on the caller's executor.
template <class Work>
asio::awaitable<std::invoke_result_t<Work&>> on_strand(Strand strand, Work work) {
    using Value = std::invoke_result_t<Work&>;
    const auto home = co_await asio::this_coro::executor;
    auto start = [strand, home, work = std::move(work)](auto handler) mutable {
        auto run = [home, work = std::move(work), handler = std::move(handler)]() mutable {
            auto finish = [handler = std::move(handler), value = work()]() mutable {
                std::move(handler)(std::move(value));
            };
            asio::post(home, std::move(finish));
        };
        asio::post(strand, std::move(run));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Value)>(
        std::move(start), asio::use_awaitable
    );
}

}  // namespace

// --- Subscription

class Subscription::Impl {
public:
    Impl(const asio::any_io_executor& executor, DeliverySlot slot)
        : bell_{std::make_shared<Bell>(executor)},
          mailbox_{std::make_shared<Mailbox>(
              std::move(slot),
              // The mailbox may outlive us in the tracker, so the bell is its as well.
              [bell = bell_] { bell->ring(); }
          )} {}
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        mailbox_->abandon();
        if (unsubscribe_) unsubscribe_();
    }

    const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
    void on_destruction(std::function<void()> unsubscribe) {
        unsubscribe_ = std::move(unsubscribe);
    }

    asio::awaitable<std::vector<Delivery>> next() {
        std::vector<Delivery> deliveries;
        for (;;) {
            const auto until = take(deliveries);
            if (!until || !deliveries.empty()) co_return deliveries;
            if (bell_->has_rung()) continue;
            const auto [failed] = co_await bell_->wait(*until);
            if (failed && !bell_->has_rung()) {
                throw boost::system::system_error{asio::error::operation_aborted};
            }
        }
    }

    void stop() {
        is_stopped_ = true;
        bell_->ring();
    }

private:
    // Until when to wait where it gives nothing; nullopt: nothing will come. Apart from next(),
    // whose frame lasts as long as the wait.
    std::optional<Deadline> take(std::vector<Delivery>& deliveries) {
        if (is_stopped_) return std::nullopt;
        auto batch = mailbox_->take(SteadyClock::now());
        deliveries = std::move(batch.deliveries);
        if (std::holds_alternative<Close>(batch.otherwise)) return std::nullopt;
        if (const auto* held = std::get_if<WaitUntil>(&batch.otherwise)) return held->time;
        return Deadline::max();
    }

    std::shared_ptr<Bell> bell_;
    std::shared_ptr<Mailbox> mailbox_;
    std::function<void()> unsubscribe_;
    bool is_stopped_ = false;
};

Subscription::Subscription(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Subscription::Subscription(Subscription&&) noexcept = default;
Subscription& Subscription::operator=(Subscription&&) noexcept = default;
Subscription::~Subscription() = default;

asio::awaitable<std::vector<Delivery>> Subscription::next() {
    return impl_->next();
}
void Subscription::stop() {
    impl_->stop();
}

// --- ProgressTracker

// Shared with what has been posted: it lives until the last of that has run.
//   thread  the strand, except where it says otherwise
class ProgressTracker::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(const asio::any_io_executor& executor, const Settings& settings)
        : strand_{asio::make_strand(executor)},
          map_{
              {.forget_after = settings.forget_after,
               .patience = settings.patience,
               .lag_max = settings.lag_max}},
          timer_{strand_} {
        if (!settings.told_file.empty()) open_ledger(settings.told_file);
    }

    const Strand& strand() const { return strand_; }  // any thread
    const std::unordered_map<UploadId, Told>& told_before() const { return told_before_; }  // any

    void publish(ProgressBurst burst) {
        const UploadId upload = burst.newest.upload_id;
        const Told told{
            .seq = burst.newest.seq,
            .permille = burst.newest.permille,
            .current_chunk = burst.newest.current_chunk,
            .status = burst.newest.status,
        };
        if (!map_.publish(std::move(burst), SteadyClock::now())) return;
        note(upload, told);  // before anybody can see it
        offer_slice(upload);
        arm_timer();
    }

    std::optional<Errc> watch(const UploadId& upload, const ProgressMap::Watcher& watcher) {
        if (is_closed_) return Errc::closed;
        if (!map_.watch(upload, watcher)) return Errc::unknown_upload;
        return std::nullopt;
    }

    void watch_all(const ProgressMap::Watcher& watcher) {
        if (is_closed_) {
            watcher->end();
        } else {
            map_.watch_all(watcher);
        }
    }

    const ProgressMap& map() const { return map_; }

    void unwatch(const std::optional<UploadId>& upload, const ProgressMap::Watcher& watcher) {
        map_.unwatch(upload, watcher);
    }

    void release(const UploadId& upload) {
        if (ledger_) ledger_->release(upload);
    }

    void close() {
        is_closed_ = true;
        map_.close();
        timer_.cancel();
    }

private:
    // Held by the readers of one slice until each has taken it: then comes the next one. Goes
    // through the strand's queue, so that whoever else waits there has its turn.
    class SliceEnd {
    public:
        SliceEnd(std::weak_ptr<Impl> tracker, UploadId upload)
            : tracker_{std::move(tracker)}, upload_{upload} {}
        SliceEnd(const SliceEnd&) = delete;
        SliceEnd& operator=(const SliceEnd&) = delete;
        ~SliceEnd() {
            const auto self = tracker_.lock();
            if (!self) return;
            asio::post(self->strand_, [self, upload = upload_] {
                self->map_.end_slice(upload, SteadyClock::now());
                self->offer_slice(upload);
                self->arm_timer();
            });
        }

    private:
        std::weak_ptr<Impl> tracker_;
        UploadId upload_;
    };

    void open_ledger(const std::filesystem::path& path) {
        auto ledger = ToldLedger::open(path);
        if (!ledger) {
            logger.error("told_ledger_unusable", log::kv("error", ledger.error().detail));
            return;
        }
        ledger_ = std::move(*ledger);
        told_before_ = ledger_->read_all();
        // What has ended is not resumed, and nobody would forget it later.
        for (const auto& [upload, told] : told_before_) {
            if (is_terminal(told.status)) ledger_->release(upload);
        }
    }

    // A few stores into mapped memory: the one thing on this strand that reaches a disk, unwaited.
    void note(const UploadId& upload, const Told& told) {
        if (!ledger_) return;
        const auto noted = ledger_->note(upload, told);
        if (!noted && !std::exchange(ledger_failed_, true)) {
            logger.error("told_ledger_full", log::kv("error", noted.error().detail));
        }
        if (noted) ledger_failed_ = false;
    }

    void offer_slice(const UploadId& upload) {
        if (!map_.has_slice(upload)) return;
        const auto end = std::make_shared<SliceEnd>(weak_from_this(), upload);
        map_.offer_slice(upload, end, SteadyClock::now());
    }

    void arm_timer() {
        const auto deadline = map_.next_deadline();
        if (is_closed_ || deadline == armed_) return;
        armed_ = deadline;
        if (!deadline) {
            timer_.cancel();
            return;
        }
        timer_.expires_at(*deadline);
        timer_.async_wait([weak = weak_from_this()](error_code cancelled) {
            const auto self = weak.lock();
            if (!cancelled && self) self->meet_deadlines();
        });
    }

    void meet_deadlines() {
        for (const auto& upload : map_.meet_deadlines(SteadyClock::now())) release(upload);
        armed_.reset();
        arm_timer();
    }

    Strand strand_;
    std::unordered_map<UploadId, Told> told_before_;  // as read at the start
    std::optional<ToldLedger> ledger_;
    bool ledger_failed_ = false;
    bool is_closed_ = false;
    ProgressMap map_;
    std::optional<Deadline> armed_;
    asio::steady_timer timer_;
};

ProgressTracker::ProgressTracker(asio::any_io_executor executor, Settings settings)
    : impl_{std::make_shared<Impl>(executor, settings)} {}

ProgressTracker::~ProgressTracker() {
    close();
}

std::optional<Told> ProgressTracker::told_before(const UploadId& upload) const {
    const auto found = impl_->told_before().find(upload);
    if (found == impl_->told_before().end()) return std::nullopt;
    return found->second;
}

void ProgressTracker::publish(ProgressBurst burst) {
    asio::post(impl_->strand(), [impl = impl_, burst = std::move(burst)]() mutable {
        impl->publish(std::move(burst));
    });
}

asio::awaitable<Result<Subscription>> ProgressTracker::subscribe(UploadId id, double max_rate) {
    const auto impl = impl_;
    const auto executor = co_await asio::this_coro::executor;
    auto made = std::make_unique<Subscription::Impl>(
        executor, DeliverySlot{DeliverySlot::Watches::one_upload, max_rate}
    );
    const auto mailbox = made->mailbox();
    made->on_destruction([weak = std::weak_ptr{impl}, id, mailbox] {
        const auto tracker = weak.lock();
        if (!tracker) return;
        asio::post(tracker->strand(), [tracker, id, mailbox] { tracker->unwatch(id, mailbox); });
    });
    // From here on whatever happens to this coroutine takes the mailbox back.
    Subscription subscription{std::move(made)};
    auto watch = [impl, id, mailbox] { return impl->watch(id, mailbox); };
    const std::optional<Errc> refused = co_await on_strand(impl->strand(), std::move(watch));
    if (refused) co_return Error{make_error_code(*refused), id.str()};
    co_return std::move(subscription);
}

asio::awaitable<Subscription> ProgressTracker::subscribe_to_all(double max_rate) {
    const auto impl = impl_;
    const auto executor = co_await asio::this_coro::executor;
    auto made = std::make_unique<Subscription::Impl>(
        executor, DeliverySlot{DeliverySlot::Watches::every_upload, max_rate}
    );
    const auto mailbox = made->mailbox();
    made->on_destruction([weak = std::weak_ptr{impl}, mailbox] {
        const auto tracker = weak.lock();
        if (!tracker) return;
        asio::post(tracker->strand(), [tracker, mailbox] {
            tracker->unwatch(std::nullopt, mailbox);
        });
    });
    Subscription subscription{std::move(made)};
    auto watch = [impl, mailbox] {
        impl->watch_all(mailbox);
        return true;
    };
    co_await on_strand(impl->strand(), std::move(watch));
    co_return std::move(subscription);
}

asio::awaitable<std::optional<ProgressEvent>> ProgressTracker::newest(UploadId id) {
    const auto impl = impl_;
    auto look = [impl, id] {
        const auto* event = impl->map().newest(id);
        return event ? std::optional{*event} : std::nullopt;
    };
    co_return co_await on_strand(impl->strand(), std::move(look));
}

void ProgressTracker::close() {
    asio::post(impl_->strand(), [impl = impl_] { impl->close(); });
}

void ProgressTracker::release(const UploadId& upload) {
    asio::post(impl_->strand(), [impl = impl_, upload] { impl->release(upload); });
}

asio::awaitable<std::size_t> ProgressTracker::subscriber_count() {
    const auto impl = impl_;
    auto count = [impl] { return impl->map().watcher_count(); };
    co_return co_await on_strand(impl->strand(), std::move(count));
}

}  // namespace ingestd::progress

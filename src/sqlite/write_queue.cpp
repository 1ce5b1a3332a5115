// A group is first run as it stands, without savepoints: nearly every job succeeds, and FTS5 writes
// a segment of its own at each savepoint. Only when a job fails is the transaction rolled back and
// the same group run again, each job inside a savepoint, so that the failing ones go alone.
//
// A group that meets a full disk has stored nothing. Its jobs that may wait are held, and with them
// every such job that comes later, so that they are written in their order when there is room.
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <iterator>
#include <mutex>
#include <thread>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/sqlite/commit_pace.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd/sqlite/write_queue.hpp>

namespace ingestd::sqlite {
namespace {

constexpr log::Logger logger{"sqlite"};

// Jobs that nobody waits for, in a group that somebody waits for: each adds some 10 µs to it.
constexpr std::size_t others_beside_first_max = 32;

// What a job throws is its failure alone, whatever it is: the other jobs of the group are innocent.
template <class Run>
std::optional<Error> failure_of(Run&& run) {
    try {
        return run();
    } catch (const Failure& failure) {
        return failure.error;
    } catch (const std::exception& failure) {
        return Error{Errc::failed, failure.what()};
    }
}

// Whether what failed for it may succeed later, with nothing of it stored meanwhile.
bool passes(const Error& error) {
    return error.code == Errc::disk_full || error.code == Errc::read_only ||
           error.code == Errc::io || error.code == Errc::cannot_open || error.code == Errc::busy;
}

}  // namespace

class WriteQueue::Core : public std::enable_shared_from_this<Core> {
public:
    Core(
        Connection writer,
        boost::asio::thread_pool& pool,
        GroupLimits limits,
        std::chrono::milliseconds try_again_after
    )
        : pool_{pool},
          limits_{limits},
          try_again_after_{try_again_after},
          try_again_{pool},
          writer_{std::move(writer)} {}

    void enqueue(std::unique_ptr<Job> job);
    void drain();
    void close();
    std::optional<Error> trouble() const;
    WriteCounts counts() const;

private:
    enum class State { idle, posted, running };
    // `outcome` is set where the job failed alone.
    struct Member {
        std::unique_ptr<Job> job;
        std::optional<Error> outcome;
    };
    using Group = std::vector<Member>;

    void post_flush();
    void flush();
    bool has_group() const {
        return !first_.empty() || !waiting_.empty() || (may_try_held_ && !held_.empty());
    }
    void wait_for_more(std::unique_lock<std::mutex>& guard);
    Group next_group();
    void write_and_tell(Group group);
    Group hold(Group group, const std::optional<Error>& failed);
    void note_held_written();
    void try_again_later();
    std::optional<Error> write(Group& group);
    std::optional<Error> write_optimistically(Group& group, bool& has_failing_job);
    std::optional<Error> write_one_by_one(Group& group);

    boost::asio::thread_pool& pool_;
    const GroupLimits limits_;
    const std::chrono::milliseconds try_again_after_;

    mutable std::mutex lock_;
    std::condition_variable stopped_running_;
    std::condition_variable all_came_;
    // Guarded by lock_.
    std::deque<std::unique_ptr<Job>> first_;  // somebody waits for each
    std::deque<std::unique_ptr<Job>> waiting_;
    CommitPace pace_;
    bool waits_for_more_ = false;
    std::deque<std::unique_ptr<Job>> held_;  // jobs that wait for a reason to pass, oldest first
    bool may_try_held_ = false;              // the time has come, or the last try has succeeded
    bool is_draining_ = false;               // nothing is held any more
    std::optional<Error> trouble_;
    boost::asio::steady_timer try_again_;
    State state_ = State::idle;
    std::thread::id runner_;
    WriteCounts counts_;

    // Of the thread that runs a group.
    std::optional<Connection> writer_;  // closed when everything is written
    bool is_closed_ = false;            // after a failed sync
};

void WriteQueue::Core::enqueue(std::unique_ptr<Job> job) {
    const std::lock_guard guard{lock_};
    if (job->when_stuck == WhenStuck::wait && !held_.empty() && !is_draining_) {
        held_.push_back(std::move(job));
        return;
    }
    auto& line = job->urgency == Urgency::first ? first_ : waiting_;
    line.push_back(std::move(job));
    if (state_ == State::idle) post_flush();
    if (waits_for_more_ && first_.size() >= pace_.expected()) all_came_.notify_one();
}

void WriteQueue::Core::post_flush() {
    state_ = State::posted;
    boost::asio::post(pool_, [self = shared_from_this()] { self->flush(); });
}

// One group a turn, so that queues which share a pool take turns.
void WriteQueue::Core::flush() {
    Group group;
    {
        std::unique_lock guard{lock_};
        if (state_ != State::posted) return;  // drain() has taken over
        state_ = State::running;
        runner_ = std::this_thread::get_id();
        wait_for_more(guard);
        group = next_group();
    }
    write_and_tell(std::move(group));
    const std::lock_guard guard{lock_};
    runner_ = {};
    if (has_group()) {
        post_flush();
    } else {
        state_ = State::idle;
    }
    stopped_running_.notify_all();
}

void WriteQueue::Core::wait_for_more(std::unique_lock<std::mutex>& guard) {
    const auto until = pace_.waits_until(SteadyClock::now(), first_.size());
    if (!until) return;
    waits_for_more_ = true;
    all_came_.wait_until(guard, *until, [this] { return first_.size() >= pace_.expected(); });
    waits_for_more_ = false;
}

// Does itself what is left, so that it needs no thread of the pool: the caller may be its only one,
// or stand inside a `done` of this very queue.
void WriteQueue::Core::drain() {
    std::unique_lock guard{lock_};
    const bool is_inside_done = runner_ == std::this_thread::get_id();
    if (!is_inside_done) {
        stopped_running_.wait(guard, [&] { return state_ != State::running; });
        state_ = State::running;
        runner_ = std::this_thread::get_id();
    }
    const bool was_draining = std::exchange(is_draining_, true);
    try_again_.cancel();
    may_try_held_ = true;
    while (has_group()) {
        auto group = next_group();
        guard.unlock();
        write_and_tell(std::move(group));
        guard.lock();
    }
    is_draining_ = was_draining;
    if (!is_closed_) trouble_.reset();
    if (is_inside_done) return;
    runner_ = {};
    state_ = State::idle;
}

// Inside a `done` the file stays open for the rest of the group's; it closes with the last flush.
void WriteQueue::Core::close() {
    drain();
    const std::lock_guard guard{lock_};
    if (state_ == State::idle) writer_.reset();
}

// The held ones alone, and before all: a large job that must not wait cannot keep them from
// fitting.
WriteQueue::Core::Group WriteQueue::Core::next_group() {
    Group group;
    std::size_t bytes = 0;
    const auto take_from = [&](std::deque<std::unique_ptr<Job>>& line, std::size_t jobs_max) {
        while (!line.empty() && group.size() < jobs_max) {
            bytes += line.front()->bytes;
            if (!group.empty() && bytes > limits_.bytes) return;
            group.push_back({std::move(line.front()), std::nullopt});
            line.pop_front();
        }
    };
    if (may_try_held_ && !held_.empty()) {
        take_from(held_, limits_.jobs);
        return group;
    }
    take_from(first_, limits_.jobs);
    // Those who are waited for are not kept for long by the others, which come along all the same.
    const auto others = group.empty() ? limits_.jobs : others_beside_first_max;
    take_from(waiting_, std::min(limits_.jobs, group.size() + others));
    return group;
}

void WriteQueue::Core::write_and_tell(Group group) {
    if (group.empty()) return;
    const auto began = SteadyClock::now();
    const auto failed = is_closed_ ? Error{Errc::closed, "an earlier sync failed"} : write(group);
    if (failed && failed->code == Errc::sync_failed) {
        is_closed_ = true;
        logger.error("sync_failed", log::kv("detail", failed->detail));
    }
    {
        const std::lock_guard guard{lock_};
        if (is_closed_ && !(trouble_ && trouble_->code == Errc::sync_failed)) trouble_ = failed;
        counts_.jobs += group.size();
        ++counts_.transactions;
        group = hold(std::move(group), failed);
    }
    const auto ended = SteadyClock::now();
    std::size_t told = 0;
    for (auto& [job, outcome] : group) {
        told += job->urgency == Urgency::first ? 1 : 0;
        job->tell(outcome ? &*outcome : failed ? &*failed : nullptr);
        job.reset();  // what it captured goes before the next is told
    }
    const std::lock_guard guard{lock_};
    pace_.note_group(ended, ended - began, told, first_.size());
}

// Takes out of the group what is to be tried again, and gives the rest. All jobs that wait go
// behind one another: a later one may build on an earlier one.
WriteQueue::Core::Group WriteQueue::Core::hold(Group group, const std::optional<Error>& failed) {
    if (is_draining_ || is_closed_) return group;
    Group told;
    std::deque<std::unique_ptr<Job>> kept;
    std::optional<Error> why;
    for (auto& member : group) {
        const auto& error = member.outcome ? member.outcome : failed;
        if (error && passes(*error) && member.job->when_stuck == WhenStuck::wait) {
            why = error;
            kept.push_back(std::move(member.job));
        } else {
            told.push_back(std::move(member));
        }
    }
    if (kept.empty()) {
        if (held_.empty()) note_held_written();
        return told;
    }
    held_.insert(
        held_.begin(), std::make_move_iterator(kept.begin()), std::make_move_iterator(kept.end())
    );
    const auto waits = [](const auto& job) { return job->when_stuck == WhenStuck::wait; };
    const auto first = std::stable_partition(waiting_.begin(), waiting_.end(), std::not_fn(waits));
    std::move(first, waiting_.end(), std::back_inserter(held_));
    waiting_.erase(first, waiting_.end());
    if (!trouble_) logger.warn("writing_waits", log::kv("why", why->detail));
    trouble_ = std::move(why);
    try_again_later();
    return told;
}

void WriteQueue::Core::note_held_written() {
    may_try_held_ = false;
    if (trouble_) logger.info("writing_goes_on");
    trouble_.reset();
}

void WriteQueue::Core::try_again_later() {
    may_try_held_ = false;
    try_again_.expires_after(try_again_after_);
    try_again_.async_wait([self = shared_from_this()](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        const std::lock_guard guard{self->lock_};
        self->may_try_held_ = true;
        if (self->state_ == State::idle) self->post_flush();
    });
}

std::optional<Error> WriteQueue::Core::write(Group& group) {
    bool has_failing_job = false;
    const auto failed = write_optimistically(group, has_failing_job);
    return has_failing_job ? write_one_by_one(group) : failed;
}

std::optional<Error> WriteQueue::Core::write_optimistically(Group& group, bool& has_failing_job) {
    return failure_of([&]() -> std::optional<Error> {
        WriteTransaction transaction{*writer_};
        for (auto& member : group) {
            has_failing_job = failure_of([&] { return member.job->run(*writer_); }).has_value();
            if (has_failing_job) return std::nullopt;
        }
        transaction.commit();
        return std::nullopt;
    });
}

std::optional<Error> WriteQueue::Core::write_one_by_one(Group& group) {
    return failure_of([&]() -> std::optional<Error> {
        WriteTransaction transaction{*writer_};
        for (auto& member : group) {
            Savepoint savepoint{*writer_};
            member.outcome = failure_of([&] { return member.job->run(*writer_); });
            // SQLite may have taken back everything, also the jobs before this one.
            if (!writer_->in_transaction()) return member.outcome;
            // What comes after a job that is to be tried again must not be judged without it.
            if (member.outcome && passes(*member.outcome) &&
                member.job->when_stuck == WhenStuck::wait)
                return member.outcome;
            if (!member.outcome) savepoint.keep();
        }
        transaction.commit();
        return std::nullopt;
    });
}

WriteCounts WriteQueue::Core::counts() const {
    const std::lock_guard guard{lock_};
    return counts_;
}

std::optional<Error> WriteQueue::Core::trouble() const {
    const std::lock_guard guard{lock_};
    return trouble_;
}

WriteQueue::WriteQueue(
    Connection writer,
    boost::asio::thread_pool& pool,
    GroupLimits limits,
    std::chrono::milliseconds try_again_after
)
    : core_{std::make_shared<Core>(std::move(writer), pool, limits, try_again_after)} {}

WriteQueue::~WriteQueue() {
    core_->close();
}

void WriteQueue::drain() {
    core_->drain();
}

void WriteQueue::enqueue(std::unique_ptr<Job> job) {
    core_->enqueue(std::move(job));
}

std::optional<Error> WriteQueue::trouble() const {
    return core_->trouble();
}

WriteCounts WriteQueue::counts() const {
    return core_->counts();
}

}  // namespace ingestd::sqlite

// A group is first run as it stands, without savepoints: nearly every job succeeds, and FTS5 writes
// a segment of its own at each savepoint. Only when a job fails is the transaction rolled back and
// the same group run again, each job inside a savepoint, so that the failing ones go alone.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include <ingestd/base/log.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd/sqlite/write_queue.hpp>

namespace ingestd::sqlite {
namespace {

constexpr log::Logger logger{"sqlite"};

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

}  // namespace

class WriteQueue::Core : public std::enable_shared_from_this<Core> {
public:
    Core(Connection writer, boost::asio::thread_pool& pool, GroupLimits limits)
        : pool_{pool}, limits_{limits}, writer_{std::move(writer)} {}

    void enqueue(std::unique_ptr<Job> job);
    void drain();
    void close();
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
    Group next_group();
    void write_and_tell(Group group);
    std::optional<Error> write(Group& group);
    std::optional<Error> write_optimistically(Group& group, bool& has_failing_job);
    std::optional<Error> write_one_by_one(Group& group);

    boost::asio::thread_pool& pool_;
    const GroupLimits limits_;

    mutable std::mutex lock_;
    std::condition_variable stopped_running_;
    // Guarded by lock_.
    std::deque<std::unique_ptr<Job>> waiting_;
    State state_ = State::idle;
    std::thread::id runner_;
    WriteCounts counts_;

    // Of the thread that runs a group.
    std::optional<Connection> writer_;  // closed when everything is written
    bool is_closed_ = false;            // after a failed sync
};

void WriteQueue::Core::enqueue(std::unique_ptr<Job> job) {
    const std::lock_guard guard{lock_};
    waiting_.push_back(std::move(job));
    if (state_ == State::idle) post_flush();
}

void WriteQueue::Core::post_flush() {
    state_ = State::posted;
    boost::asio::post(pool_, [self = shared_from_this()] { self->flush(); });
}

// One group a turn, so that queues which share a pool take turns.
void WriteQueue::Core::flush() {
    Group group;
    {
        const std::lock_guard guard{lock_};
        if (state_ != State::posted) return;  // drain() has taken over
        state_ = State::running;
        runner_ = std::this_thread::get_id();
        group = next_group();
    }
    write_and_tell(std::move(group));
    const std::lock_guard guard{lock_};
    runner_ = {};
    if (waiting_.empty()) {
        state_ = State::idle;
    } else {
        post_flush();
    }
    stopped_running_.notify_all();
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
    while (!waiting_.empty()) {
        auto group = next_group();
        guard.unlock();
        write_and_tell(std::move(group));
        guard.lock();
    }
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

WriteQueue::Core::Group WriteQueue::Core::next_group() {
    Group group;
    std::size_t bytes = 0;
    while (!waiting_.empty() && group.size() < limits_.jobs) {
        bytes += waiting_.front()->bytes;
        if (!group.empty() && bytes > limits_.bytes) break;
        group.push_back({std::move(waiting_.front()), std::nullopt});
        waiting_.pop_front();
    }
    return group;
}

void WriteQueue::Core::write_and_tell(Group group) {
    if (group.empty()) return;
    const auto failed = is_closed_ ? Error{Errc::closed, "an earlier sync failed"} : write(group);
    if (failed && failed->code == Errc::sync_failed) {
        is_closed_ = true;
        logger.error("sync_failed", log::kv("detail", failed->detail));
    }
    {
        const std::lock_guard guard{lock_};
        counts_.jobs += group.size();
        ++counts_.transactions;
    }
    for (auto& [job, outcome] : group) {
        job->tell(outcome ? &*outcome : failed ? &*failed : nullptr);
        job.reset();  // what it captured goes before the next is told
    }
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

WriteQueue::WriteQueue(Connection writer, boost::asio::thread_pool& pool, GroupLimits limits)
    : core_{std::make_shared<Core>(std::move(writer), pool, limits)} {}

WriteQueue::~WriteQueue() {
    core_->close();
}

void WriteQueue::drain() {
    core_->drain();
}

void WriteQueue::enqueue(std::unique_ptr<Job> job, std::size_t bytes) {
    job->bytes = bytes;
    core_->enqueue(std::move(job));
}

WriteCounts WriteQueue::counts() const {
    return core_->counts();
}

}  // namespace ingestd::sqlite

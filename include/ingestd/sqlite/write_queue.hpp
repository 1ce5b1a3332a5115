// Group commit: what waits for one database file is written in one synced transaction.
//
// A job alone is written at once. While its transaction is being synced others arrive, and the next
// transaction takes them all: groups grow with the load, and the disk's syncs a second do not bound
// the jobs a second.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/sqlite/connection.hpp>

namespace ingestd::sqlite {

// How much one transaction may hold: both bound how long the first job of a group waits for the
// last.
struct GroupLimits {
    std::size_t jobs = 256;
    std::size_t bytes = 8_MiB;  // as told by submit; a single larger job is a group alone
};

// What has been done so far, for the metrics.
struct WriteCounts {
    std::uint64_t jobs = 0;
    std::uint64_t transactions = 0;
};

// What becomes of a job that could not be written for a reason that passes: a disk that is full, or
// can only be read, or failed. Of such a transaction nothing was stored, so it may be tried again.
//   tell  who submitted it is told the error
//   wait  it is kept and tried again, in its order, until it is written or the queue is drained.
//         What waits is as much as was submitted: who submits bounds it
enum class WhenStuck { tell, wait };

//   first  somebody is waiting for the answer: goes before those that are `usual`, and the next
//          group waits a moment for more of the kind (CommitPace)
enum class Urgency { usual, first };

// The one writer of a database file.
//   thread  any, at the same time; work and `done` run on the pool, one at a time, in order of
//           submit, but for those that are `first`, and those that are `tell` when others wait
//   errors  a job that fails is rolled back alone. A COMMIT that fails fails its whole group. After
//           a failed sync every later job is refused with Errc::closed: what the file holds is
//           unknown until it is opened again
class WriteQueue {
public:
    static constexpr std::chrono::milliseconds usually_try_again_after{500};

    //   try_again_after  what waits is tried again after so long
    WriteQueue(
        Connection writer,
        boost::asio::thread_pool& pool,
        GroupLimits limits = {},
        std::chrono::milliseconds try_again_after = usually_try_again_after
    );
    WriteQueue(const WriteQueue&) = delete;
    WriteQueue& operator=(const WriteQueue&) = delete;
    ~WriteQueue();  // drain(), and the file is closed

    //   work   (Connection&) -> Result<T>, inside the transaction. May run several times (see
    //          write_queue.cpp): it must leave what it captured as it was
    //   done   (Result<T>), after the commit is synced; must neither wait nor throw
    //   bytes  roughly what the job writes
    template <class Work, class Done>
    void submit(
        Work work,
        Done done,
        std::size_t bytes = 0,
        WhenStuck when_stuck = WhenStuck::tell,
        Urgency urgency = Urgency::usual
    ) {
        auto job = std::make_unique<TypedJob<Work, Done>>(std::move(work), std::move(done));
        job->bytes = bytes;
        job->when_stuck = when_stuck;
        job->urgency = urgency;
        enqueue(std::move(job));
    }

    // Returns when everything submitted has been told; what waits is tried once more, and told its
    // error when that fails, too. May be called from a `done`.
    void drain();

    // Why nothing is written at present; nullopt: what is submitted is written.
    //   sync_failed   it will not be written any more
    //   another code  jobs wait for the reason to pass
    std::optional<Error> trouble() const;

    WriteCounts counts() const;

private:
    class Job {
    public:
        virtual ~Job() = default;
        // Failed: what to roll back for.
        virtual std::optional<Error> run(Connection& connection) = 0;
        // Once. `failed` overrides what the work answered.
        virtual void tell(const Error* failed) = 0;

        std::size_t bytes = 0;
        WhenStuck when_stuck = WhenStuck::tell;
        Urgency urgency = Urgency::usual;
    };

    template <class Work, class Done>
    class TypedJob final : public Job {
    public:
        TypedJob(Work work, Done done) : work_{std::move(work)}, done_{std::move(done)} {}

        std::optional<Error> run(Connection& connection) override {
            answer_.emplace(work_(connection));
            return answer_->has_value() ? std::nullopt : std::optional<Error>{answer_->error()};
        }
        void tell(const Error* failed) override {
            if (failed) answer_.emplace(*failed);
            done_(std::move(*answer_));
        }

    private:
        Work work_;
        Done done_;
        std::optional<std::invoke_result_t<Work&, Connection&>> answer_;
    };

    class Core;

    void enqueue(std::unique_ptr<Job> job);

    std::shared_ptr<Core> core_;  // shared with the flush that is posted
};

}  // namespace ingestd::sqlite

// Group commit: what waits for one database file is written in one synced transaction.
//
// A job alone is written at once. While its transaction is being synced others arrive, and the next
// transaction takes them all: groups grow with the load, and the disk's syncs a second do not bound
// the jobs a second.
#pragma once

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

// The one writer of a database file.
//   thread  any, at the same time; work and `done` run on the pool, one at a time, in order of
//   submit errors  a job that fails is rolled back alone. A COMMIT that fails fails its whole
//   group. After a
//           failed sync every later job is refused with Errc::closed: what the file holds is
//           unknown until it is opened again
class WriteQueue {
public:
    WriteQueue(Connection writer, boost::asio::thread_pool& pool, GroupLimits limits = {});
    WriteQueue(const WriteQueue&) = delete;
    WriteQueue& operator=(const WriteQueue&) = delete;
    ~WriteQueue();  // drain(), and the file is closed

    //   work   (Connection&) -> Result<T>, inside the transaction. May run twice (see
    //   write_queue.cpp):
    //          it must leave what it captured as it was
    //   done   (Result<T>), after the commit is synced; must neither wait nor throw
    //   bytes  roughly what the job writes
    template <class Work, class Done>
    void submit(Work work, Done done, std::size_t bytes = 0) {
        enqueue(std::make_unique<TypedJob<Work, Done>>(std::move(work), std::move(done)), bytes);
    }

    // Returns when everything submitted has been written and told. May be called from a `done`.
    void drain();

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

    void enqueue(std::unique_ptr<Job> job, std::size_t bytes);

    std::shared_ptr<Core> core_;  // shared with the flush that is posted
};

}  // namespace ingestd::sqlite

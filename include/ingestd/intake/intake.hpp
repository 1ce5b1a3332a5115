// Accepting, cancelling, taking again: what every way in has in common.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/intake/acceptance_clock.hpp>
#include <ingestd/intake/body_sink.hpp>
#include <ingestd/intake/errc.hpp>
#include <ingestd/intake/upload_request.hpp>
#include <ingestd/progress/progress_state.hpp>

namespace ingestd::catalog {
class Catalog;
struct Admission;
}  // namespace ingestd::catalog
namespace ingestd::disk {
class Space;
}
namespace ingestd::pipeline {
class Pipeline;
}

namespace ingestd::intake {

struct Accepted {
    UploadId id;
    std::uint64_t documents = 0;
    Timestamp received;
    std::optional<UploadId> retry_of{};
};

//   thread  any coroutine; answers on the caller's executor
class Intake {
public:
    //   space  what is refused when there is too little room; null: only when the disk is full
    Intake(
        catalog::Catalog& catalog,
        blobs::BlobStore& blobs,
        pipeline::Pipeline& pipeline,
        boost::asio::thread_pool& pool,
        disk::Space* space = nullptr
    );

    // Whether an upload of so many bytes could be taken in now: asked before its body is read.
    //   errors  disk::Errc
    boost::asio::awaitable<Result<void>> room_for(std::uint64_t bytes);

    // Of the first body that could not be synced: whether the disk keeps anything is unknown until
    // the process starts again.  thread: any, does not wait
    std::optional<Error> failed_sync() const;

    // For one streamed file of an upload.
    BodySink sink();

    // Safe on disk and in the catalog when this answers, and known to the tracker: whoever
    // subscribes afterwards finds it. A request whose idempotency key was given before is answered
    // with that upload. One without documents makes its collection anew of what is stored there.
    // REQUIRES: validate() found nothing.
    //   errors  of one without documents: catalog::Errc::unknown_collection,
    //           Errc::{nothing_stored, unreadable}
    //   errors  disk::Errc, blobs::Errc::disk_full, catalog::Errc::key_reused, catalog's and
    //   SQLite's
    //           codes
    boost::asio::awaitable<Result<Accepted>> accept(UploadRequest request);

    // Takes the failed documents of an upload that has ended again, from the bytes that are kept,
    // as a new upload.
    //   errors  catalog::Errc::{unknown_upload, unfinished, nothing_failed}
    boost::asio::awaitable<Result<Accepted>> retry(UploadId of);

    // Stops the upload within a chunk and removes what it had indexed; answers when it has ended.
    //   errors  Errc::unknown_upload, Errc::already_ended
    boost::asio::awaitable<Result<void>> cancel(UploadId id);

    // Cancels every unfinished upload of a collection; answers when they have ended.
    boost::asio::awaitable<void> cancel_collection(std::string collection);

    // Where each document of an unfinished upload stands, in order; empty when it is not in work.
    std::vector<progress::DocumentProgress> documents_in_work(const UploadId& id) const;

private:
    boost::asio::awaitable<Result<std::uint64_t>> stored_documents(std::string collection);
    boost::asio::awaitable<std::uint64_t> count_stored(std::string collection);
    boost::asio::awaitable<std::optional<Result<catalog::Admission>>> find_replay(
        const UploadRequest& request
    );
    Timestamp accepted_now();

    catalog::Catalog& catalog_;
    blobs::BlobStore& blobs_;
    pipeline::Pipeline& pipeline_;
    boost::asio::thread_pool& pool_;
    disk::Space* const space_;

    mutable std::mutex lock_;
    // guarded by lock_
    std::optional<Error> failed_sync_;
    AcceptanceClock clock_;
};

}  // namespace ingestd::intake

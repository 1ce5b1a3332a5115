#include <ingestd/base/answer_of.hpp>
#include <ingestd/base/fault_point.hpp>
#include <ingestd/base/on_pool.hpp>
#include <ingestd/blobs/errc.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/intake/intake.hpp>
#include <ingestd/intake/request_fingerprint.hpp>
#include <ingestd/pipeline/pipeline.hpp>
#include <ingestd/pipeline/right_of_way.hpp>

#include "settler.hpp"

namespace ingestd::intake {
namespace asio = boost::asio;
namespace {

const FaultPoint documents_settled{"intake.accept.settled"};
const FaultPoint kept{"intake.accept.kept"};
const FaultPoint started{"intake.accept.started"};

Sha256 fingerprint_of(const catalog::NewUpload& upload) {
    std::vector<RequestedDocument> documents;
    documents.reserve(upload.documents.size());
    for (const auto& document : upload.documents) {
        documents.push_back(
            {document.key,
             document.filename,
             document.content_type,
             document.metadata,
             document.sha256}
        );
    }
    return request_fingerprint(upload.collection, upload.force_recreate, upload.options, documents);
}

// Whether the catalog has surely not taken the upload. After a failed sync that is known only when
// the file is opened again.
bool is_surely_refused(const Error& error) {
    return error.code == catalog::Errc::key_reused || error.code == catalog::Errc::disk_full;
}

catalog::UnfinishedUpload work_of(const catalog::NewUpload& upload) {
    catalog::UnfinishedUpload work{
        .summary =
            {.id = upload.id,
             .collection = upload.collection,
             .force_recreate = upload.force_recreate,
             .options = upload.options,
             .received = upload.received,
             .documents = upload.documents.size(),
             .terminal_event = {}},
        .is_resumed = false,
        .is_cancelling = false,
        .generation = std::nullopt,
        .documents = {},
        .outcomes = {}};
    for (const auto& document : upload.documents) {
        auto& record = work.documents.emplace_back(document);
        record.body.reset();
    }
    return work;
}

Timestamp newest_upload(const catalog::Catalog& catalog) {
    const auto page = catalog.list_uploads({.limit = 1});
    return page.uploads.empty() ? Timestamp{} : page.uploads.front().received;
}

}  // namespace

Intake::Intake(
    catalog::Catalog& catalog,
    blobs::BlobStore& blobs,
    pipeline::Pipeline& pipeline,
    asio::thread_pool& pool,
    disk::Space* space
)
    : catalog_{catalog},
      blobs_{blobs},
      pipeline_{pipeline},
      pool_{pool},
      space_{space},
      clock_{newest_upload(catalog)} {}

Timestamp Intake::accepted_now() {
    const std::lock_guard guard{lock_};
    return clock_.next(wall_now());
}

asio::awaitable<Result<void>> Intake::room_for(std::uint64_t bytes) {
    if (!space_) co_return Result<void>{};
    if (const auto known = space_->fits_at_once(bytes)) co_return *known;
    auto ask = [this, bytes] { return space_->fits(bytes); };
    co_return co_await on_pool(pool_, std::move(ask));
}

std::optional<Error> Intake::failed_sync() const {
    const std::lock_guard guard{lock_};
    return failed_sync_;
}

BodySink Intake::sink() {
    return {blobs_, pool_, space_};
}

// What an upload without documents will make anew.
asio::awaitable<Result<std::uint64_t>> Intake::stored_documents(std::string collection) {
    auto count = [this, &collection] { return pipeline_.stored_documents(collection); };
    auto stored = co_await on_pool(pool_, std::move(count));
    const auto is_lost = [](const Error& error) {
        return error.code == index::Errc::damaged || error.code == index::Errc::missing;
    };
    if (!stored && is_lost(stored.error()))
        co_return Error{Errc::unreadable, stored.error().detail};
    if (stored && *stored == 0) {
        co_return Error{
            Errc::nothing_stored,
            "The collection " + collection +
                " holds no documents that it could be made anew of: upload some."};
    }
    co_return stored;
}

// A request that was answered before gets that answer, whatever has become of the collection.
asio::awaitable<std::optional<Result<catalog::Admission>>> Intake::find_replay(
    const UploadRequest& request
) {
    if (request.idempotency_key.empty()) co_return std::nullopt;
    catalog::NewUpload asked;
    asked.collection = request.collection;
    asked.force_recreate = request.force_recreate;
    asked.options = request.options;
    asked.idempotency_key = request.idempotency_key;
    asked.fingerprint = fingerprint_of(asked);
    auto find = [this, &asked] { return catalog_.find_known(asked); };
    co_return co_await on_pool(pool_, std::move(find));
}

asio::awaitable<Result<Accepted>> Intake::accept(UploadRequest request) {
    std::uint64_t stored = 0;
    if (request.documents.empty()) {
        const auto replay = co_await find_replay(request);
        if (replay && !*replay) co_return replay->error();
        const auto found = co_await stored_documents(request.collection);
        if (replay) {
            // Not listed yet: as many as there are.
            const auto listed = (*replay)->documents;
            co_return Accepted{
                .id = (*replay)->id,
                .documents = listed == 0 && found ? *found : listed,
                .received = (*replay)->received};
        }
        if (!found) co_return found.error();
        stored = *found;
    }
    const Settler settler{blobs_, catalog_, pool_, space_};
    auto settled = co_await settler.settle(std::move(request.documents));
    if (!settled && settled.error().code == blobs::Errc::sync_failed) {
        const std::lock_guard guard{lock_};
        if (!failed_sync_) failed_sync_ = settled.error();
    }
    if (!settled) co_return settled.error();
    documents_settled.pass();
    const pipeline::RightOfWay::Claim claim{pipeline_.right_of_way()};
    const auto published = settled->blobs();

    const auto received = accepted_now();
    catalog::NewUpload upload{
        .id = UploadId::ordered(received),
        .collection = std::move(request.collection),
        .force_recreate = request.force_recreate,
        .options = request.options,
        .received = received,
        .documents = std::move(settled->records),
        .idempotency_key = std::move(request.idempotency_key),
        .said = request.said};
    if (!upload.idempotency_key.empty()) upload.fingerprint = fingerprint_of(upload);
    auto work = work_of(upload);
    auto submit = [this, &upload](auto done) {
        catalog_.accept(std::move(upload), std::move(done));
    };
    const auto admitted = co_await answer_of<Result<catalog::Admission>>(std::move(submit));
    settled->published.clear();  // in the catalog, or nobody's
    const bool is_new = admitted && !admitted->is_replay;
    if (!is_new && !published.empty() && (admitted || is_surely_refused(admitted.error()))) {
        co_await settler.take_back(published);
    }
    if (!admitted) co_return admitted.error();
    kept.pass();
    work.summary.options = admitted->options;
    if (is_new) pipeline_.start(std::move(work));
    started.pass();
    co_return Accepted{
        .id = admitted->id,
        .documents = admitted->documents == 0 ? stored : admitted->documents,
        .received = admitted->received};
}

// For an answer to what is in work already: a figure that cannot be had is 0.
asio::awaitable<std::uint64_t> Intake::count_stored(std::string collection) {
    try {
        const auto stored = co_await stored_documents(std::move(collection));
        co_return stored ? *stored : 0;
    } catch (const std::exception&) {
        co_return 0;
    }
}

asio::awaitable<Result<Accepted>> Intake::retry(UploadId of) {
    auto submit = [this, of, received = accepted_now()](auto done) {
        catalog_.retry(of, UploadId::ordered(received), received, std::move(done));
    };
    auto work = co_await answer_of<Result<catalog::UnfinishedUpload>>(std::move(submit));
    if (!work) co_return work.error();
    Accepted accepted{
        .id = work->summary.id,
        .documents = work->summary.documents,
        .received = work->summary.received,
        .retry_of = of};
    const bool is_of_stored = work->documents.empty();
    const auto collection = work->summary.collection;
    pipeline_.start(std::move(*work));
    if (is_of_stored) accepted.documents = co_await count_stored(collection);
    co_return accepted;
}

asio::awaitable<Result<void>> Intake::cancel(UploadId id) {
    auto submit = [this, id](auto done) {
        if (!pipeline_.cancel(id, done)) done(std::nullopt);
    };
    const auto ended = co_await answer_of<std::optional<Status>>(std::move(submit));
    if (ended == Status::cancelled) co_return Result<void>{};
    auto look_up = [this, id] { return catalog_.find_upload(id).has_value(); };
    const bool is_known = co_await on_pool(pool_, std::move(look_up));
    if (!is_known) co_return Error{Errc::unknown_upload, "There is no upload " + id.str() + "."};
    co_return Error{Errc::already_ended, "The upload " + id.str() + " has ended already."};
}

asio::awaitable<void> Intake::cancel_collection(std::string collection) {
    for (const auto& id : pipeline_.uploads_of(collection)) {
        // Its own end may come first: then there is nothing to cancel any more.
        co_await cancel(id);
    }
}

std::vector<progress::DocumentProgress> Intake::documents_in_work(const UploadId& id) const {
    return pipeline_.documents_of(id);
}

}  // namespace ingestd::intake

#include <ingestd/base/answer_of.hpp>
#include <ingestd/base/fault_point.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/base/on_pool.hpp>
#include <ingestd/blobs/errc.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/intake/document_keys.hpp>
#include <ingestd/intake/intake.hpp>
#include <ingestd/intake/request_fingerprint.hpp>
#include <ingestd/pipeline/pipeline.hpp>

namespace ingestd::intake {
namespace asio = boost::asio;
namespace {

constexpr log::Logger logger{"intake"};

const FaultPoint documents_settled{"intake.accept.settled"};
const FaultPoint kept{"intake.accept.kept"};
const FaultPoint started{"intake.accept.started"};

// The documents of an upload where their bytes will stay.
//   published  kept until the catalog has answered: nobody removes these blobs meanwhile
struct Settled {
    std::vector<catalog::DocumentRecord> records;
    std::vector<blobs::StagedBlob> published;
};

// The bytes of one document where they will stay: in the catalog (`body`) or published as a blob.
Result<catalog::DocumentRecord> settle(UploadDocument& document) {
    catalog::DocumentRecord record;
    record.key = std::move(document.id);
    record.filename = std::move(document.filename);
    record.content_type = std::move(document.content_type);
    record.metadata = std::move(document.metadata);
    if (auto* staged = std::get_if<blobs::StagedBlob>(&document.content)) {
        const auto published = staged->publish();
        if (!published) return published.error();
        record.sha256 = published->sha256;
        record.bytes = published->bytes;
        return record;
    }
    auto& small = std::get<std::string>(document.content);
    record.sha256 = sha256(small);
    record.bytes = small.size();
    record.body = std::move(small);
    return record;
}

// What is not on the disk yet.
std::uint64_t bytes_in_memory(const std::vector<UploadDocument>& documents) {
    std::uint64_t bytes = 0;
    for (const auto& document : documents) {
        const auto* small = std::get_if<std::string>(&document.content);
        bytes += document.metadata.size() + (small ? small->size() : 0);
    }
    return bytes;
}

// A body given inline (JSON) may be too large for the catalog's transaction: it becomes a blob.
Result<void> spool_if_large(Content& content, blobs::BlobStore& blobs) {
    const auto* inline_bytes = std::get_if<std::string>(&content);
    if (!inline_bytes || inline_bytes->size() <= small_body_max) return {};
    auto staged = blobs.stage();
    if (!staged) return staged.error();
    if (auto appended = staged->append(std::as_bytes(std::span{*inline_bytes})); !appended)
        return appended;
    content = std::move(*staged);
    return {};
}

std::vector<Sha256> blobs_of(const Settled& settled) {
    std::vector<Sha256> hashes;
    for (const auto& record : settled.records) {
        if (!record.body) hashes.push_back(record.sha256);
    }
    return hashes;
}

// What was published for an upload that did not come to be goes again, where nobody else has it.
void take_back(
    const std::vector<Sha256>& hashes, blobs::BlobStore& blobs, const catalog::Catalog& catalog
) {
    try {
        for (const auto& hash : hashes) {
            const auto removed =
                blobs.remove_unless(hash, [&] { return catalog.is_blob_needed(hash); });
            if (!removed) logger.warn("blob_not_removed", kv("why", removed.error().detail));
        }
    } catch (const std::exception& thrown) {
        logger.warn("blob_not_removed", kv("why", thrown.what()));  // it is swept later
    }
}

Result<void> settle_each(
    std::vector<UploadDocument>& documents, blobs::BlobStore& blobs, Settled& into
) {
    for (auto& document : documents) {
        if (auto spooled = spool_if_large(document.content, blobs); !spooled) return spooled;
        auto record = settle(document);
        if (!record) return record.error();
        into.records.push_back(std::move(*record));
        if (auto* staged = std::get_if<blobs::StagedBlob>(&document.content))
            into.published.push_back(std::move(*staged));
    }
    return {};
}

// Gives each its key, and drops what stands twice.
void name(std::vector<catalog::DocumentRecord>& records) {
    std::vector<NamedBytes> names;
    for (const auto& record : records)
        names.push_back({record.key, record.filename, record.sha256});
    auto keys = document_keys(names);
    for (std::size_t i = 0; i < records.size(); ++i) records[i].key = std::move(keys[i]);
    std::erase_if(records, [](const auto& record) { return record.key.empty(); });
    std::uint32_t ordinal = 0;
    for (auto& record : records) record.ordinal = ordinal++;
}

Result<Settled> settle_all(
    std::vector<UploadDocument> documents, blobs::BlobStore& blobs, const catalog::Catalog& catalog
) {
    Settled settled;
    if (const auto each = settle_each(documents, blobs, settled); !each) {
        settled.published.clear();
        take_back(blobs_of(settled), blobs, catalog);
        return each.error();
    }
    name(settled.records);
    return settled;
}

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

asio::awaitable<Result<Accepted>> Intake::accept(UploadRequest request) {
    auto settle_documents = [this, &request]() -> Result<Settled> {
        if (space_) {
            const auto taken = space_->take(bytes_in_memory(request.documents));
            if (!taken) return taken.error();
        }
        return settle_all(std::move(request.documents), blobs_, catalog_);
    };
    auto settled = co_await on_pool(pool_, std::move(settle_documents));
    if (!settled && settled.error().code == blobs::Errc::sync_failed) {
        const std::lock_guard guard{lock_};
        if (!failed_sync_) failed_sync_ = settled.error();
    }
    if (!settled) co_return settled.error();
    documents_settled.pass();
    auto published = blobs_of(*settled);

    catalog::NewUpload upload{
        .id = UploadId::random(),
        .collection = std::move(request.collection),
        .force_recreate = request.force_recreate,
        .options = request.options,
        .received = accepted_now(),
        .documents = std::move(settled->records),
        .idempotency_key = std::move(request.idempotency_key)};
    if (!upload.idempotency_key.empty()) upload.fingerprint = fingerprint_of(upload);
    auto work = work_of(upload);
    auto submit = [this, &upload](auto done) {
        catalog_.accept(std::move(upload), std::move(done));
    };
    const auto admitted = co_await answer_of<Result<catalog::Admission>>(std::move(submit));
    settled->published.clear();  // in the catalog, or nobody's
    const bool is_new = admitted && !admitted->is_replay;
    if (!is_new && !published.empty() && (admitted || is_surely_refused(admitted.error()))) {
        auto give_up = [this, &published] { take_back(published, blobs_, catalog_); };
        co_await on_pool(pool_, std::move(give_up));
    }
    if (!admitted) co_return admitted.error();
    kept.pass();
    if (is_new) pipeline_.start(std::move(work));
    started.pass();
    co_return Accepted{
        .id = admitted->id, .documents = admitted->documents, .received = admitted->received};
}

asio::awaitable<Result<Accepted>> Intake::retry(UploadId of) {
    auto submit = [this, of, received = accepted_now()](auto done) {
        catalog_.retry(of, UploadId::random(), received, std::move(done));
    };
    auto work = co_await answer_of<Result<catalog::UnfinishedUpload>>(std::move(submit));
    if (!work) co_return work.error();
    const Accepted accepted{
        .id = work->summary.id,
        .documents = work->summary.documents,
        .received = work->summary.received,
        .retry_of = of};
    pipeline_.start(std::move(*work));
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

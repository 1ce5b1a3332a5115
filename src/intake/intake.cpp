#include <ingestd/base/on_pool.hpp>
#include <ingestd/blobs/errc.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/intake/document_keys.hpp>
#include <ingestd/intake/intake.hpp>
#include <ingestd/pipeline/pipeline.hpp>

namespace ingestd::intake {
namespace asio = boost::asio;
namespace {

// The bytes of one document where they will stay: in the catalog (`body`) or published as a blob.
Result<catalog::DocumentRecord> settle(UploadDocument document) {
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

Result<std::vector<catalog::DocumentRecord>> settle_all(
    std::vector<UploadDocument> documents, blobs::BlobStore& blobs
) {
    std::vector<catalog::DocumentRecord> records;
    std::vector<NamedBytes> names;
    for (auto& document : documents) {
        if (auto spooled = spool_if_large(document.content, blobs); !spooled)
            return spooled.error();
        auto record = settle(std::move(document));
        if (!record) return record.error();
        names.push_back({record->key, record->filename, record->sha256});
        records.push_back(std::move(*record));
    }
    auto keys = document_keys(names);
    for (std::size_t i = 0; i < records.size(); ++i) records[i].key = std::move(keys[i]);
    std::erase_if(records, [](const auto& record) { return record.key.empty(); });
    std::uint32_t ordinal = 0;
    for (auto& record : records) record.ordinal = ordinal++;
    return records;
}

asio::awaitable<Result<void>> store(catalog::Catalog& catalog, catalog::NewUpload upload) {
    const auto home = co_await asio::this_coro::executor;
    auto start = [&catalog, home, upload = std::move(upload)](auto handler) mutable {
        // std::function wants copies; the handler can only be moved.
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        catalog.accept(std::move(upload), [home, shared](Result<void> stored) {
            asio::post(home, [shared, stored = std::move(stored)]() mutable {
                std::move (*shared)(std::move(stored));
            });
        });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Result<void>)>(
        std::move(start), asio::use_awaitable
    );
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
        .generation = std::nullopt,
        .documents = {},
        .outcomes = {}};
    for (const auto& document : upload.documents) {
        auto& record = work.documents.emplace_back(document);
        record.body.reset();
    }
    return work;
}

}  // namespace

Intake::Intake(
    catalog::Catalog& catalog,
    blobs::BlobStore& blobs,
    pipeline::Pipeline& pipeline,
    asio::thread_pool& pool,
    disk::Space* space
)
    : catalog_{catalog}, blobs_{blobs}, pipeline_{pipeline}, pool_{pool}, space_{space} {}

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
    auto settle_documents = [this, &request]() -> Result<std::vector<catalog::DocumentRecord>> {
        if (space_) {
            const auto taken = space_->take(bytes_in_memory(request.documents));
            if (!taken) return taken.error();
        }
        return settle_all(std::move(request.documents), blobs_);
    };
    auto documents = co_await on_pool(pool_, std::move(settle_documents));
    if (!documents && documents.error().code == blobs::Errc::sync_failed) {
        const std::lock_guard guard{lock_};
        if (!failed_sync_) failed_sync_ = documents.error();
    }
    if (!documents) co_return documents.error();

    catalog::NewUpload upload{
        .id = UploadId::random(),
        .collection = std::move(request.collection),
        .force_recreate = request.force_recreate,
        .options = request.options,
        .received = wall_now(),
        .documents = std::move(*documents)};
    auto work = work_of(upload);
    const Accepted accepted{
        .id = upload.id, .documents = upload.documents.size(), .received = upload.received};
    const auto stored = co_await store(catalog_, std::move(upload));
    if (!stored) co_return stored.error();
    pipeline_.start(std::move(work));
    co_return accepted;
}

asio::awaitable<Result<void>> Intake::cancel(UploadId id) {
    const auto home = co_await asio::this_coro::executor;
    auto start = [this, id, home](auto handler) {
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        const auto answer = [home, shared](bool was_in_work) {
            asio::post(home, [shared, was_in_work] { std::move (*shared)(was_in_work); });
        };
        if (!pipeline_.cancel(id, [answer] { answer(true); })) answer(false);
    };
    const bool was_in_work =
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(
            std::move(start), asio::use_awaitable
        );
    if (was_in_work) co_return Result<void>{};
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

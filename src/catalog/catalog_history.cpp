// Retry, and what goes when it is needed no longer: history, bytes, space.
#include <utility>

#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd_sql/catalog.hpp>

#include "answers.hpp"
#include "catalog_impl.hpp"
#include "new_rows.hpp"
#include "rows.hpp"

namespace ingestd::catalog {
namespace {

using sqlite::Connection;
using sqlite::Query;

// 4 MiB of pages are kept for what comes next; past them a step gives back 1 MiB.
constexpr std::int64_t unused_pages_kept = 1024;
constexpr const char* give_pages_back = "PRAGMA incremental_vacuum(256)";

std::optional<UploadSummary> find(Connection& connection, const UploadId& id) {
    auto found = connection.query(sql::find_upload);
    found.bind(":upload", id);
    if (!found.step()) return std::nullopt;
    return read_upload(found).summary;
}

struct FailedDocument {
    DocumentRecord record;
    std::optional<std::int64_t> body;
};

std::vector<FailedDocument> failed_documents(Connection& connection, const UploadId& upload) {
    std::vector<FailedDocument> failed;
    auto list = connection.query(sql::list_failed_documents);
    list.bind(":upload", upload);
    while (list.step()) {
        auto& [record, body] = failed.emplace_back();
        record.ordinal = static_cast<std::uint32_t>(failed.size() - 1);
        record.key = list.string(0);
        record.filename = list.string(1);
        record.content_type = list.string(2);
        record.metadata = list.string(3);
        list.octets(4, record.sha256.bytes);
        record.bytes = list.integer<std::uint64_t>(5);
        if (!list.is_null(6)) body = list.integer(6);
        record.container = list.string(7);
        record.depth = list.integer<std::uint32_t>(8);
    }
    return failed;
}

bool is_of_stored(Connection& connection, const UploadId& upload) {
    auto asked = connection.query(sql::is_of_stored);
    asked.bind(":upload", upload);
    return asked.step() && asked.integer(0) != 0;
}

Result<UnfinishedUpload> insert_retry(
    Connection& connection, const UploadId& of, const UploadId& as, Timestamp received
) {
    const auto original = find(connection, of);
    if (!original) return Error{Errc::unknown_upload, "There is no upload " + of.str() + "."};
    if (!is_terminal(original->status)) {
        return Error{
            Errc::unfinished,
            "The upload " + of.str() +
                " has not ended: which of its documents fail is not known yet."};
    }
    auto failed = failed_documents(connection, of);
    const bool begins_again = original->force_recreate && original->status == Status::failed &&
                              is_of_stored(connection, of);
    if (failed.empty() && !begins_again) {
        return Error{Errc::nothing_failed, "No document of the upload " + of.str() + " failed."};
    }
    // Made again it would be empty.
    if (failed.empty() && !has_collection(connection, original->collection))
        return no_collection(original->collection);
    UnfinishedUpload work;
    work.summary = {
        .id = as,
        .collection = original->collection,
        // Some of it may be in: making the collection anew would lose that.
        .force_recreate = original->force_recreate && original->status == Status::failed,
        .options = original->options,
        .received = received,
        .documents = failed.size(),
        .terminal_event = {},
        .retry_of = of};
    insert_collection(connection, original->collection, received);
    const auto row = insert_upload_row(connection, work.summary);
    for (auto& [record, body] : failed) {
        insert_document_row(connection, row, record, body);
        work.documents.push_back(std::move(record));
    }
    return work;
}

// The blob that the document referred to, when its bytes were one.
std::optional<Sha256> free_document(Connection& connection, const HeldBytes& document) {
    std::optional<std::int64_t> body;
    Sha256 sha256;
    {
        auto freed = connection.query(sql::free_document);
        freed.bind(":upload", document.upload_row).bind(":ordinal", document.ordinal);
        if (!freed.step()) return std::nullopt;
        if (!freed.is_null(0)) body = freed.integer(0);
        freed.octets(1, sha256.bytes);
    }
    if (!body) return sha256;
    connection.query(sql::clear_body)
        .bind(":upload", document.upload_row)
        .bind(":ordinal", document.ordinal)
        .run();
    connection.query(sql::delete_body).bind(":body", *body).run();
    return std::nullopt;
}

std::vector<HeldBytes> read_held(Query& list) {
    std::vector<HeldBytes> held;
    while (list.step()) {
        held.push_back(
            {list.integer(0),
             list.id<UploadId>(1),
             list.integer<std::uint32_t>(2),
             list.string(3),
             list.integer(4) != 0,
             list.integer(5) != 0}
        );
    }
    return held;
}

}  // namespace

void Catalog::retry(UploadId of, UploadId as, Timestamp received, Done<UnfinishedUpload> done) {
    impl_->queue.submit(
        [of, as, received](Connection& connection) {
            return insert_retry(connection, of, as, received);
        },
        tell<UnfinishedUpload>(std::move(done))
    );
}

void Catalog::prune(Timestamp before, std::uint32_t limit, Done<std::vector<UploadId>> done) {
    impl_->queue.submit(
        [before, limit](Connection& connection) -> Result<std::vector<UploadId>> {
            std::vector<UploadId> pruned;
            auto update = connection.query(sql::prune_uploads);
            update.bind(":before", stored(before)).bind(":limit", limit);
            while (update.step()) pruned.push_back(update.id<UploadId>(0));
            return pruned;
        },
        tell<std::vector<UploadId>>(std::move(done))
    );
}

void Catalog::free(std::vector<HeldBytes> documents, Done<std::vector<Sha256>> done) {
    impl_->queue.submit(
        [documents = std::move(documents)](Connection& connection) -> Result<std::vector<Sha256>> {
            std::vector<Sha256> blobs;
            for (const auto& document : documents) {
                if (auto blob = free_document(connection, document)) blobs.push_back(*blob);
            }
            return blobs;
        },
        tell<std::vector<Sha256>>(std::move(done))
    );
}

void Catalog::forget(UploadId upload, std::uint32_t limit, Done<bool> done) {
    impl_->queue.submit(
        [upload, limit](Connection& connection) -> Result<bool> {
            connection.query(sql::delete_freed_documents)
                .bind(":upload", upload)
                .bind(":limit", limit)
                .run();
            if (connection.changed_rows() == limit) return true;
            connection.query(sql::delete_pruned_upload).bind(":upload", upload).run();
            return false;
        },
        tell<bool>(std::move(done))
    );
}

void Catalog::return_space(Done<bool> done) {
    impl_->queue.submit(
        [](Connection& connection) -> Result<bool> {
            {
                auto pages = connection.query(sql::page_counts);
                constexpr std::int64_t incrementally = 2;
                if (!pages.step() || pages.integer(1) != incrementally) return false;
                if (pages.integer(0) <= unused_pages_kept) return false;
            }
            connection.execute(give_pages_back);
            return true;
        },
        tell<bool>(std::move(done))
    );
}

std::vector<HeldBytes> Catalog::held_of_upload(
    const UploadId& upload, std::uint32_t from_ordinal, std::uint32_t limit
) const {
    auto reader = impl_->readers.lease();
    auto list = reader->query(sql::list_held_of_upload);
    list.bind(":upload", upload).bind(":ordinal", from_ordinal).bind(":limit", limit);
    return read_held(list);
}

std::vector<HeldBytes> Catalog::held_of_key(
    const std::string& collection,
    const std::string& key,
    std::int64_t from_row,
    std::uint32_t limit
) const {
    auto reader = impl_->readers.lease();
    auto list = reader->query(sql::list_held_of_key);
    list.bind(":collection", collection)
        .bind(":key", key)
        .bind(":upload", from_row)
        .bind(":limit", limit);
    return read_held(list);
}

std::vector<ReplacedKey> Catalog::replaced_keys(
    const UploadId& upload, std::uint32_t from_ordinal, std::uint32_t limit
) const {
    auto reader = impl_->readers.lease();
    std::vector<ReplacedKey> keys;
    auto list = reader->query(sql::list_replaced_keys);
    list.bind(":upload", upload).bind(":ordinal", from_ordinal).bind(":limit", limit);
    while (list.step())
        keys.push_back({list.integer<std::uint32_t>(0), list.string(1), list.string(2)});
    return keys;
}

std::optional<std::string> Catalog::recreated_collection(const UploadId& upload) const {
    auto reader = impl_->readers.lease();
    auto found = reader->query(sql::find_ended);
    found.bind(":upload", upload);
    if (!found.step() || found.integer(1) == 0) return std::nullopt;
    return found.string(0);
}

std::vector<EndedUpload> Catalog::ended_after(std::int64_t row, std::uint32_t limit) const {
    auto reader = impl_->readers.lease();
    std::vector<EndedUpload> uploads;
    auto list = reader->query(sql::list_ended);
    list.bind(":row", row).bind(":limit", limit);
    while (list.step()) {
        uploads.push_back({list.integer(0), list.id<UploadId>(1), list.integer(2) != 0});
    }
    return uploads;
}

std::vector<UploadCursor> Catalog::ended_of_collection(
    const std::string& collection, const UploadCursor& after, std::uint32_t limit
) const {
    auto reader = impl_->readers.lease();
    std::vector<UploadCursor> uploads;
    auto list = reader->query(sql::list_ended_of_collection);
    list.bind(":collection", collection)
        .bind(":received", stored(after.received))
        .bind(":id", after.id)
        .bind(":limit", limit);
    while (list.step()) {
        uploads.push_back(
            {Timestamp{std::chrono::microseconds{list.integer(0)}}, list.id<UploadId>(1)}
        );
    }
    return uploads;
}

bool Catalog::is_blob_needed(const Sha256& sha256) const {
    auto reader = impl_->readers.lease();
    auto needed = reader->query(sql::is_blob_needed);
    needed.bind(":sha256", sha256.bytes);
    return needed.step() && needed.integer(0) != 0;
}

}  // namespace ingestd::catalog

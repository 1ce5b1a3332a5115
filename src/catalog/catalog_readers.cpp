#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/upload_cursor.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd_sql/catalog.hpp>

#include "catalog_impl.hpp"
#include "rows.hpp"

namespace ingestd::catalog {
namespace {

using sqlite::Connection;
using sqlite::Query;

// The narrowest index for what was asked.
Query list_statement(Connection& connection, const UploadQuery& query) {
    // Stored are only 'received' and the three ends.
    const auto status =
        query.status && is_terminal(*query.status) ? *query.status : Status::received;
    const auto wanted = query.status ? std::optional{to_string(status)} : std::nullopt;
    if (!query.collection.empty()) {
        auto list = connection.query(sql::list_uploads_by_collection);
        list.bind(":collection", query.collection).bind(":status", wanted);
        return list;
    }
    if (!wanted) return connection.query(sql::list_uploads);
    auto list = connection.query(sql::list_uploads_by_status);
    list.bind(":status", *wanted);
    return list;
}

}  // namespace

std::vector<UnfinishedUpload> Catalog::unfinished() const {
    auto reader = impl_->readers.lease();
    const sqlite::ReadTransaction snapshot{*reader};
    std::vector<UnfinishedUpload> uploads;
    auto upload = reader->query(sql::list_unfinished);
    while (upload.step()) {
        auto read = read_upload(upload);
        auto& last = uploads.emplace_back();
        last.summary = std::move(read.summary);
        last.generation = read.generation;
        last.is_cancelling = read.is_cancelling;
        last.is_resumed = true;
        auto document = reader->query(sql::list_documents);
        document.bind(":upload", last.summary.id);
        while (document.step()) {
            auto [record, outcome] = read_document(document);
            last.documents.push_back(std::move(record));
            if (outcome) last.outcomes.push_back(std::move(*outcome));
        }
    }
    return uploads;
}

std::optional<UploadSummary> Catalog::find_upload(const UploadId& id) const {
    auto reader = impl_->readers.lease();
    auto upload = reader->query(sql::find_upload);
    upload.bind(":upload", id);
    if (!upload.step()) return std::nullopt;
    return read_upload(upload).summary;
}

std::vector<DocumentResult> Catalog::results(const UploadId& id) const {
    auto reader = impl_->readers.lease();
    const sqlite::ReadTransaction snapshot{*reader};
    std::string collection;
    {
        auto upload = reader->query(sql::find_upload);
        upload.bind(":upload", id);
        if (!upload.step()) return {};
        collection = read_upload(upload).summary.collection;
    }
    std::vector<DocumentResult> results;
    auto document = reader->query(sql::list_documents);
    document.bind(":upload", id);
    while (document.step()) {
        auto [record, outcome] = read_document(document);
        results.push_back(
            {document_id(collection, outcome && outcome->kept_as ? *outcome->kept_as : record.key),
             record.ordinal,
             std::move(record.key),
             std::move(record.filename),
             record.sha256,
             record.bytes,
             record.container.empty() ? std::nullopt
                                      : std::optional{document_id(collection, record.container)},
             std::move(outcome)}
        );
    }
    return results;
}

UploadPage Catalog::list_uploads(const UploadQuery& query) const {
    auto after = query.cursor.empty() ? UploadCursor::newest() : UploadCursor::parse(query.cursor);
    if (!after) return {};
    // Before the first moment of `until` stands all that came earlier.
    if (query.until && *query.until <= after->received) after = UploadCursor{*query.until, {}};
    const auto limit = std::max<std::size_t>(query.limit, 1);
    auto reader = impl_->readers.lease();
    auto list = list_statement(*reader, query);
    list.bind(":received", stored(after->received))
        .bind(":id", after->id)
        .bind(":since", stored(query.since.value_or(Timestamp::min())))
        .bind(":limit", limit + 1);  // one more tells whether there is a next page
    UploadPage page;
    while (list.step()) {
        if (page.uploads.size() == limit) {
            const auto& last = page.uploads.back();
            page.next_cursor = UploadCursor{last.received, last.id}.str();
            break;
        }
        page.uploads.push_back(read_upload(list).summary);
    }
    return page;
}

std::optional<CollectionRecord> Catalog::find_collection(const std::string& name) const {
    auto reader = impl_->readers.lease();
    auto found = reader->query(sql::find_collection);
    found.bind(":name", name);
    if (!found.step()) return std::nullopt;
    return read_collection(found);
}

std::vector<CollectionRecord> Catalog::collections() const {
    auto reader = impl_->readers.lease();
    std::vector<CollectionRecord> collections;
    auto list = reader->query(sql::list_collections);
    while (list.step()) collections.push_back(read_collection(list));
    return collections;
}

std::optional<std::string> Catalog::body(const UploadId& upload, std::uint32_t ordinal) const {
    auto reader = impl_->readers.lease();
    auto found = reader->query(sql::find_body);
    found.bind(":upload", upload).bind(":ordinal", ordinal);
    if (!found.step()) return std::nullopt;
    return found.string(0);
}

std::vector<GenerationId> Catalog::generations() const {
    auto reader = impl_->readers.lease();
    std::vector<GenerationId> generations;
    auto list = reader->query(sql::list_generations);
    while (list.step()) generations.push_back(list.id<GenerationId>(0));
    return generations;
}

void Catalog::probe() const {
    auto reader = impl_->readers.lease();
    reader->query(sql::probe).run();
}

}  // namespace ingestd::catalog

#include "new_rows.hpp"

#include <ingestd/catalog/errc.hpp>
#include <ingestd_sql/catalog.hpp>

#include "rows.hpp"

namespace ingestd::catalog {
namespace {

using sqlite::Connection;

void insert_document(Connection& connection, std::int64_t upload, const DocumentRecord& document) {
    std::optional<std::int64_t> body;
    if (document.body) {
        connection.query(sql::insert_body).bind_bytes(":content", *document.body).run();
        body = connection.last_insert_row();
    }
    insert_document_row(connection, upload, document, body);
}

// The collection when it is new, else what it has for options that the upload does not say.
UploadOptions enter_collection(Connection& connection, const NewUpload& upload) {
    {
        auto found = connection.query(sql::find_collection);
        found.bind(":name", upload.collection);
        if (found.step())
            return with_defaults(upload.options, upload.said, read_collection(found).options);
    }
    insert_collection(connection, upload.collection, upload.received);
    return upload.options;
}

}  // namespace

void insert_collection(Connection& connection, const std::string& name, Timestamp created) {
    connection.query(sql::insert_collection)
        .bind(":name", name)
        .bind(":generation", GenerationId::random())
        .bind(":created", stored(created))
        .run();
}

bool has_collection(Connection& connection, const std::string& name) {
    auto found = connection.query(sql::find_collection);
    found.bind(":name", name);
    return found.step();
}

Error no_collection(const std::string& name) {
    return {Errc::unknown_collection, "There is no collection " + name + "."};
}

std::int64_t insert_upload_row(
    Connection& connection,
    const UploadSummary& upload,
    const std::string& idempotency_key,
    const Sha256& fingerprint
) {
    std::optional<std::string> enrichers;
    if (upload.options.enrichers) enrichers = join_enrichers(*upload.options.enrichers);
    const auto& tokenizer = upload.options.chunking.tokenizer;
    auto insert = connection.query(sql::insert_upload);
    insert.bind(":id", upload.id)
        .bind(":collection", upload.collection)
        .bind(":force_recreate", upload.force_recreate)
        .bind(":max_tokens", upload.options.chunking.max_tokens)
        .bind(":overlap_tokens", upload.options.chunking.overlap_tokens)
        .bind(":received", stored(upload.received))
        .bind(":documents", upload.documents)
        .bind(":visibility", to_string(upload.options.visibility))
        .bind(":on_same_key", to_string(upload.options.on_same_key))
        .bind(":ocr_languages", join_ocr_languages(upload.options.ocr.languages))
        .bind(":password", upload.options.password)
        .bind(":chunking_strategy", to_string(upload.options.chunking.strategy))
        .bind(":embedder", upload.options.embedder)
        .bind(":tokenizer", tokenizer ? to_string(*tokenizer) : std::string_view{})
        .bind(":enrichers", enrichers)
        .bind(":retry_of", upload.retry_of);
    if (!idempotency_key.empty()) {
        insert.bind(":idempotency_key", idempotency_key).bind(":fingerprint", fingerprint.bytes);
    }
    insert.run();
    return connection.last_insert_row();
}

void insert_document_row(
    Connection& connection,
    std::int64_t upload,
    const DocumentRecord& document,
    std::optional<std::int64_t> body
) {
    const bool has_hash = document.sha256 != Sha256{} || !document.body;
    const auto hash = has_hash ? document.sha256 : sha256(*document.body);
    connection.query(sql::insert_document)
        .bind(":upload", upload)
        .bind(":ordinal", document.ordinal)
        .bind(":key", document.key.empty() ? hash.hex() : std::string{document.key})
        .bind(":filename", document.filename)
        .bind(":content_type", document.content_type)
        .bind(":metadata", document.metadata)
        .bind(":sha256", hash.bytes)
        .bind(":bytes", document.bytes)
        .bind(":body", body)
        .bind(":parent", document.parent)
        .bind(":container", document.container)
        .bind(":depth", document.depth)
        .bind(":stored_chunks", document.stored_chunks)
        .bind(":freed", document.stored_chunks.has_value())
        .run();
}

UploadOptions insert_upload(Connection& connection, const NewUpload& upload) {
    const UploadSummary summary{
        .id = upload.id,
        .collection = upload.collection,
        .force_recreate = upload.force_recreate,
        .options = enter_collection(connection, upload),
        .received = upload.received,
        .documents = upload.documents.size(),
        .terminal_event = {}};
    const auto row =
        insert_upload_row(connection, summary, upload.idempotency_key, upload.fingerprint);
    for (const auto& document : upload.documents) insert_document(connection, row, document);
    return summary.options;
}

Result<std::vector<DocumentRecord>> insert_more(
    Connection& connection, const UploadId& upload, std::vector<DocumentRecord> documents
) {
    std::int64_t row = 0;
    std::uint64_t ordinal = 0;
    {
        auto add = connection.query(sql::add_to_upload);
        add.bind(":upload", upload).bind(":documents", documents.size());
        if (!add.step()) return Error{Errc::unknown_upload, upload.str()};
        row = add.integer(0);
        ordinal = add.integer<std::uint64_t>(1) - documents.size();
    }
    for (auto& document : documents) {
        document.ordinal = static_cast<std::uint32_t>(ordinal++);
        if (document.body && document.sha256 == Sha256{}) document.sha256 = sha256(*document.body);
        insert_document(connection, row, document);
        document.body.reset();
    }
    return documents;
}

void set_collection_options(
    Connection& connection,
    const std::string& name,
    const CollectionOptions& options,
    Timestamp created
) {
    insert_collection(connection, name, created);
    const auto& chunking = options.chunking;
    auto set = connection.query(sql::set_collection_options);
    set.bind(":name", name)
        .bind(":max_tokens", chunking.max_tokens)
        .bind(":overlap_tokens", chunking.overlap_tokens)
        .bind(":ocr_languages", join_ocr_languages(options.ocr.languages));
    if (chunking.strategy) set.bind(":chunking_strategy", to_string(*chunking.strategy));
    if (chunking.tokenizer) set.bind(":tokenizer", to_string(*chunking.tokenizer));
    set.run();
}

}  // namespace ingestd::catalog

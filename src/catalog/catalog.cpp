// The writers. Their SQL stands one statement a file in sql/; the readers are in
// catalog_readers.cpp.
#include <utility>

#include <ingestd/base/units.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/sqlite/migrations.hpp>
#include <ingestd_sql/catalog.hpp>

#include "answers.hpp"
#include "catalog_impl.hpp"
#include "new_rows.hpp"
#include "rows.hpp"

namespace ingestd::catalog {
namespace {

using sqlite::Connection;

// The working set of an acknowledgement is a few pages of each table and index; most of what is
// written is bodies, which nobody reads from here.
constexpr sqlite::ConnectionSettings writer_settings{
    .cache_bytes = 2_MiB,
    .checkpoint_at_bytes = 16_MiB,
    .can_shrink = true,  // bodies come and go
    .keeps_log = true,
};

// The upload that the request's key stands for already.
//   errors  Errc::key_reused
std::optional<Result<Admission>> find_known_upload(
    Connection& connection, const NewUpload& upload
) {
    if (upload.idempotency_key.empty()) return std::nullopt;
    auto found = connection.query(sql::find_by_idempotency_key);
    found.bind(":key", upload.idempotency_key);
    if (!found.step()) return std::nullopt;
    Sha256 fingerprint;
    found.octets(2, fingerprint.bytes);
    if (fingerprint != upload.fingerprint) {
        return Error{
            Errc::key_reused,
            "This Idempotency-Key was given before with another request, which became upload " +
                found.id<UploadId>(0).str() + ". Another request needs a key of its own."};
    }
    return Admission{
        .id = found.id<UploadId>(0),
        .received = Timestamp{std::chrono::microseconds{found.integer(1)}},
        .documents = found.integer<std::uint64_t>(3),
        .is_replay = true};
}

std::size_t bytes_of(const std::vector<DocumentRecord>& documents) {
    std::size_t bytes = 0;
    for (const auto& document : documents) {
        bytes += document.metadata.size() + (document.body ? document.body->size() : 0);
    }
    return bytes;
}

Result<void> set_outcome(Connection& connection, UploadId upload, const DocumentOutcome& outcome) {
    const auto* failure = outcome.failure ? &*outcome.failure : nullptr;
    auto update = connection.query(sql::set_outcome);
    update.bind(":status", to_string(outcome.status))
        .bind(":chunks", outcome.chunks)
        .bind(":pages", outcome.pages)
        .bind(":is_unchanged", outcome.is_unchanged)
        .bind(":replaced", outcome.replaced)
        .bind(":warnings", stored(outcome.warnings));
    if (failure) {
        update.bind(":failure_code", failure->code)
            .bind(":failure_detail", failure->detail)
            .bind(":failure_stage", to_string(failure->stage))
            .bind(":failure_page", failure->page);
    }
    update.bind(":extract_time", outcome.times.extract.count())
        .bind(":chunk_time", outcome.times.chunk.count())
        .bind(":enrich_time", outcome.times.enrich.count())
        .bind(":index_time", outcome.times.index.count())
        .bind(":is_superseded", outcome.is_superseded)
        .bind(":is_skipped", outcome.is_skipped)
        .bind(":kept_as", outcome.kept_as)
        .bind(":embedded", outcome.embedded)
        .bind(":reused", outcome.reused)
        .bind(":upload", upload)
        .bind(":ordinal", outcome.ordinal);
    update.run();
    if (connection.changed_rows() == 0) return Error{Errc::unknown_upload, upload.str()};
    return {};
}

Result<Tries> read_tries(sqlite::Query& noted, const UploadId& upload) {
    if (!noted.step()) return Error{Errc::unknown_upload, upload.str()};
    return Tries{noted.integer<std::uint32_t>(0), noted.integer<std::uint32_t>(1)};
}

std::optional<GenerationId> swap_generation(
    Connection& connection, const std::string& collection, GenerationId current
) {
    std::optional<GenerationId> before;
    {
        auto found = connection.query(sql::find_collection);
        found.bind(":name", collection);
        if (found.step()) before = read_collection(found).generation;
    }
    connection.query(sql::set_current_generation)
        .bind(":name", collection)
        .bind(":generation", current)
        .run();
    return before;
}

// With what to do about it.
Error why_not_opened(const std::filesystem::path& file, Error error) {
    error = in_our_words(std::move(error));
    if (error.code == Errc::corrupt) {
        error.detail = file.string() + " is damaged (" + error.detail +
                       "). Nothing was changed. `ingestd check` tells what of the data directory is"
                       " sound, `ingestd restore` brings a backup back.";
    } else {
        error.detail = file.string() + ": " + error.detail;
    }
    return error;
}

}  // namespace

Catalog::Catalog(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Catalog::~Catalog() = default;

Result<std::unique_ptr<Catalog>> Catalog::open(
    const std::filesystem::path& file, boost::asio::thread_pool& writers
) {
    auto writer = Connection::open(file, writer_settings);
    if (!writer) return why_not_opened(file, writer.error());
    // Everything rests on it: what is damaged is not written to.
    if (auto checked = writer->quick_check(); !checked) {
        return why_not_opened(file, checked.error());
    }
    if (auto migrated = sqlite::migrate(*writer, sql::migrations); !migrated) {
        return why_not_opened(file, migrated.error());
    }
    if (auto settled = writer->settle(); !settled) return why_not_opened(file, settled.error());
    auto impl = std::make_unique<Impl>(file, std::move(*writer), writers);
    return std::unique_ptr<Catalog>{new Catalog{std::move(impl)}};
}

std::optional<Error> Catalog::trouble() const {
    auto trouble = impl_->queue.trouble();
    if (trouble) return in_our_words(*trouble);
    return std::nullopt;
}

std::optional<Result<Admission>> Catalog::find_known(const NewUpload& upload) const {
    auto reader = impl_->readers.lease();
    return find_known_upload(*reader, upload);
}

void Catalog::accept(NewUpload upload, Done<Admission> done) {
    const auto bytes = bytes_of(upload.documents);
    impl_->queue.submit(
        [upload = std::move(upload)](Connection& connection) -> Result<Admission> {
            if (auto known = find_known_upload(connection, upload)) return *known;
            const bool is_of_stored = upload.force_recreate && upload.documents.empty();
            if (is_of_stored && !has_collection(connection, upload.collection))
                return no_collection(upload.collection);
            auto options = insert_upload(connection, upload);
            return Admission{
                .id = upload.id,
                .received = upload.received,
                .documents = upload.documents.size(),
                .options = std::move(options)};
        },
        tell<Admission>(std::move(done)),
        bytes,
        sqlite::WhenStuck::tell,
        sqlite::Urgency::first
    );
}

void Catalog::add_documents(
    UploadId upload, std::vector<DocumentRecord> documents, Done<std::vector<DocumentRecord>> done
) {
    using Records = std::vector<DocumentRecord>;
    const auto bytes = bytes_of(documents);
    impl_->queue.submit(
        [upload, documents = std::move(documents)](Connection& connection) -> Result<Records> {
            return insert_more(connection, upload, documents);
        },
        tell<Records>(std::move(done)),
        bytes,
        sqlite::WhenStuck::wait
    );
}

void Catalog::note_generation(UploadId upload, GenerationId generation, Done<void> done) {
    impl_->queue.submit(
        [upload, generation](Connection& connection) -> Result<void> {
            connection.query(sql::set_upload_generation)
                .bind(":upload", upload)
                .bind(":generation", generation)
                .run();
            if (connection.changed_rows() == 0) return Error{Errc::unknown_upload, upload.str()};
            return {};
        },
        tell<void>(std::move(done)),
        0,
        sqlite::WhenStuck::wait
    );
}

void Catalog::record_outcome(UploadId upload, DocumentOutcome outcome, Done<void> done) {
    impl_->queue.submit(
        [upload, outcome = std::move(outcome)](Connection& connection) -> Result<void> {
            if (auto set = set_outcome(connection, upload, outcome); !set) return set;
            if (outcome.status == Status::completed)
                connection.query(sql::note_written).bind(":upload", upload).run();
            return {};
        },
        tell<void>(std::move(done)),
        0,
        sqlite::WhenStuck::wait
    );
}

void Catalog::note_try(
    UploadId upload, std::uint32_t ordinal, std::uint64_t chunks, Done<Tries> done
) {
    impl_->queue.submit(
        [upload, ordinal, chunks](Connection& connection) -> Result<Tries> {
            auto noted = connection.query(sql::note_try);
            noted.bind(":upload", upload).bind(":ordinal", ordinal).bind(":chunks", chunks);
            return read_tries(noted, upload);
        },
        tell<Tries>(std::move(done)),
        0,
        sqlite::WhenStuck::wait
    );
}

void Catalog::note_helper_death(UploadId upload, std::uint32_t ordinal, Done<Tries> done) {
    impl_->queue.submit(
        [upload, ordinal](Connection& connection) -> Result<Tries> {
            auto noted = connection.query(sql::note_helper_death);
            noted.bind(":upload", upload).bind(":ordinal", ordinal);
            return read_tries(noted, upload);
        },
        tell<Tries>(std::move(done)),
        0,
        sqlite::WhenStuck::wait
    );
}

void Catalog::forgive_tries(Done<void> done) {
    impl_->queue.submit(
        [](Connection& connection) -> Result<void> {
            connection.query(sql::forgive_tries).run();
            return {};
        },
        tell<void>(std::move(done))
    );
}

void Catalog::note_cancelling(UploadId upload, Done<void> done) {
    impl_->queue.submit(
        [upload](Connection& connection) -> Result<void> {
            connection.query(sql::set_cancelling).bind(":upload", upload).run();
            return {};
        },
        tell<void>(std::move(done)),
        0,
        sqlite::WhenStuck::wait
    );
}

void Catalog::finish(
    UploadId upload,
    Status status,
    std::string terminal_event,
    std::optional<GenerationId> current,
    Done<std::optional<GenerationId>> done
) {
    using Answer = Result<std::optional<GenerationId>>;
    impl_->queue.submit(
        [upload, status, current, event = std::move(terminal_event), ended = wall_now()](
            Connection& connection
        ) -> Answer {
            auto finished = connection.query(sql::finish_upload);
            finished.bind(":upload", upload)
                .bind(":status", to_string(status))
                .bind(":terminal_event", event)
                .bind(":ended", stored(ended));
            if (!finished.step() || !current) return std::optional<GenerationId>{};
            return swap_generation(connection, finished.string(0), *current);
        },
        tell<std::optional<GenerationId>>(std::move(done))
    );
}

void Catalog::set_options(
    std::string collection, CollectionOptions options, Timestamp created, Done<void> done
) {
    impl_->queue.submit(
        [collection = std::move(collection),
         options = std::move(options),
         created](Connection& connection) -> Result<void> {
            set_collection_options(connection, collection, options, created);
            return {};
        },
        tell<void>(std::move(done))
    );
}

void Catalog::remove_collection(std::string name, Done<GenerationId> done) {
    impl_->queue.submit(
        [name = std::move(name)](Connection& connection) -> Result<GenerationId> {
            auto removed = connection.query(sql::delete_collection);
            removed.bind(":name", name);
            if (!removed.step()) return Error{Errc::unknown_collection, "collection " + name};
            return removed.id<GenerationId>(0);
        },
        tell<GenerationId>(std::move(done))
    );
}

}  // namespace ingestd::catalog

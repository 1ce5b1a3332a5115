// What was promised: uploads, their documents and small bodies, collections and which generation of
// each is current. One SQLite file, one writer, which groups what waits into one synced
// transaction.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/catalog/records.hpp>
#include <ingestd/catalog/upload_cursor.hpp>

namespace ingestd::catalog {

// Writers answer through `done` once the transaction is synced, on a thread of the writers' pool;
// it must not wait. Readers block: call them on a pool.
//   thread  any, at the same time
//   errors  catalog::Errc, sqlite codes. What work in progress leaves here (note_generation,
//           record_outcome) waits for a disk that is full or cannot be written: such an error
//           reaches their `done` only when the catalog is closed meanwhile, or a sync failed
class Catalog {
public:
    template <class T>
    using Done = std::function<void(Result<T>)>;

    // Reads the whole structure of the file first; one that is damaged is left as it is.
    //   errors  catalog::Errc::{corrupt, newer_schema, locked}, with what to do
    static Result<std::unique_ptr<Catalog>> open(
        const std::filesystem::path& file, boost::asio::thread_pool& writers
    );
    ~Catalog();  // waits until what was submitted has been written

    // Stores the upload and all its documents, and the collection when it is new. Bodies without a
    // hash yet (sha256 all zero) are hashed on the writer's thread first, and an empty key becomes
    // that hash. Where its idempotency key was given before with the same request, nothing is
    // stored and that upload is the answer.
    // One without documents needs a collection that is there: it is made anew of what it has.
    //   errors  Errc::{key_reused, unknown_collection}
    void accept(NewUpload upload, Done<Admission> done);

    // Stores what failed of an upload that has ended as the new upload `as`; the bytes are shared.
    // One that recreated its collection does so again if all of it had failed; one that made it of
    // what was stored begins from that again. The answer is the work.
    //   errors  Errc::{unknown_upload, unfinished, nothing_failed}; Errc::unknown_collection: what
    //           was stored is gone
    void retry(UploadId of, UploadId as, Timestamp received, Done<UnfinishedUpload> done);

    // Documents that the upload comes to have after it was accepted: found inside of one of its own
    // (`parent`), or stored in its collection (`stored_chunks`); each after those that it has
    // already. Bodies are hashed as accept() does it. The answer: the same with their ordinals
    // and keys, without their bodies.
    //   errors  Errc::unknown_upload: it is not there, or has ended
    void add_documents(
        UploadId upload,
        std::vector<DocumentRecord> documents,
        Done<std::vector<DocumentRecord>> done
    );

    // The generation that a force_recreate upload builds, noted before its file is made, so that a
    // restart goes on with it.
    void note_generation(UploadId upload, GenerationId generation, Done<void> done);

    // How a document ended. Its small body is kept (a retry may ask for it).
    void record_outcome(UploadId upload, DocumentOutcome outcome, Done<void> done);

    // A document of which `chunks` are committed is about to be read: noted before it is, so that
    // one that brings the server down with it is known. How often it was tried without coming
    // further.
    void note_try(UploadId upload, std::uint32_t ordinal, std::uint64_t chunks, Done<Tries> done);

    // A helper crashed while it read the document.
    void note_helper_death(UploadId upload, std::uint32_t ordinal, Done<Tries> done);

    // The server ends in order: the tries of unfinished documents count no more.
    void forgive_tries(Done<void> done);

    // Before what the upload had indexed is removed: a restart goes on cancelling it.
    void note_cancelling(UploadId upload, Done<void> done);

    // The upload has ended: its last event is kept for whoever asks later. Where `current` is given
    // it becomes the collection's current generation in the same transaction; the answer is the one
    // before it.
    void finish(
        UploadId upload,
        Status status,
        std::string terminal_event,
        std::optional<GenerationId> current,
        Done<std::optional<GenerationId>> done
    );

    // Takes up to `limit` uploads that ended before `before` out of the history, the oldest first:
    // they are found and listed no longer, and their failed documents need no bytes. The answer is
    // which.
    void prune(Timestamp before, std::uint32_t limit, Done<std::vector<UploadId>> done);

    // Keeps the bytes of these documents no longer, where a retry has not come to need them; small
    // bodies that nobody else refers to go with it. The answer: which blobs have lost a reference.
    // REQUIRES: none stands in its collection. A few dozen a call, since it is one transaction.
    void free(std::vector<HeldBytes> documents, Done<std::vector<Sha256>> done);

    // Forgets up to `limit` documents, freed before, of an upload out of the history, and with the
    // last of them the upload. The answer: whether more may be left.
    void forget(UploadId upload, std::uint32_t limit, Done<bool> done);

    // Gives up to 1 MiB of the file that has long been unused back to the disk. The answer: whether
    // there is more.
    void return_space(Done<bool> done);

    // What the collection has for its uploads from now on, in the place of all that it had. One
    // that is not there is made, `created` then.
    void set_options(
        std::string collection, CollectionOptions options, Timestamp created, Done<void> done
    );

    // Removes the collection; the answer is its generation, whose file the caller deletes.
    //   errors  catalog::Errc::unknown_collection
    void remove_collection(std::string name, Done<GenerationId> done);

    // What accept() would answer by the idempotency key alone; nullopt: the key is new, or none.
    //   errors  Errc::key_reused
    std::optional<Result<Admission>> find_known(const NewUpload& upload) const;
    std::vector<UnfinishedUpload> unfinished() const;  // oldest first
    std::optional<UploadSummary> find_upload(const UploadId& id) const;
    std::vector<DocumentResult> results(const UploadId& id) const;
    // Empty for a cursor that is none: UploadCursor::parse tells.
    UploadPage list_uploads(const UploadQuery& query) const;
    std::optional<CollectionRecord> find_collection(const std::string& name) const;
    std::vector<CollectionRecord> collections() const;  // by name
    // The bytes of a small body; nullopt where it is a blob.
    std::optional<std::string> body(const UploadId& upload, std::uint32_t ordinal) const;
    // Every generation that is current or being built: files of others may be deleted.
    std::vector<GenerationId> generations() const;

    // What is held for documents that may have left their collections. Each from a place on, which
    // stands in what was given last; empty at the end.
    std::vector<HeldBytes> held_of_upload(
        const UploadId& upload, std::uint32_t from_ordinal, std::uint32_t limit
    ) const;
    std::vector<HeldBytes> held_of_key(
        const std::string& collection,
        const std::string& key,
        std::int64_t from_row,
        std::uint32_t limit
    ) const;
    std::vector<ReplacedKey> replaced_keys(
        const UploadId& upload, std::uint32_t from_ordinal, std::uint32_t limit
    ) const;
    // The collection that an upload which has ended built anew and took over.
    std::optional<std::string> recreated_collection(const UploadId& upload) const;
    // Uploads that have ended, also those out of the history; oldest first.
    std::vector<EndedUpload> ended_after(std::int64_t row, std::uint32_t limit) const;
    std::vector<UploadCursor> ended_of_collection(
        const std::string& collection, const UploadCursor& after, std::uint32_t limit
    ) const;
    // Whether a document's bytes are this blob.
    bool is_blob_needed(const Sha256& sha256) const;

    // Throws when the file can no longer be read: for readiness.
    void probe() const;
    // Why nothing is written at present; nullopt: nothing is in the way. Any thread, does not wait.
    //   Errc::sync_failed  nothing will be any more: the process has to start again
    std::optional<Error> trouble() const;

private:
    class Impl;
    explicit Catalog(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace ingestd::catalog

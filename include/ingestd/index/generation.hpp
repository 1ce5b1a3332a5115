// One build of a collection: a SQLite file with everything that can be found in it, and the ledger
// of what has been committed for each document. These move in one transaction.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/digest.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/document/block.hpp>
#include <ingestd/document/chunk.hpp>
#include <ingestd/document/document_facts.hpp>
#include <ingestd/document/embedding_model.hpp>
#include <ingestd/document/filter.hpp>
#include <ingestd/document/neighbour.hpp>
#include <ingestd/document/original.hpp>
#include <ingestd/document/upload_options.hpp>
#include <ingestd/vector/row_set.hpp>

namespace ingestd::index {

// A document about to be written.
//   collection   of its id, should the key have to be numbered (OnSameKey::keep)
//   fingerprint  of bytes, options and metadata: the same means unchanged
//   original     of no hash: it is not known
//   accepted     when its upload was, no two uploads alike: of two versions of a key the one that
//                was accepted later stands, whichever completes first
//   is_held      hidden until settle_upload
//   parent       the document that it was found inside of; nullopt: it was sent by itself
//   embedding    what its chunks' vectors are made by; the first of a generation binds it. nullopt:
//                they have none
//   cut_by       how it is cut into chunks: what is committed of an unfinished document that was
//                cut otherwise goes, and it begins anew
struct DocumentEntry {
    DocumentId id;
    std::string collection{};
    std::string key;
    std::string filename;
    std::string metadata = "{}";
    Sha256 fingerprint;
    Original original;
    UploadId upload;
    std::uint32_t ordinal = 0;
    Timestamp accepted{};
    OnSameKey on_same_key = OnSameKey::replace;
    bool is_held = false;
    std::optional<DocumentId> parent{};
    std::optional<EmbeddingModel> embedding{};
    std::string cut_by{};
};

// What became of a document whose key others bring too.
enum class Standing : std::uint8_t {
    stands,      // it is the version of its key, or will be once its upload completes
    unchanged,   // the same is there already
    superseded,  // an upload that was accepted later has brought the key
    skipped,     // another version is there, and OnSameKey::skip leaves it be
};

//   replaced  chunks of the older version that it took the place of
struct Placed {
    Standing standing = Standing::stands;
    std::optional<std::uint64_t> replaced{};

    friend bool operator==(const Placed&, const Placed&) = default;
};

//   settles  nothing can undo it any more, so that what it replaces goes at once; else that is kept
//            until settle_upload or discard_upload
struct PlacingRules {
    OnSameKey on_same_key = OnSameKey::replace;
    bool settles = true;
};

//   kept  keys of documents inside of others that the upload brought in vain: what stood before
//         under these still does
struct SettlingRules {
    OnSameKey on_same_key = OnSameKey::replace;
    std::vector<std::string> kept{};
};

// How a document of an upload that was held came to stand.
struct ReleasedDocument {
    std::uint32_t ordinal = 0;
    Placed placed;

    friend bool operator==(const ReleasedDocument&, const ReleasedDocument&) = default;
};

// A place in the ledger, valid for this generation's file.
using DocumentRow = std::int64_t;

//   key           under which it stands: the entry's, or a numbered one (OnSameKey::keep)
//   chunks        committed already: this upload's own from before a restart, or, where
//                 unchanged, those of the same document brought earlier
//   bytes_by_language  of those chunks, where it is not complete: what enriching has found in them
//   is_complete   nothing is left to do: a restart met a finished document, or another stands
struct OpenedDocument {
    DocumentRow row = 0;  // 0: none of its own
    std::string key;
    std::uint64_t chunks = 0;
    std::map<std::string, std::uint64_t> bytes_by_language;
    bool is_complete = false;
    Standing standing = Standing::stands;
    std::uint32_t pages = 0;            // where is_complete
    std::vector<std::string> warnings;  // where is_complete
    std::optional<std::uint64_t>
        replaced;                // where is_complete: chunks of an older version that went
    std::uint64_t children = 0;  // where is_complete: documents that were found inside of it
};

// What is known of a document once all of it has been read.
//   children  documents that were found inside of it
struct DocumentSummary {
    DocumentFacts facts;
    std::string title;
    std::string language;
    std::vector<PageRange> pages;
    std::uint64_t text_bytes = 0;
    std::uint64_t chunks = 0;
    std::uint64_t children = 0;
    BlockCounts blocks{};
};

//   original  nullopt: written before it was noted
//   parent    the document that it was found inside of
struct StoredDocument {
    DocumentId id;
    std::string key;
    std::string filename;
    std::string metadata;
    UploadId upload;
    std::uint32_t ordinal = 0;  // in that upload
    Timestamp indexed;
    std::uint64_t chunks = 0;
    DocumentSummary summary;
    std::optional<Original> original;
    std::optional<DocumentId> parent{};
};

// A document as another generation takes it over, under the same upload and ordinal: by these its
// bytes are found.
struct StoredVersion {
    StoredDocument document;
    Sha256 fingerprint;
    Timestamp accepted{};
};

struct StoredChunk {
    ChunkId id;
    DocumentId document;
    std::string filename;
    std::string metadata;
    Chunk chunk;
};

// Which chunk is wanted, and with how much around it.
//   document  whose it is, where that is known; nullopt: any document's
//   context   chunks to either side of it
struct ChunkQuery {
    ChunkId id;
    std::optional<DocumentId> document{};
    std::uint32_t context = 0;
};

// A chunk and its document, as one moment shows both.
//   is_in_text     the document's extracted text has at the chunk's range what the chunk tells
//   before, after  as a hit's
struct ChunkInDocument {
    Chunk chunk;
    StoredDocument document;
    bool is_in_text = false;
    std::vector<Neighbour> before{};
    std::vector<Neighbour> after{};
};

// What to look for, and which of what is found.
//   filter      what may be found at all
//   offset      so many of the best are passed over: chunks, or documents where they are grouped
//   group_size  at most so many chunks of a document, which then stand together, and `limit` counts
//               documents; 0: chunk by chunk
//   context     chunks to either side of each hit
//   vector      what the text resembles, of unit length and as long as the generation's; empty: it
//               is looked for by its words alone
//   keyword_weight  of the words, 0 to 1; the rest is the vector's. 0: by the vector alone
struct HitQuery {
    std::string text;
    std::uint32_t limit = 10;
    std::uint32_t offset = 0;
    Filter filter{};
    std::uint32_t group_size = 0;
    std::uint32_t context = 0;
    std::vector<float> vector{};
    double keyword_weight = 1;
};

// So many chunks are ranked at most: what is behind them is not reached by any offset.
inline constexpr std::uint32_t ranked_max = 1'100;

// A match. `snippet` is HTML-escaped text with <mark>…</mark> around what matched.
//   before, after  in the order of the document
//   keyword, similarity  what each half gave it, 0 to 1, where the query had a vector
struct Hit {
    StoredChunk stored;
    std::string title;  // the document's
    double score = 0;   // higher is better
    std::string snippet;
    std::vector<Neighbour> before{};
    std::vector<Neighbour> after{};
    std::optional<double> keyword{};
    std::optional<double> similarity{};
};

//   hits    of HitPage, the next so many
//   others  further chunks of the document among those that were ranked
struct HitGroup {
    std::uint32_t hits = 0;
    std::uint32_t others = 0;

    friend bool operator==(const HitGroup&, const HitGroup&) = default;
};

// Best first. The pages of one query do not overlap as long as nothing is written.
//   groups  none unless grouped
struct HitPage {
    std::vector<Hit> hits;
    std::vector<HitGroup> groups;
    bool has_more = false;
};

// A chunk by its row in this generation.
struct SimilarChunk {
    std::int64_t row = 0;
    double similarity = 0;

    friend bool operator==(const SimilarChunk&, const SimilarChunk&) = default;
};

struct GenerationCounts {
    std::uint64_t documents = 0;
    std::uint64_t chunks = 0;
    std::uint64_t text_bytes = 0;
};

// Writers: one connection; what waits is written in one transaction, at once when the writer is
// idle. `done` is called after the commit is synced, on a thread of the writers' pool; it must not
// wait. What finds the disk full, or not to be written, waits for that to pass; only when the
// generation is closed meanwhile is it told. Readers block and see what is committed: call them on
// a pool.
//   thread  any, at the same time
//   errors  Errc::{damaged, sync_failed}. Readers throw theirs: ErrorThrown
class Generation {
public:
    template <class T>
    using Done = std::function<void(Result<T>)>;

    // Told when the file turns out to be damaged, and when a sync failed; any thread, must not
    // wait.
    using OnFault = std::function<void(const Error&)>;

    //   errors  Errc::damaged; sqlite's codes
    static Result<std::shared_ptr<Generation>> open(
        const std::filesystem::path& file, boost::asio::thread_pool& writers, OnFault on_fault = {}
    );
    ~Generation();

    // Finds or makes the document's place in the ledger. Where a document with the same key is
    // there already, the new version is written hidden and takes its place in complete_document.
    // Nothing is to be done where the same is there, or a later one, or one that is not to be
    // replaced, and its upload has been settled. One that has documents inside is read again even
    // so: any of these may be missing.
    //   errors  Errc::other_embedding
    void open_document(DocumentEntry entry, Done<OpenedDocument> done);

    // Appends chunks; positions go on where the ledger ends, those below it are passed over.
    //   errors  Errc::unknown_document: its row is gone; Errc::gap: chunks before these are missing
    void commit_chunks(DocumentRow row, std::vector<Chunk> chunks, Done<void> done);

    //   errors  Errc::incomplete unless the ledger has exactly summary.chunks: an earlier commit
    //   failed
    // All of it is there: becomes visible if it was hidden and not held, and the older version is
    // found no longer from the same transaction on. Whoever must not stand goes instead.
    void complete_document(
        DocumentRow row, DocumentSummary summary, PlacingRules rules, Done<Placed> done
    );

    // The upload completes: what was held becomes visible, all of it in one transaction, and can be
    // cancelled no more; then what it replaced is removed, in several. So is what stood inside of a
    // document that it brought anew and stands there no longer. Again: does what is left.
    void settle_upload(
        UploadId upload, SettlingRules rules, Done<std::vector<ReleasedDocument>> done
    );

    // Removes what was written of it (failed, cancelled).
    void discard_document(DocumentRow row, Done<void> done);

    // Removes what the upload has brought, complete or not; what it had replaced is back.
    void discard_upload(UploadId upload, Done<void> done);

    // Its file is deleted when the last holder lets go of it.
    void remove_when_closed();

    // Writes what waits, and tells what cannot be written that it was not: who waits for the disk
    // holds this generation, which would never end. For the end of the process.
    void drain();

    // Removes a visible document and those that were found inside of it. The answer: the keys of
    // all that went; none when there is no such document.
    void remove_document(DocumentId id, Done<std::vector<std::string>> done);

    // What its vectors are made by; nullopt: it has none.
    std::optional<EmbeddingModel> embedding() const;
    // Whether any chunk stands in it.
    bool is_written() const;
    // For each text the vector that a chunk with the same text has; nullopt: none has it.
    std::vector<std::optional<std::vector<float>>> find_vectors(
        const std::vector<std::string_view>& texts
    ) const;

    // Why nothing is written at present; nullopt: nothing is in the way.
    std::optional<Error> trouble() const;

    GenerationCounts counts() const;
    // Complete and, of those in work, what is visible; by key. `after` is the last page's last key.
    // Without their pages: find_document has them.
    std::vector<StoredDocument> documents(const std::string& after, std::uint32_t limit) const;
    std::optional<StoredDocument> find_document(const DocumentId& id) const;
    // The same, with what else its successor in another generation needs.
    std::optional<StoredVersion> stored_version(const DocumentId& id) const;
    // Whether the ledger has what an upload has brought as its n-th document, visible or not.
    bool holds(const UploadId& upload, std::uint32_t ordinal) const;
    // Calls `sink` with the extracted text in pieces of at most 64 KiB, in order, until it gives
    // false. All of one version, also where it is replaced meanwhile. False: there is no such
    // document.
    bool read_text(const DocumentId& id, const std::function<bool(std::string_view)>& sink) const;
    std::vector<StoredChunk> chunks(
        const DocumentId& id, std::uint64_t from_position, std::uint32_t limit
    ) const;

    // The visible chunk of an id. The ids are stored nowhere: those of a document's chunks are
    // made, some nine million a second, until one is it.
    std::optional<ChunkInDocument> find_chunk(const ChunkQuery& query) const;

    // The chunks that resemble a vector most, by the cosine of the angle between the two; best
    // first. Exact.
    //   vector   of unit length, as long as the generation's
    //   allowed  rows that may be found; null: all that are visible
    std::vector<SimilarChunk> nearest(
        std::span<const float> vector, std::uint32_t limit, const vector::RowSet* allowed = nullptr
    ) const;

    // The best chunks for what a user typed, in bounded time.  source: docs/api.md, "What a query
    // can say"
    HitPage search(const HitQuery& query) const;

private:
    class Impl;
    explicit Generation(std::unique_ptr<Impl> impl);
    void remove_replaced_by(
        UploadId upload,
        std::vector<ReleasedDocument> released,
        Done<std::vector<ReleasedDocument>> done
    );
    std::unique_ptr<Impl> impl_;
};

}  // namespace ingestd::index

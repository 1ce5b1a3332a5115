// Reading and deleting what is in a collection.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/document/block.hpp>
#include <ingestd/document/chunk.hpp>
#include <ingestd/document/collection_options.hpp>
#include <ingestd/document/document_facts.hpp>
#include <ingestd/document/neighbour.hpp>
#include <ingestd/document/original.hpp>

namespace ingestd::blobs {
class BlobStore;
}
namespace ingestd::catalog {
class Catalog;
}
namespace ingestd::index {
class Generation;
class Generations;
}  // namespace ingestd::index

namespace ingestd::collections {

//   fault    why it cannot be read; then its counts are unknown
//   options  for those of its uploads that do not say
struct CollectionView {
    std::string name;
    Timestamp created;
    std::uint64_t documents = 0;
    std::uint64_t chunks = 0;
    std::uint64_t text_bytes = 0;
    std::optional<Error> fault{};
    CollectionOptions options{};
};

//   original  nullopt: indexed before this was noted
//   parent    the document that it was found inside of (an archive, a mail)
//   children  documents that were found inside of it
struct DocumentView {
    DocumentId id;
    std::string key;
    std::string filename;
    std::string title;
    std::string language;
    std::string metadata;  // the user's JSON object as text
    UploadId upload_id;
    Timestamp indexed;
    std::uint64_t chunks = 0;
    std::uint64_t text_bytes = 0;
    DocumentFacts facts;
    std::vector<PageRange> pages;
    std::optional<Original> original;
    std::optional<DocumentId> parent{};
    std::uint64_t children = 0;
    BlockCounts blocks{};
};

// The bytes that a document was made from.
//   content  small ones, or a file to read from offset 0
struct OriginalView {
    std::string filename;
    Sha256 sha256;
    std::uint64_t bytes = 0;
    std::variant<std::string, UniqueFd> content;
};

struct ChunkView {
    ChunkId id;
    std::string metadata;
    Chunk chunk;
};

// A chunk with its document, by the chunk's id.
//   is_in_text     the document's text, as text() gives it, has exactly the chunk's at its range
//   before, after  what stands around it, in the order of the document
struct FoundChunk {
    std::string collection;
    DocumentView document;
    ChunkView view;
    bool is_in_text = false;
    std::vector<Neighbour> before{};
    std::vector<Neighbour> after{};
};

// Where a chunk is looked for.
//   collection  nullopt: in all there are
//   document    nullopt: in all there are; known, it is found at once
//   context     so many chunks to either side come with it
struct ChunkSought {
    ChunkId id;
    std::optional<std::string> collection{};
    std::optional<DocumentId> document{};
    std::uint32_t context = 0;
};

struct DocumentPage {
    std::vector<DocumentView> documents;
    std::string next_cursor;  // empty on the last page
};
struct ChunkPage {
    std::vector<ChunkView> chunks;
    std::string next_cursor;
};

// Readers block: call them on a pool. Deletions answer on the caller's executor.
//   errors  collections::Errc::{unknown_collection, unknown_document, bad_cursor, damaged}
class Collections {
public:
    // Told after something was removed, from any thread; must neither wait nor throw.
    //   key  the document's within the collection; nullopt: all of it
    using Removed =
        std::function<void(const std::string& collection, const std::optional<std::string>& key)>;

    // The generation into which a collection's documents are taken over just now, so that what is
    // deleted has to go from there, too; called from any thread, without waiting.
    using Successor = std::function<std::optional<GenerationId>(const std::string& collection)>;

    //   successor  none: nothing makes collections anew
    Collections(
        catalog::Catalog& catalog,
        index::Generations& generations,
        const blobs::BlobStore& blobs,
        Removed removed = {},
        Successor successor = {}
    );

    // One that is damaged stands among the others, with its fault.
    Result<std::vector<CollectionView>> list() const;
    Result<CollectionView> find(const std::string& name) const;
    Result<DocumentPage> documents(
        const std::string& name, const std::string& cursor, std::uint32_t limit
    ) const;
    Result<DocumentView> document(const std::string& name, const DocumentId& id) const;
    // The extracted text in pieces of at most 64 KiB; stops when `sink` gives false.
    Result<void> text(
        const std::string& name,
        const DocumentId& id,
        const std::function<bool(std::string_view)>& sink
    ) const;
    //   errors  also Errc::no_original
    Result<OriginalView> original(const std::string& name, const DocumentId& id) const;
    Result<ChunkPage> chunks(
        const std::string& name,
        const DocumentId& id,
        const std::string& cursor,
        std::uint32_t limit
    ) const;

    //   errors  also Errc::unknown_chunk. One that is in no readable collection may be in a damaged
    //           one: Errc::damaged
    Result<FoundChunk> find_chunk(const ChunkSought& sought) const;

    // In the place of all that it had, for uploads that are accepted from now on. One that is not
    // there is made.
    //   REQUIRES: a collection can have that name
    boost::asio::awaitable<Result<void>> set_options(std::string name, CollectionOptions options);

    // Uploads in work on it are not stopped by this: the caller cancels them first.
    boost::asio::awaitable<Result<void>> remove(std::string name);
    // A document that could not be removed from the successor as well is an error, though it is
    // found no longer: the same again removes it there.
    boost::asio::awaitable<Result<void>> remove_document(std::string name, DocumentId id);

private:
    using Keys = std::vector<std::string>;

    boost::asio::awaitable<Result<Keys>> remove_from_successor(
        const std::string& name,
        const std::vector<DocumentId>& ids,
        const std::shared_ptr<index::Generation>& before
    );
    Result<FoundChunk> find_chunk_in(const std::string& name, const ChunkSought& sought) const;

    catalog::Catalog& catalog_;
    index::Generations& generations_;
    const blobs::BlobStore& blobs_;
    const Removed removed_;
    const Successor successor_;
};

}  // namespace ingestd::collections

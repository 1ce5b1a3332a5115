// Frees what is needed no longer, in small steps: bytes of documents, blobs, history.
//
// Bytes are needed while an unfinished upload brings them, while the history has them as those of a
// failed document, or while the document that came from them stands in its collection. The first
// two stand in the catalog, the third in the ledger of the collection's generation, and nowhere
// else: so here both are asked.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/catalog/records.hpp>

namespace ingestd::blobs {
class BlobStore;
}
namespace ingestd::catalog {
class Catalog;
}
namespace ingestd::index {
class Generations;
}

namespace ingestd::upkeep {

// References that outlive it.
struct Rooms {
    catalog::Catalog& catalog;
    blobs::BlobStore& blobs;
    index::Generations& generations;
};

struct SweepCounts {
    std::uint64_t documents = 0;  // whose bytes were freed
    std::uint64_t blobs = 0;      // files that went
    std::uint64_t uploads = 0;    // that left the history
};

// Each call does all that there is to do of its kind, one step after the other; between two steps
// `pause` is asked, which may wait, and ends the call by false. What is left then is found the next
// time. A step is a transaction over at most `step_documents` documents.
// What cannot be told for sure is kept: a generation that does not open, a file that is not there.
//   thread  one at a time; blocks, so neither the io_context's nor one that writers answer on
//   errors  thrown, as the stores throw them
class Sweeper {
public:
    static constexpr std::uint32_t step_documents = 64;

    Sweeper(Rooms rooms, std::function<bool()> pause);

    // What the end of an upload has made superfluous: of its own, and of the versions it replaced.
    void upload_ended(const UploadId& upload);
    void document_removed(const std::string& collection, const std::string& key);
    void collection_removed(const std::string& collection);

    // Uploads that ended before `before` leave the history.
    void prune(Timestamp before);
    // All documents of all uploads that have ended: what the calls above did not come to.
    void sweep_documents();
    // Blobs that no document of the catalog is, last written before `before`.
    void sweep_blobs(Timestamp before);
    // Unused pages of the catalog's file go back to the disk.
    void return_space();

    // Since the last call.
    SweepCounts take_counts();

private:
    bool may_go_on() const { return pause_(); }
    void free_upload(const UploadId& upload);
    void forget(const UploadId& upload);
    void free_key(const std::string& collection, const std::string& key);
    void free_collection(const std::string& collection);
    void free_those_gone(std::vector<catalog::HeldBytes> held);
    bool stands(const catalog::HeldBytes& document);
    void remove_blob(const Sha256& sha256);

    const Rooms rooms_;
    const std::function<bool()> pause_;
    SweepCounts counts_;
    std::string not_opened_;  // the collection that was last complained of
};

}  // namespace ingestd::upkeep

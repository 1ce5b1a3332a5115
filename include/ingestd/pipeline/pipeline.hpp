// The way of a document from its bytes to the collection: extract → chunk → enrich → index.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/catalog/records.hpp>
#include <ingestd/progress/progress_state.hpp>

namespace ingestd::blobs {
class BlobStore;
}
namespace ingestd::catalog {
class Catalog;
}
namespace ingestd::disk {
class Space;
}
namespace ingestd::embed {
class EmbedderSet;
}
namespace ingestd::enrich {
class WebhookSet;
}
namespace ingestd::extract {
class Extractor;
}
namespace ingestd::index {
class Generations;
}
namespace ingestd::progress {
class ProgressTracker;
}

namespace ingestd::pipeline {

class RightOfWay;
class Scheduler;

// References that outlive the pipeline.
//   space      below its mark work pauses; null: only a disk that is full makes it wait
//   embedders  null: no vectors are made
//   webhooks   null: there are none
struct Rooms {
    catalog::Catalog& catalog;
    blobs::BlobStore& blobs;
    index::Generations& generations;
    extract::Extractor& extractor;
    progress::ProgressTracker& tracker;
    disk::Space* space = nullptr;
    const embed::EmbedderSet* embedders = nullptr;
    const enrich::WebhookSet* webhooks = nullptr;
};

//   workers  threads that run turns; 0: one a core
//   embedder makes the vectors of collections that begin; empty: nothing does
//   enrichers  by their names, of uploads that name none
//   ended    told after an upload has ended and the catalog knows it, from any thread, also after
//            stop(); must neither wait nor throw
struct Settings {
    unsigned workers = 0;
    std::string embedder{};
    std::vector<std::string> enrichers{};
    std::function<void(const UploadId&)> ended{};
};

// Workers take turns of at most a page or 64 KiB, fairly across uploads (FairQueue). A document
// whose commits lag, or whose helper has nothing ready, is parked: a queue that is full stops a
// document, never a thread, so memory does not grow with a document's length. What the disk denies
// fails no document: the upload says what it waits for, and goes on by itself.
//   thread  any, unless said otherwise
class Pipeline {
public:
    Pipeline(Rooms rooms, Settings settings);
    ~Pipeline();  // stop()

    // To be claimed while an upload is being acknowledged: workers stand aside meanwhile.
    RightOfWay& right_of_way();

    // Takes over an upload that the catalog holds (without documents and with force_recreate it
    // makes its collection anew of what is stored there, for another embedder); known to the
    // tracker when this returns. What the ledger has already is not done again.
    void start(catalog::UnfinishedUpload work);

    // Stops it within a chunk, removes what it had indexed so that what that had replaced is found
    // again, tells `cancelled`, then calls `done` (from any thread; it must not wait) with how the
    // upload ended: another end may have come first. False: it is not in work.
    bool cancel(const UploadId& upload, std::function<void(Status)> done);

    std::vector<UploadId> uploads_of(const std::string& collection) const;

    // How many documents a collection has, which it could be made anew of. Blocks.
    //   errors  catalog::Errc::unknown_collection; those of Generations::open
    Result<std::uint64_t> stored_documents(const std::string& collection) const;

    // What is being made of a collection's stored documents: one that is deleted has to go from
    // there too, after it has gone from the current generation.
    std::optional<GenerationId> generation_of_stored(const std::string& collection) const;

    // Where each document of an upload in work stands, in order; empty when it is not in work.
    std::vector<progress::DocumentProgress> documents_of(const UploadId& upload) const;

    // Ends the workers after their turn; what is unfinished is left to the next start.
    void stop();

private:
    // Shared with answers from the writers that may arrive after stop().
    std::shared_ptr<Scheduler> scheduler_;
};

}  // namespace ingestd::pipeline

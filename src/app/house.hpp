// What a server is made of below its pipeline: its threads and the rooms that keep things.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>

#include <boost/asio.hpp>

#include <ingestd/app/configuration.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/embed/embedder_set.hpp>
#include <ingestd/enrich/webhook_set.hpp>
#include <ingestd/extract/extractors.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/progress/progress_tracker.hpp>

namespace ingestd::app {

// What is on disk, opened; the rooms above refer to it.
struct Stores {
    std::unique_ptr<catalog::Catalog> catalog;
    std::unique_ptr<blobs::BlobStore> blobs;
};

//   errors  of Catalog::open() and BlobStore::open()
Result<Stores> open_stores(
    const std::filesystem::path& data, boost::asio::thread_pool& catalog_writer
);

//   errors  of EmbedderSet::open(); embed::Errc::bad_spec where there is none of the default's name
Result<std::unique_ptr<embed::EmbedderSet>> open_embedders(const Configuration& configuration);

//   errors  of WebhookSet::open(); enrich::Errc::bad_spec where there is none of a default's name
Result<std::unique_ptr<enrich::WebhookSet>> open_webhooks(const Configuration& configuration);

// What the rooms run on. The catalog has a writer of its own: an acknowledgement never waits behind
// an index transaction, however many collections are written at once.
struct Threads {
    Threads();

    boost::asio::io_context io;
    boost::asio::thread_pool catalog_writer;
    std::unique_ptr<boost::asio::thread_pool> index_writers;
    boost::asio::thread_pool pool;
};

// The rooms below the pipeline, in the order in which they are built; they end in the opposite one:
// the last answers of the generations' writers still find a catalog.
struct House {
    House(
        const Configuration& configuration,
        std::filesystem::path extract_program,
        Stores opened,
        std::unique_ptr<embed::EmbedderSet> opened_embedders,
        std::unique_ptr<enrich::WebhookSet> opened_webhooks,
        Threads& on
    );

    Threads& threads;
    std::atomic<bool> is_stopping = false;
    Stores stores;
    progress::ProgressTracker tracker;
    std::unique_ptr<extract::Extractor> extractor;
    index::Generations generations;
    std::unique_ptr<embed::EmbedderSet> embedders;
    std::unique_ptr<enrich::WebhookSet> webhooks;
    disk::Space space;
    std::optional<Error> failed_sync;  // of the io_context's thread
};

}  // namespace ingestd::app

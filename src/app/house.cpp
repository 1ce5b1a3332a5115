#include "house.hpp"

#include <thread>
#include <utility>

#include <ingestd/base/background_thread.hpp>
#include <ingestd/document/upload_options.hpp>
#include <ingestd/embed/errc.hpp>
#include <ingestd/enrich/errc.hpp>

#include "extract_settings.hpp"

namespace ingestd::app {
namespace asio = boost::asio;
namespace {

// Disk work mostly waits: more threads than cores let syncs overlap.
constexpr std::size_t pool_threads = 4;
constexpr std::size_t index_writer_threads = 4;

progress::ProgressTracker::Settings tracker_settings(const Configuration& configuration) {
    progress::ProgressTracker::Settings settings;
    settings.forget_after = configuration.forget_after;
    settings.told_file = configuration.data_dir / "progress.told";
    return settings;
}

// Its threads give way, as does the one that makes them.
std::unique_ptr<asio::thread_pool> make_background_pool(std::size_t threads) {
    std::unique_ptr<asio::thread_pool> pool;
    std::thread{[&] {
        give_way();
        pool = std::make_unique<asio::thread_pool>(threads);
    }}.join();
    return pool;
}

}  // namespace

Result<Stores> open_stores(const std::filesystem::path& data, asio::thread_pool& catalog_writer) {
    auto catalog = catalog::Catalog::open(data / "catalog.db", catalog_writer);
    if (!catalog) return catalog.error();
    auto blobs = blobs::BlobStore::open(data / "blobs");
    if (!blobs) return blobs.error();
    return Stores{.catalog = std::move(*catalog), .blobs = std::move(*blobs)};
}

Result<std::unique_ptr<embed::EmbedderSet>> open_embedders(const Configuration& configuration) {
    std::vector<embed::EmbedderSpec> specs;
    for (const auto& text : configuration.embedders) {
        auto spec = embed::parse_embedder_spec(text);
        if (!spec) return spec.error();
        specs.push_back(std::move(*spec));
    }
    auto set = embed::EmbedderSet::open(
        specs,
        {.onnx_library = configuration.onnx_library, .model_threads = configuration.model_threads}
    );
    const auto& by_default = configuration.default_embedder;
    if (set && by_default != no_embedder && !(*set)->find(by_default))
        return Error{
            embed::Errc::bad_spec, "--default-embedder: there is no embedder " + by_default};
    return set;
}

Result<std::unique_ptr<enrich::WebhookSet>> open_webhooks(const Configuration& configuration) {
    std::vector<enrich::EnricherSpec> specs;
    for (const auto& text : configuration.enrichers) {
        auto spec = enrich::parse_enricher_spec(text);
        if (!spec) return spec.error();
        specs.push_back(std::move(*spec));
    }
    auto set = enrich::WebhookSet::open(specs);
    if (!set) return set;
    for (const auto& name : configuration.default_enrichers) {
        if (!(*set)->find(name))
            return Error{
                enrich::Errc::bad_spec, "--default-enricher: there is no enricher " + name};
    }
    return set;
}

Threads::Threads()
    : io{1},
      catalog_writer{1},
      index_writers{make_background_pool(index_writer_threads)},
      pool{pool_threads} {
    asio::post(catalog_writer, be_prompt);
}

House::House(
    const Configuration& configuration,
    std::filesystem::path extract_program,
    Stores opened,
    std::unique_ptr<embed::EmbedderSet> opened_embedders,
    std::unique_ptr<enrich::WebhookSet> opened_webhooks,
    Threads& on
)
    : threads{on},
      stores{std::move(opened)},
      tracker{on.io.get_executor(), tracker_settings(configuration)},
      extractor{
          extract::make_extractor(extract_settings(configuration, std::move(extract_program), on.io)
          )},
      generations{configuration.data_dir / "collections", *on.index_writers},
      embedders{std::move(opened_embedders)},
      webhooks{std::move(opened_webhooks)},
      space{configuration.data_dir, disk::Reserve{configuration.disk_reserve}} {}

}  // namespace ingestd::app

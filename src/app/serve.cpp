// Wires the rooms together, runs them, ends them in order.
#include <atomic>
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <thread>

#include <boost/asio.hpp>

#include <ingestd/app/data_directory.hpp>
#include <ingestd/app/data_lock.hpp>
#include <ingestd/app/locations.hpp>
#include <ingestd/app/port_holder.hpp>
#include <ingestd/app/serve.hpp>
#include <ingestd/base/background_thread.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/extract/extractors.hpp>
#include <ingestd/http/server.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/intake/intake.hpp>
#include <ingestd/pipeline/pipeline.hpp>
#include <ingestd/progress/progress_tracker.hpp>
#include <ingestd/search/searcher.hpp>
#include <sys/resource.h>

namespace ingestd::app {
namespace asio = boost::asio;
namespace {

using namespace std::chrono_literals;

constexpr log::Logger logger{"app"};

// Disk work mostly waits: more threads than cores let syncs overlap.
constexpr std::size_t pool_threads = 4;
constexpr std::size_t index_writer_threads = 4;

// What is on disk, opened; the rooms above refer to it.
struct Stores {
    std::unique_ptr<catalog::Catalog> catalog;
    std::unique_ptr<blobs::BlobStore> blobs;
};

Result<Stores> open_stores(const std::filesystem::path& data, asio::thread_pool& writer) {
    auto catalog = catalog::Catalog::open(data / "catalog.db", writer);
    if (!catalog) return catalog.error();
    auto blobs = blobs::BlobStore::open(data / "blobs");
    if (!blobs) return blobs.error();
    return Stores{.catalog = std::move(*catalog), .blobs = std::move(*blobs)};
}

extract::Settings extract_settings(
    const Configuration& configuration, std::filesystem::path program, asio::io_context& io
) {
    extract::Settings settings;
    settings.helper_program = std::move(program);
    settings.executor = io.get_executor();
    settings.max_helpers = configuration.helpers_max;
    settings.stall_limit = configuration.helper_silence_max;
    settings.helper_memory_bytes = configuration.helper_memory_max;
    return settings;
}

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

// What the rooms run on. The catalog has a writer of its own: an acknowledgement never waits behind
// an index transaction, however many collections are written at once.
struct Threads {
    asio::io_context io{1};
    asio::thread_pool catalog_writer{1};
    std::unique_ptr<asio::thread_pool> index_writers = make_background_pool(index_writer_threads);
    asio::thread_pool pool{pool_threads};
};

// The rooms below the pipeline, in the order in which they are built; they end in the opposite one:
// the last answers of the generations' writers still find a catalog.
struct House {
    House(
        const Configuration& configuration,
        std::filesystem::path extract_program,
        Stores opened,
        Threads& on
    )
        : threads{on},
          stores{std::move(opened)},
          tracker{on.io.get_executor(), tracker_settings(configuration)},
          extractor{extract::make_extractor(
              extract_settings(configuration, std::move(extract_program), on.io)
          )},
          generations{configuration.data_dir / "collections", *on.index_writers},
          space{configuration.data_dir, disk::Reserve{configuration.disk_reserve}} {}

    Threads& threads;
    std::atomic<bool> is_stopping = false;
    Stores stores;
    progress::ProgressTracker tracker;
    std::unique_ptr<extract::Extractor> extractor;
    index::Generations generations;
    disk::Space space;
    std::optional<Error> failed_sync;  // of the io_context's thread
};

// What was unfinished when the last run ended goes on where its ledger says.
void resume(
    catalog::Catalog& catalog, index::Generations& generations, pipeline::Pipeline& pipeline
) {
    generations.sweep(catalog.generations());
    auto unfinished = catalog.unfinished();
    if (!unfinished.empty()) logger.info("resuming", kv("uploads", unfinished.size()));
    for (auto& work : unfinished) pipeline.start(std::move(work));
}

std::string url_of(const asio::ip::tcp::endpoint& endpoint) {
    const auto address = endpoint.address();
    const auto host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
    return "http://" + host + ":" + std::to_string(endpoint.port());
}

void announce(const asio::ip::tcp::endpoint& endpoint) {
    std::cout << "listening on " << url_of(endpoint) << std::endl;
    if (endpoint.address().is_loopback()) return;
    std::cerr
        << "WARNING: " << url_of(endpoint)
        << " can be reached from the network, and there are no keys yet: whoever reaches it can"
           " read, add and delete documents.\n";
    logger.warn("bound_to_network", kv("address", url_of(endpoint)));
}

// One socket and a few descriptors a watcher: as many as the system allows.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

// A handler that throws is a bug of ours: it is logged, and the others go on.
void run_until_stopped(asio::io_context& io) {
    for (;;) {
        try {
            io.run();
            return;
        } catch (const std::exception& thrown) {
            logger.error("handler_threw", kv("what", thrown.what()));
        }
    }
}

// A disk that could not sync may have lost what it was given, and says so once. Nothing more is
// promised by this process; whoever started it starts it again, and it goes on from what is on disk.
constexpr int exit_after_failed_sync = 75;  // EX_TEMPFAIL of sysexits.h
// For requests to be refused with the reason, and watchers to be told it, before sockets close.
constexpr auto failed_sync_notice = 2s;
constexpr auto failed_sync_look = 200ms;

std::optional<Error> find_failed_sync(const House& house, const intake::Intake& intake) {
    if (auto trouble = house.stores.catalog->trouble();
        trouble && trouble->code == catalog::Errc::sync_failed)
        return trouble;
    if (auto failed = house.generations.failed_sync()) return failed;
    return intake.failed_sync();
}

std::optional<std::string> why_nothing_is_promised(
    const House& house, const intake::Intake& intake
) {
    if (!find_failed_sync(house, intake)) return std::nullopt;
    return "The disk could not sync what was written: nothing is acknowledged until the server has"
           " started again from what is on disk.";
}

// Returns when a sync has failed and those who wait have been told.
asio::awaitable<void> wait_for_failed_sync(House& house, const intake::Intake& intake) {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    while (!house.failed_sync) {
        timer.expires_after(failed_sync_look);
        co_await timer.async_wait(asio::use_awaitable);
        house.failed_sync = find_failed_sync(house, intake);
    }
    logger.error("failed_sync", kv("why", house.failed_sync->detail));
    timer.expires_after(failed_sync_notice);
    co_await timer.async_wait(asio::use_awaitable);
}

int complain(const std::string& what) {
    std::cerr << "ingestd: " << what << "\n";
    return 1;
}

int exit_status_of(const House& house) {
    if (!house.failed_sync) return 0;
    complain(
        "the disk could not sync what was written (" + house.failed_sync->detail +
        "). Nothing was acknowledged since. Look at the disk, then start ingestd again: it goes on"
        " from what is on disk."
    );
    return exit_after_failed_sync;
}

int run_house(House& house, DataLock& lock, const Configuration& configuration) {
    auto& io = house.threads.io;
    auto& pool = house.threads.pool;
    auto& stores = house.stores;
    pipeline::Pipeline pipeline{
        {.catalog = *stores.catalog,
         .blobs = *stores.blobs,
         .generations = house.generations,
         .extractor = *house.extractor,
         .tracker = house.tracker,
         .space = &house.space},
        {.workers = configuration.workers}};
    intake::Intake intake{*stores.catalog, *stores.blobs, pipeline, pool, &house.space};
    collections::Collections collections{*stores.catalog, house.generations};
    search::Searcher searcher{*stores.catalog, house.generations};
    http::Server server{
        io,
        configuration.http,
        {.intake = intake,
         .collections = collections,
         .searcher = searcher,
         .tracker = house.tracker,
         .catalog = *stores.catalog,
         .pool = pool,
         .not_ready = [&house, &intake]() -> std::optional<std::string> {
             if (house.is_stopping) return "the server is stopping";
             return why_nothing_is_promised(house, intake);
         }}};

    const auto endpoint = server.listen();
    if (!endpoint) {
        return complain(describe_bind_error(
            endpoint.error().code, configuration.http.host, configuration.http.port
        ));
    }
    resume(*stores.catalog, house.generations, pipeline);
    lock.note_address(url_of(*endpoint));
    announce(*endpoint);

    const auto stop = [&] {
        if (house.is_stopping.exchange(true)) return;
        server.stop();
        house.tracker.close();  // streams that would wait for the next event end now
    };
    asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&](const boost::system::error_code& failed, int signal) {
        if (failed) return;
        logger.info("stopping", kv("signal", signal));
        stop();
    });
    asio::co_spawn(io, wait_for_failed_sync(house, intake), [&](std::exception_ptr thrown) {
        if (thrown) logger.error("watch_of_syncs_ended");
        stop();
    });
    asio::co_spawn(io, server.run(), [&](std::exception_ptr thrown) {
        if (thrown) logger.error("server_threw");
        signals.cancel();
        house.tracker.close();
        pipeline.stop();
        io.stop();
    });
    run_until_stopped(io);
    logger.info("stopped");
    return exit_status_of(house);
}

}  // namespace

int serve(const Configuration& configuration) {
    log::set_level(configuration.log_level);
    std::signal(SIGPIPE, SIG_IGN);  // a peer that went away is an error code of the write
    raise_descriptor_limit();

    auto lock = lock_data_dir(configuration.data_dir);
    if (!lock) return complain(lock.error().detail);
    if (const auto wrong = wrong_with_data(configuration.data_dir)) return complain(*wrong);
    auto extract_program = find_extract_program(configuration);
    if (!extract_program) return complain(extract_program.error().detail);
    Threads threads;
    auto stores = open_stores(configuration.data_dir, threads.catalog_writer);
    if (!stores) return complain(stores.error().detail);
    House house{configuration, std::move(*extract_program), std::move(*stores), threads};
    return run_house(house, *lock, configuration);
}

}  // namespace ingestd::app

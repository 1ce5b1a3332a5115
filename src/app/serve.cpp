// Wires the rooms together, runs them, ends them in order.
#include <atomic>
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>

#include <boost/asio.hpp>

#include <ingestd/app/backup.hpp>
#include <ingestd/app/data_directory.hpp>
#include <ingestd/app/data_lock.hpp>
#include <ingestd/app/locations.hpp>
#include <ingestd/app/port_holder.hpp>
#include <ingestd/app/serve.hpp>
#include <ingestd/app/supervisor.hpp>
#include <ingestd/base/background_thread.hpp>
#include <ingestd/base/clock.hpp>
#include <ingestd/base/fault_point.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/embed/token_counting.hpp>
#include <ingestd/http/server.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/index/inspection.hpp>
#include <ingestd/intake/intake.hpp>
#include <ingestd/pipeline/pipeline.hpp>
#include <ingestd/proof/box_finder.hpp>
#include <ingestd/search/searcher.hpp>
#include <ingestd/upkeep/upkeep.hpp>
#include <sys/resource.h>

#include "failed_sync.hpp"
#include "house.hpp"
#include "stop_signals.hpp"

namespace ingestd::app {
namespace asio = boost::asio;
using namespace std::chrono_literals;
namespace {

constexpr log::Logger logger{"app"};

const FaultPoint stores_opened{"app.start.opened"};
const FaultPoint swept{"app.start.swept"};
const FaultPoint all_resumed{"app.start.resumed"};
const FaultPoint before_exit{"app.stop.before_exit"};

// Of a start, until systemd is told again how far it is: a migration rewrites a file at most.
constexpr std::chrono::seconds start_step_max{600};

// What the program is as a service of systemd's; nothing of it where it is started by hand.
struct Service {
    Supervisor supervisor;
    std::optional<UniqueFd> passed;
};

// What was unfinished when the last run ended goes on where its ledger says.
void resume(
    catalog::Catalog& catalog,
    index::Generations& generations,
    pipeline::Pipeline& pipeline,
    const Supervisor& supervisor
) {
    generations.sweep(catalog.generations());
    swept.pass();
    auto unfinished = catalog.unfinished();
    if (!unfinished.empty()) logger.info("resuming", kv("uploads", unfinished.size()));
    auto told_at = SteadyClock::now();
    std::size_t resumed = 0;
    for (auto& work : unfinished) {
        pipeline.start(std::move(work));
        ++resumed;
        if (SteadyClock::now() - told_at < 1s) continue;
        told_at = SteadyClock::now();
        supervisor.needs(
            start_step_max,
            "resuming uploads: " + std::to_string(resumed) + " of " +
                std::to_string(unfinished.size())
        );
    }
}

collections::Collections::Removed leave_in(const std::shared_ptr<upkeep::Inbox>& inbox) {
    return [inbox](const std::string& collection, const std::optional<std::string>& key) {
        if (key) return inbox->leave(upkeep::DocumentRemoved{collection, *key});
        inbox->leave(upkeep::CollectionRemoved{collection});
    };
}

// Every generation is one that this program can read: an older program must not begin to write a
// directory of which it understands the half.
Result<void> can_read_all(
    const catalog::Catalog& catalog, const std::filesystem::path& collections
) {
    for (const auto& id : catalog.generations()) {
        const auto taken = index::GenerationSnapshot::take(index::generation_file(collections, id));
        if (!taken && taken.error().code == index::Errc::newer_schema) return taken.error();
    }
    return {};
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
    be_prompt();
    for (;;) {
        try {
            io.run();
            return;
        } catch (const std::exception& thrown) {
            logger.error("handler_threw", kv("what", thrown.what()));
        }
    }
}

int complain(const std::string& what) {
    std::cerr << "ingestd: " << what << "\n";
    return 1;
}

// For whom the program is too old, what helps.
int complain_of(const Error& error) {
    const bool is_newer =
        error.code == catalog::Errc::newer_schema || error.code == index::Errc::newer_schema;
    if (!is_newer) return complain(error.detail);
    return complain(
        error.detail +
        ": a newer ingestd has written it. Start that one, or restore a backup that "
        "this one made; nothing was changed"
    );
}

// So that a stuck io_context is noticed: it is what has to say so.
//   supervisor  outlives the io_context
asio::awaitable<void> say_alive(const Supervisor* supervisor, std::chrono::microseconds every) {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (;;) {
        supervisor->alive();
        timer.expires_after(every);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

void keep_saying_alive(asio::io_context& io, const Supervisor& supervisor) {
    const auto every = supervisor.alive_every();
    if (!every) return;
    asio::co_spawn(io, say_alive(&supervisor, *every), [](std::exception_ptr thrown) {
        if (thrown) logger.error("watchdog_threw");
    });
}

// On the socket that systemd has opened, where it has; else where it was told to.
Result<asio::ip::tcp::endpoint> begin_listening(
    http::Server& server, std::optional<UniqueFd> passed, const http::Settings& settings
) {
    if (passed) {
        auto adopted = server.adopt(std::move(*passed));
        if (adopted) logger.info("socket_passed", kv("address", url_of(*adopted)));
        return adopted;
    }
    auto listening = server.listen();
    if (listening) return listening;
    const auto code = listening.error().code;
    return Error{code, describe_bind_error(code, settings.host, settings.port)};
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

// What uploads may ask for.
void name_what_embeds(const embed::EmbedderSet& embedders, http::Settings& settings) {
    settings.embedders = embedders.names();
    for (const auto& name : settings.embedders) {
        if (embedders.find(name)->token_counter()) settings.counting_embedders.push_back(name);
    }
    for (const auto each :
         {Tokenizer::estimate,
          Tokenizer::o200k_base,
          Tokenizer::cl100k_base,
          Tokenizer::embedder}) {
        if (embed::is_in_this_build(each)) settings.tokenizers.push_back(each);
    }
}

int run_house(House& house, DataLock& lock, const Configuration& configuration, Service& service) {
    auto& io = house.threads.io;
    auto& pool = house.threads.pool;
    auto& stores = house.stores;
    // Left to by writers that may answer when all else has ended.
    const auto inbox = std::make_shared<upkeep::Inbox>();
    pipeline::Pipeline pipeline{
        {.catalog = *stores.catalog,
         .blobs = *stores.blobs,
         .generations = house.generations,
         .extractor = *house.extractor,
         .tracker = house.tracker,
         .space = &house.space,
         .embedders = house.embedders.get(),
         .webhooks = house.webhooks.get()},
        {.workers = configuration.workers,
         .embedder = configuration.default_embedder,
         .enrichers = configuration.default_enrichers,
         .ended = [inbox](const UploadId& upload) { inbox->leave(upkeep::UploadEnded{upload}); }}};
    intake::Intake intake{*stores.catalog, *stores.blobs, pipeline, pool, &house.space};
    collections::Collections collections{
        *stores.catalog,
        house.generations,
        *stores.blobs,
        leave_in(inbox),
        [&pipeline](const std::string& name) { return pipeline.generation_of_stored(name); }};
    search::Searcher searcher{*stores.catalog, house.generations, house.embedders.get()};
    proof::BoxFinder boxes{*house.extractor, pool};
    auto http_settings = configuration.http;
    name_what_embeds(*house.embedders, http_settings);
    http_settings.enrichers = house.webhooks->names();
    http::Server server{
        io,
        http_settings,
        {.intake = intake,
         .collections = collections,
         .searcher = searcher,
         .boxes = boxes,
         .tracker = house.tracker,
         .catalog = *stores.catalog,
         .pool = pool,
         .not_ready = [&house, &intake]() -> std::optional<std::string> {
             if (house.is_stopping) return "the server is stopping";
             return why_nothing_is_promised(house, intake);
         }}};

    const auto endpoint =
        begin_listening(server, std::exchange(service.passed, {}), configuration.http);
    if (!endpoint) return complain(endpoint.error().detail);
    resume(*stores.catalog, house.generations, pipeline, service.supervisor);
    all_resumed.pass();
    const upkeep::Upkeep upkeep{
        {.catalog = *stores.catalog, .blobs = *stores.blobs, .generations = house.generations},
        {.keep_history = configuration.keep_history},
        inbox};
    const auto bound =
        std::chrono::ceil<std::chrono::seconds>(configuration.http.stop_grace) + closing_max;
    const auto stop = [&] {
        if (house.is_stopping.exchange(true)) return;
        service.supervisor.stopping("stopping: what is unfinished goes on at the next start");
        service.supervisor.needs(bound, "stopping");
        server.stop();
        house.tracker.close();  // streams that would wait for the next event end now
    };
    StopSignals signals{io, bound, [&](int signal) {
                            logger.info("stopping", kv("signal", signal));
                            stop();
                        }};
    keep_saying_alive(io, service.supervisor);
    // Only now: whoever reads the line may send a signal at once.
    lock.note_address(url_of(*endpoint));
    announce(*endpoint);
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
    asio::post(io, [&] { service.supervisor.ready("accepting uploads at " + url_of(*endpoint)); });
    run_until_stopped(io);
    before_exit.pass();
    return exit_status_of(house);
}

}  // namespace

int serve(const Configuration& configuration, const Environment& environment) {
    log::set_level(configuration.log_level);
    std::signal(SIGPIPE, SIG_IGN);  // a peer that went away is an error code of the write
    raise_descriptor_limit();

    auto passed = take_passed_socket(environment);
    if (!passed) return complain(passed.error().detail);
    Service service{Supervisor{environment}, std::move(*passed)};
    if (auto served = can_be_served(configuration.data_dir); !served) {
        return complain(served.error().detail);
    }
    auto lock = lock_data_dir(configuration.data_dir);
    if (!lock) return complain(lock.error().detail);
    if (const auto wrong = wrong_with_data(configuration.data_dir)) return complain(*wrong);
    auto extract_program = find_extract_program(configuration);
    if (!extract_program) return complain(extract_program.error().detail);
    int status = 0;
    {
        Threads threads;
        service.supervisor.needs(start_step_max, "opening the data directory");
        auto stores = open_stores(configuration.data_dir, threads.catalog_writer);
        if (!stores) return complain_of(stores.error());
        stores_opened.pass();
        const auto readable =
            can_read_all(*stores->catalog, configuration.data_dir / "collections");
        if (!readable) return complain_of(readable.error());
        auto embedders = open_embedders(configuration);
        if (!embedders) return complain(embedders.error().detail);
        auto webhooks = open_webhooks(configuration);
        if (!webhooks) return complain(webhooks.error().detail);
        House house{
            configuration,
            std::move(*extract_program),
            std::move(*stores),
            std::move(*embedders),
            std::move(*webhooks),
            threads};
        status = run_house(house, *lock, configuration, service);
    }
    if (status == 0) logger.info("stopped");
    return status;
}

}  // namespace ingestd::app

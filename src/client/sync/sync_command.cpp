#include <optional>

#include <ingestd/client/commands.hpp>
#include <ingestd/client/errc.hpp>
#include <ingestd/client/quiet_period.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <ingestd/client/upload_plan.hpp>
#include <ingestd/client/web_socket_client.hpp>

#include "../command_run.hpp"
#include "folder_watch.hpp"
#include "sync_pass.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto quiet = 500ms;         // an editor saves in several steps
constexpr auto longest_change = 30s;  // a file that never comes to rest does not stop the others
// Where changes pass unseen they are looked for.
constexpr std::chrono::seconds unwatched_rescan = 15s;
// A server may be away for a night.
constexpr std::chrono::hours never_give_up{24 * 365};

int status_of(const SyncCounts& counts) {
    return counts.is_whole() ? exit_completed : exit_failed;
}

bool is_about_the_folder(const Error& error) {
    return error.code.category() == boost::system::system_category();
}

int report_look(SyncRun& run, const Error& error) {
    const int status = report(run.console, error);
    if (!run.unfinished.empty())
        run.report.note("What was sent before goes on at the server; sync again to do the rest.");
    return is_about_the_folder(error) ? exit_usage : status;
}

asio::awaitable<int> look_once(SyncRun& run) {
    const auto counts = co_await sync_once(run, Look::first);
    if (!counts) co_return report_look(run, counts.error());
    run.report.summary(*counts);
    co_return status_of(*counts);
}

// Looks again and again.
class Keeping {
public:
    Keeping(SyncRun& run, asio::any_io_executor executor) : run_{run}, folders_{executor} {
        run_.on_folder = [this](const std::filesystem::path& folder) { folders_.add(folder); };
        run_.on_ready = [this] {
            if (!was_refused_) tell_recovered();
        };
    }

    asio::awaitable<int> keep() {
        const auto first = co_await look(Look::first);
        if (!first) co_return report_look(run_, first.error());
        run_.report.summary(*first);
        run_.report.note(
            "watching " + harmless_line(run_.command.folder.string()) + "; Ctrl-C ends it"
        );
        tell_unwatched();
        while (true) {
            const auto why = co_await wait();
            const auto counts = co_await look(why);
            if (!counts) {
                tell_trouble(counts.error());
                continue;
            }
            tell_recovered();
            backoff_.reached();
            if (counts->did_something()) run_.report.summary(*counts);
            tell_unwatched();
        }
    }

private:
    asio::awaitable<Result<SyncCounts>> look(Look why) {
        changes_.looked();
        folders_.begin_look();
        auto counts = co_await sync_once(run_, why);
        folders_.end_look();
        co_return counts;
    }

    // Until it is time for the next look, and why.
    asio::awaitable<Look> wait() {
        const auto every = folders_.is_whole()
                               ? run_.command.rescan_every
                               : std::min(run_.command.rescan_every, unwatched_rescan);
        auto rescan = SteadyClock::now() + every;
        if (trouble_) {
            const auto delay = backoff_.failed(SteadyClock::now()).value_or(unwatched_rescan);
            rescan = std::min<Deadline>(rescan, SteadyClock::now() + delay);
        }
        while (true) {
            const auto due = trouble_ ? std::nullopt : changes_.due();
            const auto until = std::min(due.value_or(rescan), rescan);
            if (co_await folders_.changed(until)) {
                changes_.changed(SteadyClock::now());
                continue;
            }
            co_return due&&* due <= rescan ? Look::change : Look::rescan;
        }
    }

    // Once, however often it is met.
    void tell_trouble(const Error& error) {
        was_refused_ = error.code == Errc::refused;
        if (!std::exchange(trouble_, true)) {
            report(run_.console, error);
            run_.report.note("Nothing is sent or removed meanwhile; trying again.");
        }
    }
    void tell_recovered() {
        if (std::exchange(trouble_, false)) run_.report.note("It is back: going on.");
    }
    void tell_unwatched() {
        if (std::exchange(was_whole_, folders_.is_whole()) && !was_whole_) {
            run_.report.note(
                "Not every folder can be watched (see fs.inotify.max_user_watches and "
                "max_user_instances): all is compared every " +
                std::to_string(std::min(run_.command.rescan_every, unwatched_rescan).count()) +
                " s instead."
            );
        }
    }

    SyncRun& run_;
    FolderWatch folders_;
    QuietPeriod changes_{quiet, longest_change};
    Backoff backoff_{never_give_up};
    bool trouble_ = false;
    bool was_refused_ = false;  // then only a look that comes to its end shows that it is over
    bool was_whole_ = true;
};

asio::awaitable<int> keep_in_sync(SyncRun& run) {
    Keeping keeping{run, co_await asio::this_coro::executor};
    co_return co_await keeping.keep();
}

void tell_interrupted(SyncRun& run) {
    run.console.end_status();
    if (run.unfinished.empty()) return;
    run.report.note("What was sent goes on at the server; sync again to do the rest.");
}

}  // namespace

int sync(const SyncCommand& command) {
    Console console;
    SyncReport report{console, command.is_json, command.is_dry_run};
    const auto source = command.source.empty() ? folder_name(command.folder) : command.source;
    SyncRun run{command, console, report, source};
    const int status = run_command(
        [&run] { return run.command.is_watching ? keep_in_sync(run) : look_once(run); },
        [&run] { tell_interrupted(run); }
    );
    // Being stopped is the only way for a watch to end.
    const bool is_stopped = command.is_watching && status == exit_interrupted;
    return is_stopped ? exit_completed : status;
}

}  // namespace ingestd::client

#include "local_look.hpp"

#include <ingestd/client/progress_line.hpp>
#include <ingestd/client/terminal_text.hpp>

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto redraw_every = 50ms;
constexpr unsigned pieces_between_yields = 16;  // a MiB: a few milliseconds

// Draws how far the comparing is, where that takes long enough to be seen.
class ComparingDisplay {
public:
    ComparingDisplay(SyncRun& run, std::size_t files) : run_{run}, files_{std::to_string(files)} {}

    void at(std::size_t file, const std::string& name) {
        if (!run_.console.is_terminal() || run_.command.is_json) return;
        const auto now = SteadyClock::now();
        if (now < next_) return;
        next_ = now + redraw_every;
        const auto text = "🔍 comparing  " + std::to_string(file + 1) + " of " + files_ +
                          " files  " + harmless_line(name);
        run_.console.status(fit(text, run_.console.columns() - 1));
    }

private:
    SyncRun& run_;
    const std::string files_;
    Deadline next_ = SteadyClock::now() + 4 * redraw_every;
};

asio::awaitable<Result<Original>> hash_file(SyncRun& run, const PlannedFile& file) {
    const auto& path = file.path.native();
    const auto stamp = stamp_of(file.path);
    if (!stamp) co_return stamp.error();
    if (const auto known = run.hashes.find(path, *stamp)) {
        run.hashes.keep(path, *stamp, *known, wall_now());
        co_return Original{*known, stamp->bytes};
    }
    const auto read_at = wall_now();
    auto reading = FileHasher::open(file.path);
    if (!reading) co_return reading.error();
    for (unsigned piece = 1;; ++piece) {
        const auto hash = reading->step();
        if (!hash) co_return hash.error();
        if (*hash) {
            run.hashes.keep(path, reading->stamp(), **hash, read_at);
            co_return Original{**hash, reading->stamp().bytes};
        }
        if (piece % pieces_between_yields == 0) co_await asio::post(asio::use_awaitable);
    }
}

}  // namespace

asio::awaitable<Result<LocalLook>> look_at_folder(SyncRun& run) {
    auto plan = plan_folder(run.command.folder, run.source, run.on_folder);
    if (!plan) co_return plan.error();
    for (const auto& [path, reason] : plan->skipped) run.report.skipped(path.string(), reason);

    LocalLook look;
    look.folder.unread = std::move(plan->unread);
    ComparingDisplay display{run, plan->files.size()};
    for (std::size_t i = 0; i < plan->files.size(); ++i) {
        auto& file = plan->files[i];
        display.at(i, file.filename);
        const auto original = co_await hash_file(run, file);
        if (!original) {
            run.report.unread(file.path.string(), original.error().detail);
            look.folder.unread.push_back(file.filename);
            continue;
        }
        file.bytes = original->bytes;
        look.folder.documents.push_back({file.filename, *original});
        look.files.push_back(std::move(file));
        co_await asio::post(asio::use_awaitable);
    }
    run.hashes.end_look();
    co_return look;
}

}  // namespace ingestd::client

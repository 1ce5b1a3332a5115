#include <cstdio>
#include <memory>

#include <ingestd/base/units.hpp>
#include <ingestd/client/commands.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <ingestd/client/upload_event.hpp>
#include <ingestd/client/upload_plan.hpp>
#include <unistd.h>

#include "batch_sender.hpp"
#include "command_run.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;

// The standard input on disk, since a body's length is sent before it. Gone with this.
struct SpooledInput {
    struct Close {
        void operator()(std::FILE* open) const { std::fclose(open); }
    };
    std::unique_ptr<std::FILE, Close> file;
    PlannedFile planned;
};

Result<SpooledInput> spool_standard_input(const std::string& filename) {
    SpooledInput input{std::unique_ptr<std::FILE, SpooledInput::Close>{std::tmpfile()}, {}};
    if (!input.file) return errno_error("cannot keep the standard input");
    std::array<char, 64_KiB> piece;
    while (const auto count = std::fread(piece.data(), 1, piece.size(), stdin)) {
        if (std::fwrite(piece.data(), 1, count, input.file.get()) != count) {
            return errno_error("cannot keep the standard input");
        }
        input.planned.bytes += count;
    }
    if (std::ferror(stdin)) return errno_error("cannot read the standard input");
    if (std::fflush(input.file.get()) != 0) return errno_error("cannot keep the standard input");
    // The file has no name of its own; this opens it again from its beginning.
    input.planned.path = "/proc/self/fd/" + std::to_string(::fileno(input.file.get()));
    input.planned.filename = filename;
    return input;
}

// One `ingestd upload` under way.
struct UploadRun {
    const UploadCommand& command;
    Console& console;
    std::vector<PlannedFile> files;
    std::vector<std::string> unfinished;  // acknowledged, and not yet seen to end
    bool is_sending = true;
};

// The first upload of several makes the collection anew; the others add to that one.
std::vector<MultipartBody::Field> fields_of(const UploadCommand& command, bool is_first) {
    std::vector<MultipartBody::Field> fields{{"collection_name", command.collection}};
    if (command.force_recreate && is_first) fields.emplace_back("force_recreate", "true");
    if (auto options = options_field(command.reading)) fields.emplace_back("options", *options);
    return fields;
}

// The answer is the exit status; exit_completed: all of it was acknowledged.
asio::awaitable<int> send_all(UploadRun& run) {
    const auto bounds = BatchBounds{.documents = run.command.batch, .bytes = batch_bytes_max};
    bool is_first = true;
    for (const auto files : batches(run.files, bounds)) {
        const bool is_drawn = !run.command.is_json;
        Batch batch{run.command.server, fields_of(run.command, is_first), files, is_drawn};
        is_first = false;
        const auto [answer, bad_file] = co_await send_batch(run.console, std::move(batch));
        if (!answer) co_return report(run.console, answer.error());
        if (answer->status != 202) {
            run.console.note("ingestd: " + describe_refusal(*answer));
            co_return exit_failed;
        }
        auto id = parse_accepted(answer->body);
        if (!id) co_return report(run.console, id.error());
        if (!run.command.is_json) {
            run.console.line(
                "upload " + harmless_line(*id) + ": " + std::to_string(files.size()) +
                (files.size() == 1 ? " document to " : " documents to ") +
                harmless_line(run.command.collection)
            );
        } else if (!run.command.is_waiting) {
            const auto line = on_one_line(answer->body);
            if (!line) co_return report(run.console, line.error());
            run.console.line(*line);
        }
        run.unfinished.push_back(std::move(*id));
    }
    co_return exit_completed;
}

void tell_how_to_watch(UploadRun& run) {
    for (const auto& id : run.unfinished)
        run.console.note("  " + how_to_watch(run.command.server, id));
}

asio::awaitable<int> upload_all(UploadRun& run) {
    const int sent = co_await send_all(run);
    run.is_sending = false;
    if (sent != exit_completed && !run.unfinished.empty()) {
        run.console.note("What was sent before goes on:");
        tell_how_to_watch(run);
    }
    if (sent != exit_completed || !run.command.is_waiting) co_return sent;

    int status = exit_completed;
    const auto total = run.unfinished.size();
    for (std::size_t number = 1; !run.unfinished.empty(); ++number) {
        Following following{
            run.command.server, run.unfinished.front(), "", showing_for(run.command.is_json)};
        if (total > 1) {
            following.heading = std::to_string(number) + " of " + std::to_string(total);
        }
        const int ended = co_await follow(run.console, std::move(following));
        status = std::max(status, ended);
        if (ended == exit_unreachable) {
            run.console.note("The upload goes on. Watch it again:");
            tell_how_to_watch(run);
            co_return ended;
        }
        run.unfinished.erase(run.unfinished.begin());
    }
    co_return status;
}

void tell_interrupted(UploadRun& run) {
    run.console.end_status();
    if (run.is_sending) run.console.note("Stopped before the server acknowledged the upload.");
    if (run.unfinished.empty()) return;
    run.console.note("The upload goes on. Watch it again:");
    tell_how_to_watch(run);
}

}  // namespace

int upload(const UploadCommand& command) {
    Console console;
    UploadRun run{.command = command, .console = console, .files = {}, .unfinished = {}};
    std::vector<std::filesystem::path> paths;
    std::optional<SpooledInput> input;
    for (const auto& path : command.paths) {
        if (path != "-")
            paths.push_back(path);
        else if (!input) {
            auto spooled = spool_standard_input(command.filename);
            if (!spooled) return report(console, spooled.error());
            input = std::move(*spooled);
        }
    }
    auto plan = plan_upload(paths);
    if (!plan) {
        console.note("ingestd: " + harmless_line(plan.error().detail));
        return exit_usage;
    }
    for (const auto& skipped : plan->skipped) {
        console.note("skipped " + harmless_line(skipped.path.string()) + ": " + skipped.reason);
    }
    run.files = std::move(plan->files);
    if (input) run.files.push_back(input->planned);
    if (run.files.empty()) {
        console.note("ingestd: there is no file to upload");
        return exit_usage;
    }
    return run_command([&run] { return upload_all(run); }, [&run] { tell_interrupted(run); });
}

}  // namespace ingestd::client

#include "sync_pass.hpp"

#include <algorithm>
#include <map>

#include <ingestd/client/errc.hpp>
#include <ingestd/client/http_client.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <nlohmann/json.hpp>

#include "../batch_sender.hpp"
#include "../command_run.hpp"
#include "local_look.hpp"
#include "server_calls.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;

// Smaller than those of an upload: a file that is changed while it is sent costs the sending of its
// batch once more, and what was acknowledged before an interruption stays.
constexpr BatchBounds batch_bounds{.documents = 1000, .bytes = 256_MiB};

// One look, and what came of it so far.
struct Doing {
    SyncRun& run;
    Look look;
    SyncCounts counts{};
};

// Waits, later, for bytes that an earlier sync has sent and the server has not done with: some of
// them may be found already, and be taken back if they fail.
bool await_if_in_work(Doing& doing, const LocalDocument& document, Change change) {
    auto& run = doing.run;
    const auto* known = run.history.find(document.name, document.original.sha256);
    if (!known || is_terminal(known->result.status)) return false;
    run.awaited.insert_or_assign(document.name, Awaited{document, change});
    if (std::ranges::find(run.unfinished, known->upload_id) == run.unfinished.end())
        run.unfinished.push_back(known->upload_id);
    return true;
}

void await_what_is_in_work(Doing& doing, const LocalLook& local, const SyncPlan& plan) {
    for (const auto index : plan.unchanged) {
        if (await_if_in_work(doing, local.folder.documents[index], Change::added))
            --doing.counts.unchanged;
    }
}

// What is to be sent, without what need not be: bytes that failed and would fail again, and bytes
// that are in work.
std::vector<ToSend> without_known(
    Doing& doing, const LocalLook& local, const std::vector<ToSend>& to_send
) {
    auto& run = doing.run;
    const bool is_first = doing.look == Look::first;
    std::vector<ToSend> left;
    for (const auto& send : to_send) {
        const auto& document = local.folder.documents[send.local];
        const auto* known = run.history.find(document.name, document.original.sha256);
        const bool has_failed = known && known->result.status == Status::failed;
        const bool would_fail =
            has_failed && (is_lasting(known->result.code) || doing.look == Look::change);
        if (would_fail && !(run.command.retries_failed && is_first)) {
            ++doing.counts.failed_before;
            run.report.failed_before(*known);
        } else if (!is_first || !await_if_in_work(doing, document, send.change)) {
            left.push_back(send);
        }
    }
    return left;
}

std::vector<MultipartBody::Field> fields_of(const SyncRun& run) {
    const nlohmann::json metadata{{"source", source_mark(run.source)}};
    std::vector<MultipartBody::Field> fields{
        {"collection_name", run.command.collection},
        {"metadata", metadata.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)}};
    if (auto options = options_field(run.command.reading)) {
        fields.emplace_back("options", std::move(*options));
    }
    return fields;
}

void fail_all(Doing& doing, const std::vector<PlannedFile>& files, const std::string& why) {
    for (const auto& file : files) {
        UploadResult result;
        result.filename = file.filename;
        result.detail = why;
        const auto awaited = doing.run.awaited.find(file.filename);
        doing.run.report.failed(result, awaited->second.change == Change::changed);
        doing.run.awaited.erase(awaited);
    }
    doing.counts.failed += files.size();
}

// Takes out of `files` the one that turned out to be unreadable.
void drop_unread(
    Doing& doing, std::vector<PlannedFile>& files, std::size_t index, const Error& why
) {
    const auto bad = files.begin() + static_cast<std::ptrdiff_t>(index);
    const bool has_changed = why.code == Errc::file_changed;
    doing.run.report.unread(
        bad->path.string(),
        has_changed ? "became shorter while it was sent" : "cannot be read: " + why.code.message()
    );
    ++doing.counts.unread;
    doing.run.awaited.erase(bad->filename);
    files.erase(bad);
}

// As one upload; without those files that turn out to be unreadable, and in halves where it is too
// much for this server.
asio::awaitable<Result<void>> send_files(Doing& doing, std::vector<PlannedFile> files) {
    auto& run = doing.run;
    while (!files.empty()) {
        Batch batch{run.command.server, fields_of(run), files, !run.command.is_json};
        const auto [answer, bad_file] = co_await send_batch(run.console, std::move(batch));
        if (!answer && bad_file) {
            drop_unread(doing, files, *bad_file, answer.error());
            continue;
        }
        if (!answer) co_return answer.error();
        if (answer->status == 202) {
            auto id = parse_accepted(answer->body);
            if (!id) co_return id.error();
            run.unfinished.push_back(std::move(*id));
            co_return Result<void>{};
        }
        Error refusal{Errc::refused, describe_refusal(*answer)};
        if (answer->status != 413) co_return refusal;
        if (files.size() == 1) {
            fail_all(doing, files, refusal.detail);
            co_return Result<void>{};
        }
        const auto middle = files.begin() + static_cast<std::ptrdiff_t>(files.size() / 2);
        std::vector<PlannedFile> second{middle, files.end()};
        files.erase(middle, files.end());
        auto sent = co_await send_files(doing, std::move(second));
        if (!sent) co_return sent;
    }
    co_return Result<void>{};
}

asio::awaitable<Result<void>> send_all(
    Doing& doing, const LocalLook& local, const std::vector<ToSend>& to_send
) {
    std::vector<PlannedFile> files;
    for (const auto& send : to_send) {
        const auto& document = local.folder.documents[send.local];
        files.push_back(local.files[send.local]);
        doing.run.awaited.insert_or_assign(document.name, Awaited{document, send.change});
    }
    for (const auto batch : batches(files, batch_bounds)) {
        std::vector<PlannedFile> of_batch{batch.begin(), batch.end()};
        auto sent = co_await send_files(doing, std::move(of_batch));
        if (!sent) co_return sent;
    }
    co_return Result<void>{};
}

// How the documents of an upload ended that was waited for.
void take_results(Doing& doing, const std::string& upload_id, std::vector<UploadResult> results) {
    auto& run = doing.run;
    for (auto& result : results) {
        const auto found = run.awaited.find(result.filename);
        if (found == run.awaited.end()) continue;
        const auto [document, change] = found->second;
        run.awaited.erase(found);
        if (result.status != Status::completed) {
            if (result.status == Status::cancelled) result.detail = "its upload was cancelled";
            ++doing.counts.failed;
            run.report.failed(result, change == Change::changed);
        } else if (result.is_unchanged) {
            ++doing.counts.unchanged;
        } else {
            ++doing.counts.sent;
            run.report.sent(document, change, upload_id);
        }
    }
    run.history.note_newer(upload_id, std::move(results));
}

asio::awaitable<Result<void>> wait_for_uploads(Doing& doing) {
    auto& run = doing.run;
    const auto total = run.unfinished.size();
    for (std::size_t number = 1; !run.unfinished.empty(); ++number) {
        const auto id = run.unfinished.front();
        const auto showing = run.command.is_json ? Showing::nothing : Showing::bar;
        Following following{run.command.server, id, "", showing};
        if (total > 1) following.heading = std::to_string(number) + " of " + std::to_string(total);
        const auto ended = co_await follow_to_the_end(run.console, following);
        const bool is_known = ended || ended.error().code != Errc::unknown_upload;
        if (!ended && is_known) co_return ended.error();
        // One that the server has forgotten has nothing to tell: the next look sees what is there.
        run.unfinished.erase(run.unfinished.begin());
        if (!is_known) continue;
        auto results = parse_results(ended->result);
        if (!results) co_return results.error();
        take_results(doing, id, std::move(*results));
    }
    run.awaited.clear();
    co_return Result<void>{};
}

asio::awaitable<Result<void>> remove_all(
    Doing& doing, const std::vector<RemoteDocument>& to_remove
) {
    for (const auto& document : to_remove) {
        const auto removed = co_await remove_document(doing.run, document);
        if (!removed) co_return removed.error();
        if (!*removed) continue;
        ++doing.counts.removed;
        doing.run.report.removed(document);
    }
    co_return Result<void>{};
}

// A dry run ends here.
void tell_what_would_be_done(
    Doing& doing, const LocalLook& local, const std::vector<ToSend>& to_send, const SyncPlan& plan
) {
    auto& run = doing.run;
    for (const auto& send : to_send)
        run.report.sent(local.folder.documents[send.local], send.change, "");
    doing.counts.sent = to_send.size();
    doing.counts.unchanged += run.awaited.size();  // there, and in work
    run.unfinished.clear();
    run.awaited.clear();
    if (doing.counts.held_back > 0) return;
    for (const auto& document : plan.to_remove) run.report.removed(document);
    doing.counts.removed = plan.to_remove.size();
}

asio::awaitable<Result<void>> carry_out(
    Doing& doing, const LocalLook& local, const SyncPlan& plan
) {
    auto& run = doing.run;
    for (const auto& name : plan.foreign) run.report.foreign(name);
    if (needs_consent(plan, local.folder) && !run.command.allows_removals) {
        doing.counts.held_back = plan.to_remove.size();
        run.report.held_back(plan, run.source);
        if (!run.command.is_dry_run) co_return Result<void>{};
    }
    if (doing.look == Look::first || (!plan.to_send.empty() && !run.knows_history)) {
        auto learnt = co_await learn_history(run);
        if (!learnt) co_return learnt;
    }
    if (doing.look == Look::first) await_what_is_in_work(doing, local, plan);
    const auto to_send = without_known(doing, local, plan.to_send);
    if (run.command.is_dry_run) {
        tell_what_would_be_done(doing, local, to_send, plan);
        co_return Result<void>{};
    }
    auto sent = co_await send_all(doing, local, to_send);
    if (!sent) co_return sent;
    auto ended = co_await wait_for_uploads(doing);
    if (!ended) co_return ended;
    // Last, so that a document that moved is found under one name or the other at every instant.
    auto removed = co_await remove_all(doing, plan.to_remove);
    co_return removed;
}

}  // namespace

asio::awaitable<Result<SyncCounts>> sync_once(SyncRun& run, Look look) {
    Doing doing{run, look};
    const auto reached = co_await reach_server(run.command);
    if (!reached) co_return reached.error();
    const auto finished = co_await wait_for_uploads(doing);
    if (!finished) co_return finished.error();
    const auto local = co_await look_at_folder(run);
    if (!local) co_return local.error();
    const auto remote = co_await list_documents(run.command);
    if (!remote) co_return remote.error();

    if (run.on_ready) run.on_ready();
    const SyncRules rules{source_mark(run.source), run.command.takes_over};
    const auto plan = plan_sync(local->folder, *remote, rules);
    doing.counts.unchanged += plan.unchanged.size();
    doing.counts.foreign = plan.foreign.size();
    doing.counts.unread = local->folder.unread.size();
    const auto done = co_await carry_out(doing, *local, plan);
    if (!done) co_return done.error();
    run.report.end_look();
    co_return doing.counts;
}

}  // namespace ingestd::client

#include "sync_report.hpp"

#include <utility>

#include <ingestd/client/progress_line.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::client {
namespace {

using Json = nlohmann::ordered_json;

std::string printed(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string documents(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " document" : " documents");
}

std::string_view word_for(Change change) {
    return change == Change::added ? "new" : "changed";
}

std::string in_words(const UploadResult& result) {
    return failure_line({result.filename, result.code, result.detail, result.page});
}

Json as_json(const char* action, const UploadResult& result) {
    return {
        {"action", action},
        {"filename", result.filename},
        {"code", result.code},
        {"detail", result.detail},
        {"page", result.page == 0 ? Json() : Json(result.page)}};
}

}  // namespace

std::string summary_line(const SyncCounts& counts, bool is_dry_run) {
    const std::string would = is_dry_run ? "would be " : "";
    auto text = std::to_string(counts.sent) + ' ' + would + "sent, " +
                std::to_string(counts.removed) + ' ' + would + "removed, " +
                std::to_string(counts.unchanged) + " unchanged";
    const auto add = [&text](std::size_t count, std::string_view what) {
        if (count > 0) text += ", " + std::to_string(count) + std::string{what};
    };
    add(counts.failed, " failed");
    add(counts.failed_before, " failed before (sent again with --retry-failed)");
    add(counts.foreign, " of others left alone (replaced with --take-over)");
    add(counts.unread, " not read");
    add(counts.held_back, " not removed (removed with --allow-removals)");
    return text;
}

void SyncReport::sent(const LocalDocument& document, Change change, const std::string& upload_id) {
    const auto word = word_for(change);
    Json action{
        {"action", is_dry_run_ ? "would_send" : "sent"},
        {"change", word},
        {"filename", document.name},
        {"bytes", document.original.bytes},
        {"sha256", document.original.sha256.hex()}};
    if (!upload_id.empty()) action["upload_id"] = upload_id;
    const std::string before = is_dry_run_ ? "would send    " : "sent     ";
    tell(action, before + harmless_line(document.name) + " (" + std::string{word} + ')');
}

void SyncReport::removed(const RemoteDocument& document) {
    const Json action{
        {"action", is_dry_run_ ? "would_remove" : "removed"},
        {"filename", document.key},
        {"document_id", document.id}};
    const std::string before = is_dry_run_ ? "would remove  " : "removed  ";
    tell(action, before + harmless_line(document.key));
}

void SyncReport::failed(const UploadResult& result, bool keeps_older) {
    told_.insert(printed(as_json("failed_before", result)));  // not said again at the next look
    auto action = as_json("failed", result);
    action["keeps_older"] = keeps_older;
    const auto after = keeps_older ? "; the version before stays in the collection" : "";
    if (is_json_)
        console_.line(printed(action));
    else
        console_.note("failed   " + in_words(result) + after);
}

void SyncReport::failed_before(const UploadHistory::Known& known) {
    tell_problem(
        as_json("failed_before", known.result), "failed before  " + in_words(known.result)
    );
}

void SyncReport::foreign(const std::string& name) {
    const Json action{{"action", "left_alone"}, {"filename", name}};
    tell_problem(
        action,
        "left alone  " + harmless_line(name) +
            ": the collection has a document of this name that this sync did not bring"
    );
}

void SyncReport::unread(const std::string& path, const std::string& why) {
    const Json action{{"action", "not_read"}, {"path", path}, {"detail", why}};
    tell_problem(action, "not read  " + harmless_line(path) + ": " + harmless_line(why));
}

void SyncReport::skipped(const std::string& path, const std::string& why) {
    const Json action{{"action", "skipped"}, {"path", path}, {"detail", why}};
    tell_problem(action, "skipped  " + harmless_line(path) + ": " + harmless_line(why));
}

void SyncReport::held_back(const SyncPlan& plan, const std::string& source) {
    const Json action{
        {"action", "held_back"}, {"to_remove", plan.to_remove.size()}, {"brought", plan.brought}};
    tell_problem(
        action,
        "ingestd: nothing was sent or removed: " + std::to_string(plan.to_remove.size()) +
            " of the " + documents(plan.brought) + " that " + harmless_line(source) +
            " has brought would be removed from the collection, because their files are not "
            "there. If that is meant, say --allow-removals; if not, look whether this is the "
            "right folder, and mounted"
    );
}

void SyncReport::note(const std::string& words) {
    console_.note(words);
}

void SyncReport::summary(const SyncCounts& counts) {
    const Json action{
        {"action", "summary"},
        {"dry_run", is_dry_run_},
        {"sent", counts.sent},
        {"removed", counts.removed},
        {"unchanged", counts.unchanged},
        {"failed", counts.failed},
        {"failed_before", counts.failed_before},
        {"left_alone", counts.foreign},
        {"not_read", counts.unread},
        {"held_back", counts.held_back}};
    tell(action, summary_line(counts, is_dry_run_));
}

void SyncReport::end_look() {
    told_before_ = std::exchange(told_, {});
}

void SyncReport::tell(const Json& action, const std::string& line) {
    console_.line(is_json_ ? printed(action) : line);
}

void SyncReport::tell_problem(const Json& action, const std::string& line) {
    auto key = printed(action);
    const bool is_news = !told_before_.contains(key) && told_.insert(key).second;
    told_.insert(std::move(key));
    if (!is_news) return;
    if (is_json_)
        console_.line(printed(action));
    else
        console_.note(line);
}

}  // namespace ingestd::client

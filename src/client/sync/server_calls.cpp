#include "server_calls.hpp"

#include <ingestd/client/errc.hpp>
#include <ingestd/client/http_client.hpp>
#include <ingestd/client/server_address.hpp>

#include "../command_run.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;

// A page's metadata is not bounded by us, and an answer is: a tenth of what a page may be.
constexpr const char* documents_a_page = "200";
// What failed in older uploads than these is sent again, and is then in a new one.
constexpr const char* uploads_looked_at = "1000";
constexpr std::size_t results_looked_at = 100;

asio::awaitable<Result<HttpAnswer>> ask(
    const SyncCommand& command, std::string method, std::string target
) {
    HttpRequest request;
    request.method = std::move(method);
    request.target = std::move(target);
    auto answer = co_await exchange(command.server, std::move(request), silence_max);
    co_return answer;
}

Error refused(const HttpAnswer& answer) {
    return {Errc::refused, describe_refusal(answer)};
}

std::string documents_of(const SyncCommand& command) {
    return "/collections/" + percent_encode(command.collection) + "/documents";
}

asio::awaitable<Result<std::vector<UploadResult>>> results_of(
    const SyncCommand& command, const std::string& upload_id
) {
    const auto answer = co_await ask(command, "GET", "/uploads/" + percent_encode(upload_id));
    if (!answer) co_return answer.error();
    if (answer->status == 404) co_return std::vector<UploadResult>{};
    if (answer->status != 200) co_return refused(*answer);
    co_return parse_results(answer->body);
}

}  // namespace

asio::awaitable<Result<void>> reach_server(const SyncCommand& command) {
    const auto answer = co_await ask(command, "GET", documents_of(command) + "?limit=1");
    if (!answer) co_return answer.error();
    if (answer->status != 200 && answer->status != 404) co_return refused(*answer);
    co_return Result<void>{};
}

asio::awaitable<Result<std::vector<RemoteDocument>>> list_documents(const SyncCommand& command) {
    std::vector<RemoteDocument> documents;
    std::string cursor;
    do {
        auto target = documents_of(command) + "?limit=" + documents_a_page;
        if (!cursor.empty()) target += "&cursor=" + percent_encode(cursor);
        const auto answer = co_await ask(command, "GET", std::move(target));
        if (!answer) co_return answer.error();
        if (answer->status == 404) co_return std::vector<RemoteDocument>{};
        if (answer->status != 200) co_return refused(*answer);
        auto page = parse_document_page(answer->body);
        if (!page) co_return page.error();
        for (auto& document : page->documents) documents.push_back(std::move(document));
        cursor = std::move(page->next_cursor);
    } while (!cursor.empty());
    co_return documents;
}

asio::awaitable<Result<void>> learn_history(SyncRun& run) {
    const auto& command = run.command;
    auto target =
        "/uploads?collection=" + percent_encode(command.collection) + "&limit=" + uploads_looked_at;
    const auto answer = co_await ask(command, "GET", std::move(target));
    if (!answer) co_return answer.error();
    if (answer->status != 200) co_return refused(*answer);
    const auto uploads = parse_upload_list(answer->body);
    if (!uploads) co_return uploads.error();
    std::size_t looked_at = 0;
    for (const auto& upload : *uploads) {
        const bool tells_something = upload.documents_failed > 0 || !is_terminal(upload.status);
        if (!tells_something) continue;
        if (++looked_at > results_looked_at) break;
        auto results = co_await results_of(command, upload.upload_id);
        if (!results) co_return results.error();
        run.history.note_older(upload.upload_id, std::move(*results));
    }
    run.knows_history = true;
    co_return Result<void>{};
}

asio::awaitable<Result<bool>> remove_document(SyncRun& run, const RemoteDocument& document) {
    const auto& command = run.command;
    const auto target = documents_of(command) + '/' + percent_encode(document.id);
    const auto found = co_await ask(command, "GET", target);
    if (!found) co_return found.error();
    if (found->status == 404) co_return false;
    if (found->status != 200) co_return refused(*found);
    const auto now = parse_document(found->body);
    if (!now) co_return now.error();
    if (*now != document) co_return false;

    const auto removed = co_await ask(command, "DELETE", target);
    if (!removed) co_return removed.error();
    if (removed->status == 404) co_return false;
    if (removed->status / 100 != 2) co_return refused(*removed);
    co_return true;
}

}  // namespace ingestd::client

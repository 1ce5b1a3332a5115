#include <ingestd/client/commands.hpp>
#include <ingestd/client/http_client.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <ingestd/client/upload_event.hpp>

#include "answer_json.hpp"
#include "command_run.hpp"
#include "json_body.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;

struct ReembedRun {
    const ReembedCommand& command;
    Console& console;
    std::string upload_id;  // once it is acknowledged
};

// Apart from the coroutine: g++ 12 takes no braced lists in these.
HttpRequest request_of(const ReembedCommand& command) {
    Json body = {{"collection_name", command.collection}, {"force_recreate", true}};
    if (!command.embedder.empty()) body["options"] = {{"embedder", command.embedder}};
    HttpRequest request;
    request.method = "POST";
    request.target = "/upload";
    request.body = json_body(body.dump(-1, ' ', false, Json::error_handler_t::replace));
    return request;
}

void tell_how_to_watch(const ReembedRun& run) {
    run.console.note(
        "It goes on. Watch it again: " + how_to_watch(run.command.server, run.upload_id)
    );
}

asio::awaitable<int> reembed_all(ReembedRun& run) {
    const auto answer = co_await exchange(run.command.server, request_of(run.command), silence_max);
    if (!answer) co_return report(run.console, answer.error());
    if (answer->status != 202) {
        run.console.note("ingestd: " + describe_refusal(*answer));
        co_return exit_failed;
    }
    auto id = parse_accepted(answer->body);
    if (!id) co_return report(run.console, id.error());
    run.upload_id = *id;
    if (!run.command.is_json) {
        run.console.line(
            "upload " + harmless_line(*id) + ": " + harmless_line(run.command.collection) +
            ", made anew of what is stored"
        );
    }
    Following following{run.command.server, *id, "", showing_for(run.command.is_json)};
    const int ended = co_await follow(run.console, std::move(following));
    if (ended == exit_unreachable) tell_how_to_watch(run);
    co_return ended;
}

}  // namespace

int reembed(const ReembedCommand& command) {
    Console console;
    ReembedRun run{command, console, {}};
    return run_command(
        [&run] { return reembed_all(run); },
        [&run] {
            run.console.end_status();
            if (!run.upload_id.empty()) tell_how_to_watch(run);
        }
    );
}

}  // namespace ingestd::client

#include <cstdlib>

#include <ingestd/client/commands.hpp>
#include <ingestd/client/http_client.hpp>
#include <ingestd/client/search_hits.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <ingestd/client/upload_event.hpp>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "json_body.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;

std::string request_text(const SearchCommand& command) {
    nlohmann::ordered_json json{{"query", command.query}, {"limit", command.limit}};
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

// source: no-color.org; bold is no colour, but who sets it wants plain text
Emphasis emphasis_for(const Console& console) {
    const char* const no_color = std::getenv("NO_COLOR");
    const bool is_plain = no_color && *no_color;
    return console.is_terminal() && !is_plain ? Emphasis::bold : Emphasis::none;
}

asio::awaitable<int> ask(const SearchCommand& command, Console& console) {
    HttpRequest request;
    request.method = "POST";
    request.target = "/collections/" + percent_encode(command.collection) + "/search";
    request.body = json_body(request_text(command));
    const auto answer = co_await exchange(command.server, std::move(request), silence_max);
    if (!answer) co_return report(console, answer.error());
    if (answer->status != 200) {
        console.note("ingestd: " + describe_refusal(*answer));
        co_return exit_failed;
    }
    if (command.is_json) {
        const auto line = on_one_line(answer->body);
        if (!line) co_return report(console, line.error());
        console.line(*line);
        co_return exit_completed;
    }
    auto hits = render_hits(answer->body, emphasis_for(console));
    if (!hits) co_return report(console, hits.error());
    if (hits->empty()) *hits = "nothing found in " + harmless_line(command.collection) + '\n';
    while (hits->ends_with('\n')) hits->pop_back();
    console.line(*hits);
    co_return exit_completed;
}

}  // namespace

int search(const SearchCommand& command) {
    Console console;
    return run_command([&] { return ask(command, console); }, [&] { console.end_status(); });
}

}  // namespace ingestd::client

#include <cstdlib>

#include <ingestd/client/commands.hpp>
#include <ingestd/client/http_client.hpp>
#include <ingestd/client/search_hits.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <ingestd/client/upload_event.hpp>

#include "answer_json.hpp"
#include "command_run.hpp"
#include "json_body.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;

bool has_bad_filter(const SearchCommand& command) {
    return !command.filter.empty() && !parse_object(command.filter);
}

//   REQUIRES  !has_bad_filter(command)
std::string request_text(const SearchCommand& command) {
    Json json{{"query", command.query}, {"limit", command.limit}};
    if (!command.filter.empty()) json["filter"] = parse_object(command.filter).value();
    if (!command.mode.empty()) json["mode"] = command.mode;
    if (command.offset > 0) json["offset"] = command.offset;
    if (command.context > 0) json["context"] = command.context;
    if (command.is_grouped) json["group_by"] = "document";
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// source: no-color.org; bold is no colour, but who sets it wants plain text
Emphasis emphasis_for(const Console& console) {
    const char* const no_color = std::getenv("NO_COLOR");
    const bool is_plain = no_color && *no_color;
    return console.is_terminal() && !is_plain ? Emphasis::bold : Emphasis::none;
}

// Why it was not looked for as was asked.
void tell_warnings(std::string_view answer, Console& console) {
    const auto json = parse_object(answer);
    if (!json) return;
    const auto warnings = array_at(*json, "warnings");
    if (!warnings) return;
    for (const auto& warning : **warnings) {
        if (warning.is_string())
            console.note("ingestd: " + harmless_line(warning.get<std::string>()));
    }
}

asio::awaitable<int> ask(const SearchCommand& command, Console& console) {
    if (has_bad_filter(command)) {
        console.note("ingestd: --filter: must be a JSON object such as {\"year\": {\"gte\": 2020}}"
        );
        co_return exit_usage;
    }
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
    tell_warnings(answer->body, console);
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

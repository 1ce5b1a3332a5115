#include "tools.hpp"

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <utility>

#include <ingestd/client/errc.hpp>
#include <ingestd/client/http_client.hpp>

#include "../json_body.hpp"
#include "tool_list.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// A model, and a person behind it, wait; the server itself gives an embedder ten seconds.
constexpr auto patience = 60s;

// More at once is slow, and what is found is of too many kinds to be read together.
constexpr std::size_t collections_max = 16;

ToolResult failed(const Error& error) {
    return {Json(), error.detail.empty() ? error.code.message() : error.detail};
}

Error refused(std::string why) {
    return {Errc::refused, std::move(why)};
}

asio::awaitable<Result<Json>> ask(const ServerAddress& server, HttpRequest request) {
    const auto answer = co_await exchange(server, std::move(request), patience);
    if (!answer) co_return answer.error();
    if (answer->status != 200) co_return refused(describe_refusal(*answer));
    co_return parse_object(answer->body);
}

// Of what a call gives besides what it may give.
std::string unknown_argument(
    const Json& arguments, std::initializer_list<std::string_view> known, std::string_view tool
) {
    for (const auto& [name, value] : arguments.items()) {
        if (std::ranges::find(known, name) == known.end())
            return "There is no argument " + name + " of " + std::string{tool} + ".";
    }
    return {};
}

HttpRequest search_request(const std::string& collection, const Json& arguments) {
    Json body = arguments;
    body.erase("collection");
    HttpRequest request;
    request.method = "POST";
    request.target = "/collections/" + percent_encode(collection) + "/search";
    request.body = json_body(body.dump(-1, ' ', false, Json::error_handler_t::replace));
    return request;
}

HttpRequest get_request(std::string target) {
    HttpRequest request;
    request.target = std::move(target);
    return request;
}

// Where a person finds what is cited, at its page, and where the citation is proven.
std::string original_url(
    const ServerAddress& server, const std::string& collection, const Json& passage
) {
    const auto page = count_at(passage, "page");
    return server.url() + "/collections/" + percent_encode(collection) + "/documents/" +
           percent_encode(text_at(passage, "document_id")) + "/original" +
           (page > 0 ? "#page=" + std::to_string(page) : "");
}

std::string proof_url(
    const ServerAddress& server, const std::string& collection, const Json& passage
) {
    return server.url() + "/collections/" + percent_encode(collection) + "/chunks/" +
           percent_encode(text_at(passage, "chunk_id")) +
           "/proof?document_id=" + percent_encode(text_at(passage, "document_id"));
}

// A hit of a search, or a chunk: both name their parts alike.
Json result_of(const ServerAddress& server, const std::string& collection, const Json& passage) {
    Json metadata{{"collection", collection}};
    for (const auto* name :
         {"document_id",
          "filename",
          "page",
          "page_end",
          "headings",
          "language",
          "start",
          "end",
          "score"}) {
        if (passage.contains(name) && !passage[name].is_null()) metadata[name] = passage[name];
    }
    metadata["proof"] = proof_url(server, collection, passage);
    metadata["metadata"] = object_at(passage, "metadata");
    const auto title = text_at(passage, "title");
    return {
        {"id", text_at(passage, "chunk_id")},
        {"title", title.empty() ? text_at(passage, "filename") : title},
        {"url", original_url(server, collection, passage)},
        {"text", text_at(passage, "text")},
        {"metadata", std::move(metadata)}};
}

struct Found {
    Json results = Json::array();
    Json warnings = Json::array();
};

asio::awaitable<Result<Found>> search_in(
    const ServerAddress& server, const std::string& collection, const Json& arguments
) {
    const auto answer = co_await ask(server, search_request(collection, arguments));
    if (!answer) co_return answer.error();
    const auto hits = array_at(*answer, "hits");
    if (!hits) co_return hits.error();
    Found found;
    for (const auto& hit : **hits) found.results.push_back(result_of(server, collection, hit));
    if (const auto warnings = array_at(*answer, "warnings")) found.warnings = **warnings;
    co_return found;
}

// What there is to search in, but for what is damaged.
asio::awaitable<Result<std::vector<std::string>>> collection_names(const ServerAddress& server) {
    const auto answer = co_await ask(server, get_request("/collections"));
    if (!answer) co_return answer.error();
    const auto collections = array_at(*answer, "collections");
    if (!collections) co_return collections.error();
    std::vector<std::string> names;
    for (const auto& collection : **collections) {
        if (object_at(collection, "error").empty()) names.push_back(text_at(collection, "name"));
    }
    co_return names;
}

std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
    return list;
}

// A name that is not there is answered with those that are.
asio::awaitable<Result<std::vector<std::string>>> collections_to_search(
    const Searched& searched, std::string named
) {
    if (named.empty()) named = searched.collection;
    auto names = co_await collection_names(searched.server);
    if (!names) co_return names.error();
    if (names->empty()) co_return refused("The server has no collection yet.");
    if (!named.empty()) {
        if (std::ranges::find(*names, named) == names->end())
            co_return refused("There is no collection " + named + ". There are: " + listed(*names));
        co_return std::vector<std::string>{std::move(named)};
    }
    if (names->size() > collections_max)
        co_return refused("Name the collection to search: " + listed(*names));
    co_return names;
}

// nullopt: as the schema has it. What only the server can judge, it does.
std::optional<std::string> wrong_with_search(const Json& arguments) {
    auto wrong =
        unknown_argument(arguments, {"query", "collection", "limit", "filter", "mode"}, "search");
    if (!wrong.empty()) return wrong;
    if (arguments.contains("collection") && !arguments["collection"].is_string())
        return "The collection must be a string.";
    const auto limit = arguments.find("limit");
    if (limit == arguments.end()) return std::nullopt;
    const auto count = count_at(arguments, "limit");
    if (count >= 1 && count <= limit_max) return std::nullopt;
    return "The limit must be a whole number from 1 to " + std::to_string(limit_max) + ".";
}

asio::awaitable<ToolResult> run_search(const Searched& searched, const Json& arguments) {
    if (const auto wrong = wrong_with_search(arguments)) co_return failed(refused(*wrong));
    const auto names = co_await collections_to_search(searched, text_at(arguments, "collection"));
    if (!names) co_return failed(names.error());
    std::vector<Json> of;
    Json warnings = Json::array();
    for (const auto& name : *names) {
        auto found = co_await search_in(searched.server, name, arguments);
        if (!found) {
            // What one of several cannot do, the others may.
            const bool is_of_this_one = found.error().code == Errc::refused && names->size() > 1;
            if (!is_of_this_one || (name == names->back() && of.empty()))
                co_return failed(found.error());
            warnings.push_back(name + ": " + found.error().detail);
            continue;
        }
        of.push_back(std::move(found->results));
        for (auto& warning : found->warnings) warnings.push_back(std::move(warning));
    }
    const auto limit = arguments.contains("limit") ? count_at(arguments, "limit") : 10;
    ToolResult result;
    result.structured["results"] = in_turns(of, limit);
    if (!warnings.empty()) result.structured["warnings"] = std::move(warnings);
    co_return result;
}

std::string with_what_is_around(const Json& chunk) {
    std::string text;
    if (const auto before = array_at(chunk, "before")) {
        for (const auto& one : **before) text += text_at(one, "text");
    }
    text += text_at(chunk, "text");
    if (const auto after = array_at(chunk, "after")) {
        for (const auto& one : **after) text += text_at(one, "text");
    }
    return text;
}

asio::awaitable<ToolResult> run_fetch(const Searched& searched, const Json& arguments) {
    const auto wrong = unknown_argument(arguments, {"id", "context"}, "fetch");
    if (!wrong.empty()) co_return failed(refused(wrong));
    const auto id = text_at(arguments, "id");
    if (id.empty()) co_return failed(refused("The id of a result of search is missing."));
    auto context = std::to_string(context_default);
    if (arguments.contains("context")) context = arguments["context"].dump();
    const auto target = "/chunks/" + percent_encode(id) + "?context=" + percent_encode(context);
    const auto chunk = co_await ask(searched.server, get_request(target));
    if (!chunk) co_return failed(chunk.error());
    ToolResult result;
    result.structured = result_of(searched.server, text_at(*chunk, "collection"), *chunk);
    result.structured["text"] = with_what_is_around(*chunk);
    co_return result;
}

}  // namespace

asio::awaitable<ToolResult> run_tool(
    const Searched& searched, std::string_view name, const Json& arguments
) {
    if (name == "search") co_return co_await run_search(searched, arguments);
    co_return co_await run_fetch(searched, arguments);
}

Json in_turns(const std::vector<Json>& of, std::size_t limit) {
    Json mixed = Json::array();
    std::size_t longest = 0;
    for (const auto& results : of) longest = std::max(longest, results.size());
    for (std::size_t rank = 0; rank < longest; ++rank) {
        for (const auto& results : of) {
            if (rank < results.size() && mixed.size() < limit) mixed.push_back(results[rank]);
        }
    }
    return mixed;
}

}  // namespace ingestd::client

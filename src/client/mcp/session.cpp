#include "session.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "tool_list.hpp"

namespace ingestd::client {
namespace {

// Newest first. What is offered here is the same in all of them.
constexpr std::array<std::string_view, 4> versions{
    "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

// source: jsonrpc.org/specification, "Error object"
constexpr int parse_error = -32700;
constexpr int invalid_request = -32600;
constexpr int method_not_found = -32601;
constexpr int invalid_parameters = -32602;

constexpr int depth_max = 80;  // dump() recurses; a filter has 8 levels

constexpr std::string_view instructions =
    "Collections of documents that an ingestd server has indexed. `search` finds passages, `fetch` "
    "gives one with the text around it. Cite title, page and url of what you use.";

Json failure(const Json& id, int code, std::string_view message) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}};
}

Json success(const Json& id, Json result) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

bool is_id(const Json& id) {
    return id.is_string() || id.is_number();
}

// What is no UTF-8 is replaced; a line end cannot stand in it.
std::string written(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Json> parsed(std::string_view line) {
    const auto within_bound = [](int depth, Json::parse_event_t, Json&) {
        if (depth > depth_max) throw std::length_error{"nested too deeply"};
        return true;
    };
    try {
        return Json::parse(line, within_bound);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace

std::string McpSession::refuse_long_line() {
    return written(failure(nullptr, parse_error, "the message is too long"));
}

std::string McpSession::answer(std::string_view line) const {
    const auto message = parsed(line);
    if (!message) return written(failure(nullptr, parse_error, "the line is no JSON"));
    if (!message->is_array() || message->empty()) {
        const auto answer = answer_message(*message);
        return answer.is_null() ? std::string{} : written(answer);
    }
    Json answers = Json::array();
    for (const auto& one : *message) {
        if (auto answer = answer_message(one); !answer.is_null())
            answers.push_back(std::move(answer));
    }
    return answers.empty() ? std::string{} : written(answers);
}

Json McpSession::answer_message(const Json& message) const {
    if (!message.is_object()) return failure(nullptr, invalid_request, "a message is an object");
    const auto id = message.value("id", Json());
    const auto method = text_at(message, "method");
    if (method.empty()) {
        // An answer: to what was never asked, since nothing is asked here.
        if (message.contains("result") || message.contains("error")) return nullptr;
        return failure(is_id(id) ? id : Json(), invalid_request, "a request names its method");
    }
    if (!message.contains("id")) return nullptr;  // a notification: none asks for anything here
    if (!is_id(id)) return failure(nullptr, invalid_request, "an id is a string or a number");
    const auto& parameters = object_at(message, "params");
    if (method == "initialize") return success(id, initialized(parameters));
    if (method == "ping") return success(id, Json::object());
    if (method == "tools/list") return success(id, {{"tools", tool_list()}});
    if (method == "tools/call") return called(id, parameters);
    return failure(id, method_not_found, "there is no method " + method);
}

// A client of a version that is not known here is offered the newest, and decides.
Json McpSession::initialized(const Json& parameters) const {
    const auto known = std::ranges::find(versions, text_at(parameters, "protocolVersion"));
    return {
        {"protocolVersion", known == versions.end() ? versions.front() : *known},
        {"capabilities", {{"tools", Json::object()}}},
        {"serverInfo", {{"name", "ingestd"}, {"title", "ingestd"}, {"version", version_}}},
        {"instructions", instructions}};
}

// A tool that fails has answered: the model reads why, and does better.
Json McpSession::called(const Json& id, const Json& parameters) const {
    const auto name = text_at(parameters, "name");
    if (!is_tool(name)) return failure(id, invalid_parameters, "there is no tool " + name);
    const auto result = run_(name, object_at(parameters, "arguments"));
    const bool is_failed = !result.structured.is_object();
    Json told;
    // Those who know no structuredContent read the same as text.
    told["content"] = Json::array(
        {{{"type", "text"}, {"text", is_failed ? result.failure : written(result.structured)}}}
    );
    if (!is_failed) told["structuredContent"] = result.structured;
    told["isError"] = is_failed;
    return success(id, std::move(told));
}

}  // namespace ingestd::client

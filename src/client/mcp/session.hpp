// The Model Context Protocol as its server speaks it, without a wire: what is said to each line.
//   source  modelcontextprotocol.io/specification, "Base Protocol" and "Tools"; JSON-RPC 2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "../answer_json.hpp"

namespace ingestd::client {

// What a tool gave, for a model to read.
//   structured  an object as the tool's output schema says; null where it failed
//   failure     in words, where it failed
struct ToolResult {
    Json structured{};
    std::string failure{};
};

// Keeps no state, since nothing that is offered depends on what was said before.
//   thread  one
class McpSession {
public:
    // Runs one of tool_list(); must not throw.
    using RunTool = std::function<ToolResult(std::string_view name, const Json& arguments)>;

    //   version  of this program
    McpSession(std::string version, RunTool run)
        : version_{std::move(version)}, run_{std::move(run)} {}

    // The line that answers a line: a message, or several in an array (until 2025-03-26). Empty:
    // nothing is said.
    std::string answer(std::string_view line) const;
    // To a line that was longer than is read.
    static std::string refuse_long_line();

private:
    Json answer_message(const Json& message) const;  // null: nothing is said
    Json initialized(const Json& parameters) const;
    Json called(const Json& id, const Json& parameters) const;

    const std::string version_;
    const RunTool run_;
};

}  // namespace ingestd::client

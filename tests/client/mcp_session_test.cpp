#include "../../src/client/mcp/session.hpp"
#include "../../src/client/mcp/tools.hpp"
#include "support/catch.hpp"

namespace ingestd::client {
namespace {

// Finds what it is asked for; fails where it is told to.
ToolResult echo(std::string_view name, const Json& arguments) {
    if (arguments.contains("fail")) return {Json(), "the lamp is out"};
    return {Json{{"tool", name}, {"given", arguments}}, {}};
}

const McpSession session{"1.2.3", echo};

Json answer_to(std::string_view line) {
    const auto answer = session.answer(line);
    CHECK(answer.find('\n') == std::string::npos);
    return Json::parse(answer);
}

int error_of(std::string_view line) {
    return answer_to(line).at("error").at("code");
}

}  // namespace

TEST_CASE("a client's version is spoken where it is known, else the newest", "[client][mcp]") {
    const auto [asked, spoken] = GENERATE(table<std::string, std::string>(
        {{"2024-11-05", "2024-11-05"},
         {"2025-03-26", "2025-03-26"},
         {"2025-06-18", "2025-06-18"},
         {"2025-11-25", "2025-11-25"},
         {"2031-01-01", "2025-11-25"},
         {"", "2025-11-25"}}
    ));

    const auto answer = answer_to(
        R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":")" + asked +
        R"("}})"
    );

    CHECK(answer.at("id") == 1);
    CHECK(answer.at("result").at("protocolVersion") == spoken);
    CHECK(answer.at("result").at("serverInfo").at("name") == "ingestd");
    CHECK(answer.at("result").at("serverInfo").at("version") == "1.2.3");
    CHECK(answer.at("result").at("capabilities").contains("tools"));
}

TEST_CASE("each tool tells what goes in and what comes out", "[client][mcp]") {
    const auto answer = answer_to(R"({"jsonrpc":"2.0","id":"a","method":"tools/list"})");

    const auto& tools = answer.at("result").at("tools");
    REQUIRE(tools.size() == 2);
    CHECK(answer.at("id") == "a");
    CHECK(tools[0].at("name") == "search");
    CHECK(tools[0].at("inputSchema").at("required") == Json::array({"query"}));
    CHECK(tools[0].at("outputSchema").at("properties").contains("results"));
    CHECK(tools[1].at("name") == "fetch");
    CHECK(tools[1].at("inputSchema").at("required") == Json::array({"id"}));
    for (const auto* field : {"id", "title", "url", "text", "metadata"})
        CHECK(tools[1].at("outputSchema").at("properties").contains(field));
}

TEST_CASE("what a tool gives comes as structure and as the same in text", "[client][mcp]") {
    const auto answer = answer_to(
        R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":
            {"name":"search","arguments":{"query":"fox"}}})"
    );

    const auto& result = answer.at("result");
    CHECK(result.at("isError") == false);
    CHECK(result.at("structuredContent").at("given").at("query") == "fox");
    REQUIRE(result.at("content").size() == 1);
    CHECK(result.at("content")[0].at("type") == "text");
    CHECK(
        Json::parse(result.at("content")[0].at("text").get<std::string>()) ==
        result.at("structuredContent")
    );
}

TEST_CASE("a tool that fails has answered, in words that a model can read", "[client][mcp]") {
    const auto answer = answer_to(
        R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":
            {"name":"fetch","arguments":{"fail":true}}})"
    );

    CHECK(answer.at("result").at("isError") == true);
    CHECK(answer.at("result").at("content")[0].at("text") == "the lamp is out");
    CHECK_FALSE(answer.at("result").contains("structuredContent"));
}

TEST_CASE("a ping is answered, a notification and an answer are not", "[client][mcp]") {
    CHECK(answer_to(R"({"jsonrpc":"2.0","id":3,"method":"ping"})").at("result") == Json::object());
    CHECK(session.answer(R"({"jsonrpc":"2.0","method":"notifications/initialized"})").empty());
    CHECK(session.answer(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{}})")
              .empty());
    CHECK(session.answer(R"({"jsonrpc":"2.0","id":3,"result":{}})").empty());
    CHECK(session.answer(R"({"jsonrpc":"2.0","id":3,"error":{"code":1,"message":""}})").empty());
}

TEST_CASE("what is no request is refused by its kind", "[client][mcp]") {
    CHECK(error_of("fox") == -32700);
    CHECK(error_of("{\"id\":1,\"method\":\"ping\"") == -32700);
    CHECK(error_of("{\"id\":1,\"method\":\"\xff\"}") == -32700);
    CHECK(error_of(std::string(5000, '[') + std::string(5000, ']')) == -32700);
    CHECK(error_of("1") == -32600);
    CHECK(error_of("[]") == -32600);
    CHECK(error_of(R"({"jsonrpc":"2.0","id":1})") == -32600);
    CHECK(error_of(R"({"jsonrpc":"2.0","id":{},"method":"ping"})") == -32600);
    CHECK(error_of(R"({"jsonrpc":"2.0","id":null,"method":"ping"})") == -32600);
    CHECK(error_of(R"({"jsonrpc":"2.0","id":1,"method":"resources/list"})") == -32601);
    CHECK(
        error_of(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"rm"}})") ==
        -32602
    );
    CHECK(error_of(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":[1]})") == -32602);
    CHECK(Json::parse(McpSession::refuse_long_line()).at("error").at("code") == -32700);
}

TEST_CASE("an id comes back as it was", "[client][mcp]") {
    const std::string id = GENERATE("0", "-1", "1.5", "\"\"", "\"1\"", "9007199254740993");

    const auto answer = answer_to(R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"ping"})");

    CHECK(answer.at("id").dump() == id);
}

TEST_CASE("messages in an array are answered in one", "[client][mcp]") {
    const auto answer = answer_to(
        R"([{"jsonrpc":"2.0","id":1,"method":"ping"},
            {"jsonrpc":"2.0","method":"notifications/initialized"},
            3,
            {"jsonrpc":"2.0","id":2,"method":"ping"}])"
    );

    REQUIRE(answer.size() == 3);
    CHECK(answer[0].at("id") == 1);
    CHECK(answer[1].at("error").at("code") == -32600);
    CHECK(answer[2].at("id") == 2);
    CHECK(session.answer(R"([{"jsonrpc":"2.0","method":"notifications/initialized"}])").empty());
}

TEST_CASE("what several collections gave comes in turns", "[client][mcp]") {
    const std::vector<Json> of{Json::array({"a1", "a2", "a3"}), Json::array(), Json::array({"c1"})};

    CHECK(in_turns(of, 10) == Json::array({"a1", "c1", "a2", "a3"}));
    CHECK(in_turns(of, 2) == Json::array({"a1", "c1"}));
    CHECK(in_turns({}, 2) == Json::array());
}

}  // namespace ingestd::client

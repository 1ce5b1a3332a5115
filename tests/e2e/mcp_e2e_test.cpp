// What a language model's program says to `ingestd mcp` and hears from it, line by line.
#include "program_run.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

std::string request(int id, const std::string& method, const json& params = json::object()) {
    return json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}.dump() +
           '\n';
}

std::string tool_call(int id, const std::string& tool, const json& arguments) {
    return request(id, "tools/call", {{"name", tool}, {"arguments", arguments}});
}

// The session to its end; each line that came must be JSON-RPC.
std::vector<json> session(std::uint16_t port, const std::string& lines) {
    const auto run = run_program({"mcp", "--server", url_of(port)}, lines);
    CHECK(run.status == 0);
    CHECK(run.errors.empty());
    std::vector<json> answers;
    for (const auto& line : run.lines()) {
        answers.push_back(json::parse(line));
        CHECK(answers.back().at("jsonrpc") == "2.0");
    }
    return answers;
}

std::string failure_of(const json& answer) {
    CHECK(answer.at("result").at("isError") == true);
    return answer.at("result").at("content").at(0).at("text");
}

}  // namespace

TEST_CASE("a model searches all collections and reads on where it found something", "[e2e][mcp]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(port, upload_texts(port, "ships", {{"a.txt", "ropes and sails"}}));
    wait_for_end(port, upload_texts(port, "lights", {{"b.txt", "a lamp of sails and glass"}}));

    const auto answers = session(
        port,
        request(1, "initialize", {{"protocolVersion", "2025-06-18"}}) +
            R"({"jsonrpc":"2.0","method":"notifications/initialized"})"
            "\n" +
            request(2, "tools/list") + tool_call(3, "search", {{"query", "sails"}})
    );

    REQUIRE(answers.size() == 3);
    CHECK(answers[0].at("result").at("protocolVersion") == "2025-06-18");
    CHECK(answers[1].at("result").at("tools").size() == 2);
    const auto results = answers[2].at("result").at("structuredContent").at("results");
    REQUIRE(results.size() == 2);
    CHECK(results[0].at("metadata").at("collection") == "lights");
    CHECK(results[1].at("text") == "ropes and sails");
    CHECK(results[1].at("metadata").at("filename") == "a.txt");

    const auto fetched = session(port, tool_call(4, "fetch", {{"id", results[1].at("id")}}));
    const auto& passage = fetched.at(0).at("result").at("structuredContent");
    CHECK(passage.at("text") == "ropes and sails");
    CHECK(passage.at("metadata").at("collection") == "ships");
    const std::string url = passage.at("url"), proof = passage.at("metadata").at("proof");
    CHECK(get(port, url.substr(url_of(port).size())).body == "ropes and sails");
    CHECK(get(port, proof.substr(url_of(port).size())).parsed().at("verified") == true);
}

TEST_CASE("a passage is fetched with what stands around it", "[e2e][mcp]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const auto text = prose(20'000);
    wait_for_end(port, upload_texts(port, "c", {{"a.txt", text}}));
    const auto all =
        session(port, tool_call(1, "search", {{"query", "Sentence1x60"}, {"limit", 1}}));
    const auto hit = all.at(0).at("result").at("structuredContent").at("results").at(0);

    const auto fetched = session(
        port,
        tool_call(1, "fetch", {{"id", hit.at("id")}, {"context", 0}}) +
            tool_call(2, "fetch", {{"id", hit.at("id")}, {"context", 2}})
    );

    const std::string alone = fetched[0].at("result").at("structuredContent").at("text");
    const std::string wide = fetched[1].at("result").at("structuredContent").at("text");
    CHECK(alone == hit.at("text"));
    CHECK(wide.size() > alone.size());
    CHECK(wide.find(alone) != std::string::npos);
    CHECK(text.find(wide) != std::string::npos);
}

TEST_CASE("filters and limits are the server's", "[e2e][mcp]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(
        port, upload_texts(port, "c", {{"a.txt", "ropes"}, {"b.txt", "ropes"}, {"c.txt", "ropes"}})
    );

    const auto answers = session(
        port,
        tool_call(1, "search", {{"query", "ropes"}, {"filter", {{"filename", "b.txt"}}}}) +
            tool_call(2, "search", {{"query", "ropes"}, {"limit", 2}, {"collection", "c"}})
    );

    const auto filtered = answers.at(0).at("result").at("structuredContent").at("results");
    REQUIRE(filtered.size() == 1);
    CHECK(filtered[0].at("metadata").at("filename") == "b.txt");
    CHECK(answers.at(1).at("result").at("structuredContent").at("results").size() == 2);
}

TEST_CASE("what a model got wrong it is told in words that help", "[e2e][mcp]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(port, upload_texts(port, "ships", {{"a.txt", "ropes"}}));

    const auto answers = session(
        port,
        tool_call(1, "search", {{"query", "x"}, {"collection", "boats"}}) +
            tool_call(2, "search", {{"query", "x"}, {"filter", {{"year", {{"about", 3}}}}}}) +
            tool_call(3, "search", {{"query", "x"}, {"limit", 1000}}) +
            tool_call(4, "search", {{"query", "x"}, {"page", 2}}) +
            tool_call(5, "search", json::object()) + tool_call(6, "fetch", {{"id", "../x"}}) +
            tool_call(7, "fetch", json::object()) + "no JSON\n" + request(8, "ping")
    );

    REQUIRE(answers.size() == 9);
    CHECK(failure_of(answers[0]) == "There is no collection boats. There are: ships");
    CHECK_THAT(failure_of(answers[1]), Catch::Contains("filter/year/about"));
    CHECK_THAT(failure_of(answers[2]), Catch::Contains("from 1 to 50"));
    CHECK_THAT(failure_of(answers[3]), Catch::Contains("no argument page"));
    CHECK_THAT(failure_of(answers[4]), Catch::Contains("query is required"));
    CHECK_THAT(failure_of(answers[5]), Catch::Contains("Unknown chunk"));
    CHECK_THAT(failure_of(answers[6]), Catch::Contains("missing"));
    CHECK(answers[7].at("error").at("code") == -32700);
    CHECK(answers[8].at("result") == json::object());
}

TEST_CASE("a server that is down is told in words, and the session lives on", "[e2e][mcp]") {
    const auto answers = session(1, tool_call(1, "search", {{"query", "x"}}) + request(2, "ping"));

    REQUIRE(answers.size() == 2);
    CHECK_THAT(
        failure_of(answers[0]),
        Catch::Contains("no server answers") && Catch::Contains("ingestd serve")
    );
    CHECK(answers[1].at("id") == 2);
}

TEST_CASE("a message that is too long costs itself alone", "[e2e][mcp]") {
    const auto answers = session(1, std::string(5'000'000, 'x') + "\n\n" + request(2, "ping"));

    REQUIRE(answers.size() == 2);
    CHECK(answers[0].at("error").at("code") == -32700);
    CHECK(answers[1].at("id") == 2);
}

// A webhook of the user's own, from the command line to a filter.
#include <atomic>
#include <csignal>
#include <thread>

#include "e2e/server_process.hpp"
#include "e2e/wire.hpp"
#include "support/catch.hpp"
#include "support/http_service.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::e2e {
namespace {

using test::HttpService;
using test::ServiceReply;
using test::ServiceRequest;

// Says how long each chunk is, and what its document's metadata say.
ServiceReply sized(const ServiceRequest& request) {
    json answer{{"chunks", json::array()}};
    const auto asked = json::parse(request.body);
    for (const auto& chunk : asked.at("chunks")) {
        const auto bytes = chunk.at("text").get<std::string>().size();
        answer["chunks"].push_back(
            {{"enrichment", {{"bytes", bytes}, {"of", asked.at("document").at("metadata")}}}}
        );
    }
    return {.body = answer.dump()};
}

json birds(const json& options) {
    return {
        {"collection_name", "birds"},
        {"documents",
         {{{"content", "A heron."}, {"filename", "a.txt"}, {"metadata", {{"year", 2024}}}},
          {{"content", "A heron wades in the water."}, {"filename", "b.txt"}}}},
        {"options", options}};
}

TEST_CASE("what a user's own service says is shown, and filtered by", "[e2e][webhook]") {
    HttpService service{sized};
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path(), {"--enricher", "size=webhook:" + service.url("/")}};
    const auto port = server.port();

    const auto refused =
        post_json(port, "/upload", birds({{"enrichers", json::array({"size", "gone"})}}));
    CHECK(refused.status == 422);
    CHECK(refused.parsed().at("errors").at(0).at("pointer") == "/options/enrichers/1");
    CHECK(refused.parsed().at("errors").at(0).at("detail") == "must be one of size");

    const auto accepted = post_json(port, "/upload", birds({{"enrichers", json::array({"size"})}}));
    REQUIRE(accepted.status == 202);
    const auto event = wait_for_end(port, accepted.parsed().at("upload_id"));
    CHECK(event.at("status") == "completed");

    const auto found = post_json(
        port,
        "/collections/birds/search",
        {{"query", "heron"},
         {"enrichment", true},
         {"filter", {{"enrichment.size.bytes", {{"lt", 20}}}, {"enrichment.size.of.year", 2024}}}}
    );
    const auto hits = found.parsed().at("hits");
    REQUIRE(hits.size() == 1);
    CHECK(hits.at(0).at("filename") == "a.txt");
    CHECK(hits.at(0).at("enrichment").at("size").dump() == R"({"bytes":8,"of":{"year":2024}})");
}

TEST_CASE("a server ends at once while a webhook is silent, and goes on later", "[e2e][webhook]") {
    std::atomic<bool> is_silent = true;
    std::atomic<int> calls = 0;
    HttpService service{[&](const ServiceRequest& request) {
        ++calls;
        return is_silent ? ServiceReply{.is_silent = true} : sized(request);
    }};
    const std::vector<std::string> options{
        "--enricher", "size=webhook:" + service.url("/"), "--default-enricher", "size"};
    const test::TemporaryDirectory data;
    std::string upload;
    {
        ServerProcess server{data.path(), options};
        upload =
            post_json(server.port(), "/upload", birds(json::object())).parsed().at("upload_id");
        while (calls == 0) std::this_thread::yield();
        CHECK(server.end_with(SIGTERM) == 0);
    }
    is_silent = false;
    const ServerProcess server{data.path(), options};

    CHECK(wait_for_end(server.port(), upload).at("status") == "completed");
    const auto found = post_json(
        server.port(),
        "/collections/birds/search",
        {{"query", "heron"}, {"filter", {{"enrichment.size.bytes", {{"exists", true}}}}}}
    );
    CHECK(found.parsed().at("hits").size() == 2);
}

}  // namespace
}  // namespace ingestd::e2e

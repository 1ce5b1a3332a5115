// Searches by words, by vectors and by both, over HTTP.
#include <csignal>

#include "e2e/server_process.hpp"
#include "e2e/wire.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::e2e {
namespace {

using nlohmann::json;

json search_birds(const ServerProcess& server, const json& asked, unsigned status = 200) {
    const auto answer = post_json(server.port(), "/collections/birds/search", asked);
    REQUIRE(answer.status == status);
    return answer.parsed();
}

// The last event.
json upload_birds(const ServerProcess& server, const json& options = json::object()) {
    const json documents = json::array(
        {{{"content", "Herons wade in shallow water."}, {"filename", "heron.txt"}},
         {{"content", "Swallows fly south in autumn."}, {"filename", "swallow.txt"}},
         {{"content", "The kingfisher dives for fish."}, {"filename", "kingfisher.txt"}}}
    );
    const auto answer = post_json(
        server.port(),
        "/upload",
        {{"collection_name", "birds"}, {"documents", documents}, {"options", options}}
    );
    REQUIRE(answer.status == 202);
    return wait_for_end(server.port(), answer.parsed().at("upload_id"));
}

TEST_CASE("a collection is searched by words, by vectors, and by both", "[e2e][vectors]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto event = upload_birds(server);
    CHECK(event.at("stages").at("embedded") == 3);

    const auto hybrid =
        search_birds(server, {{"query", "wading herons"}, {"mode", "hybrid"}, {"explain", true}});
    CHECK(hybrid.at("mode") == "hybrid");
    CHECK(hybrid.at("hits").at(0).at("filename") == "heron.txt");
    CHECK(hybrid.at("hits").at(0).at("explain").at("vector") == 1.0);

    const auto by_vector = search_birds(server, {{"query", "wading herons"}, {"mode", "vector"}});
    CHECK(by_vector.at("mode") == "vector");
    CHECK(by_vector.at("hits").size() == 3);
    CHECK(by_vector.at("hits").at(0).at("filename") == "heron.txt");
    CHECK_FALSE(by_vector.at("hits").at(0).contains("explain"));

    // What is built in finds nothing that words do not find: it has to be asked for.
    const auto by_words = search_birds(server, {{"query", "wading herons"}});
    CHECK(by_words.at("mode") == "keyword");
    CHECK(by_words.at("hits").size() == 1);

    const auto filtered = search_birds(
        server, {{"query", "herons"}, {"mode", "vector"}, {"filter", {{"filename", "swallow.txt"}}}}
    );
    REQUIRE(filtered.at("hits").size() == 1);
    CHECK(filtered.at("hits").at(0).at("filename") == "swallow.txt");

    const auto without = search_birds(server, {{"query", "water -herons"}, {"mode", "hybrid"}});
    CHECK(without.at("hits").empty());
    search_birds(server, {{"query", "herons"}, {"mode", "telepathy"}}, 422);
    search_birds(server, {{"query", "herons"}, {"keyword_weight", 1.5}}, 422);
}

TEST_CASE("a collection without vectors is searched by words", "[e2e][vectors]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    upload_birds(server, {{"embedder", "none"}});

    CHECK(search_birds(server, {{"query", "herons"}}).at("mode") == "keyword");
    const auto hybrid = search_birds(server, {{"query", "herons"}, {"mode", "hybrid"}});
    CHECK(hybrid.at("mode") == "keyword");
    CHECK(hybrid.at("warnings").size() == 1);
    search_birds(server, {{"query", "herons"}, {"mode", "vector"}}, 409);
}

TEST_CASE("vectors outlive a kill -9", "[e2e][vectors]") {
    const test::TemporaryDirectory data;
    json before;
    const json asked{{"query", "birds of the water"}, {"mode", "vector"}};
    {
        ServerProcess server{data.path()};
        upload_birds(server);
        before = search_birds(server, asked).at("hits");
        server.end_with(SIGKILL);
    }
    const ServerProcess server{data.path()};
    CHECK(search_birds(server, asked).at("hits") == before);
}

}  // namespace
}  // namespace ingestd::e2e

// What an upload says of its chunks, over HTTP.
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

// o200k_base has one token for each of these words, the estimate two.
const std::string text = "Consequently internationally communication notwithstanding. ";

std::string repeated(std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

Answer upload(std::uint16_t port, const std::string& collection, const json& options) {
    return post_json(
        port,
        "/upload",
        {{"collection_name", collection},
         {"documents", json::array({{{"content", repeated(40)}, {"filename", "a.txt"}}})},
         {"options", options}}
    );
}

json chunks_of(std::uint16_t port, const std::string& collection) {
    const auto path = "/collections/" + collection + "/documents";
    const std::string id = get(port, path).parsed().at("documents").at(0).at("document_id");
    return get(port, path + "/" + id + "/chunks").parsed().at("chunks");
}

}  // namespace

TEST_CASE("an upload's tokenizer bounds its chunks", "[e2e][chunking]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const json exact = {
        {"chunking", {{"tokenizer", "o200k_base"}, {"max_tokens", 20}, {"overlap_tokens", 0}}}};
    const auto answer = upload(port, "exact", exact);
    if (answer.status == 422) return;  // built without the tables; the refusal is tested elsewhere
    REQUIRE(answer.status == 202);
    wait_for_end(port, answer.parsed().at("upload_id"));
    const auto estimated = upload(
        port,
        "estimated",
        {{"chunking", {{"tokenizer", "estimate"}, {"max_tokens", 20}, {"overlap_tokens", 0}}}}
    );
    wait_for_end(port, estimated.parsed().at("upload_id"));

    const auto chunks = chunks_of(port, "exact");

    CHECK(chunks.size() < chunks_of(port, "estimated").size());
    for (const auto& chunk : chunks) {
        CHECK(chunk.at("tokens") <= 20);
        CHECK(chunk.at("tokens") > 0);
    }

    const auto context_tokens = [&] {
        const auto found = post_json(
            port,
            "/collections/exact/search",
            {{"query", "internationally"}, {"max_context_tokens", 500}}
        );
        return found.parsed().at("context_tokens").get<int>();
    };
    const auto before = context_tokens();
    const auto set = call(
        port,
        "PUT",
        "/collections/exact/options",
        R"({"chunking":{"tokenizer":"o200k_base"}})",
        {{"Content-Type", "application/json"}}
    );
    REQUIRE(set.status == 200);
    CHECK(context_tokens() < before);
}

TEST_CASE("a tokenizer that is not there is refused with its pointer", "[e2e][chunking]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();

    for (const std::string word : {"embedder", "p50k_base"}) {
        CAPTURE(word);
        const auto refused = upload(port, "c", {{"chunking", {{"tokenizer", word}}}});
        REQUIRE(refused.status == 422);
        CHECK(refused.parsed().at("errors").at(0).at("pointer") == "/options/chunking/tokenizer");
    }
    CHECK(get(port, "/collections").parsed().at("collections").empty());
}

TEST_CASE(
    "a collection's options outlive a restart and a building anew, and an upload's word wins",
    "[e2e][chunking]"
) {
    const test::TemporaryDirectory data;
    const json options = {
        {"chunking", {{"strategy", "fixed"}, {"max_tokens", 20}, {"overlap_tokens", 0}}}};
    {
        const ServerProcess server{data.path()};
        const auto set = call(
            server.port(),
            "PUT",
            "/collections/c/options",
            options.dump(),
            {{"Content-Type", "application/json"}}
        );
        REQUIRE(set.status == 200);
        CHECK(set.parsed().at("chunks") == 0);
    }
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const auto chunks_after = [&](const json& body) {
        wait_for_end(port, post_json(port, "/upload", body).parsed().at("upload_id"));
        return chunks_of(port, "c");
    };
    json body = {
        {"collection_name", "c"},
        {"documents", json::array({{{"content", repeated(40)}, {"filename", "a.txt"}}})}};

    const auto by_collection = chunks_after(body);
    for (const auto& chunk : by_collection) CHECK(chunk.at("tokens") <= 20);
    CHECK(by_collection.size() > 10);

    body["options"] = {{"chunking", {{"max_tokens", 200}}}};
    CHECK(chunks_after(body).size() < by_collection.size() / 5);

    body.erase("options");
    body["force_recreate"] = true;
    CHECK(chunks_after(body).size() == by_collection.size());
    CHECK(get(port, "/collections/c").parsed().at("options") == options);

    REQUIRE(call(port, "DELETE", "/collections/c").status == 204);
    CHECK(get(port, "/collections/c").status == 404);
}

// What is in a collection, as it is read, searched and deleted.
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

TEST_CASE(
    "a collection exists from the acknowledgement on and tells what is in it", "[e2e][collections]"
) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const auto id =
        upload_texts(port, "harbour", {{"a.txt", "ropes and sails"}, {"b.txt", "anchors"}});
    CHECK(get(port, "/collections").parsed().at("collections").size() == 1);
    wait_for_end(port, id);

    const auto collection = get(port, "/collections/harbour").parsed();
    const auto documents = get(port, "/collections/harbour/documents").parsed().at("documents");

    CHECK(collection.at("name") == "harbour");
    CHECK(collection.at("documents") == 2);
    CHECK(collection.at("chunks") == 2);
    REQUIRE(documents.size() == 2);
    CHECK(documents.at(0).at("filename") == "a.txt");
    CHECK(get(port, "/collections/nobody").status == 404);
}

TEST_CASE(
    "the text of each chunk is the extracted text at its offsets, without a gap",
    "[e2e][collections]"
) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const auto original = "Räksmörgås 日本語.\n\n" + prose(120'000);
    wait_for_end(port, upload_texts(port, "c", {{"a.txt", original}}));
    const std::string document =
        get(port, "/collections/c/documents").parsed().at("documents").at(0).at("document_id");
    const auto path = "/collections/c/documents/" + document;

    const auto text = get(port, path + "/text");
    REQUIRE(text.headers.at("content-type") == "text/plain; charset=utf-8");
    REQUIRE(text.body == original);

    std::size_t end = 0, chunks = 0;
    for (std::string cursor; chunks == 0 || !cursor.empty();) {
        const auto page = get(port, path + "/chunks?limit=40&cursor=" + cursor).parsed();
        for (const auto& chunk : page.at("chunks")) {
            const std::size_t from = chunk.at("start"), to = chunk.at("end");
            REQUIRE(chunk.at("text").get<std::string>() == text.body.substr(from, to - from));
            REQUIRE(from <= end);
            REQUIRE(to > end);
            end = to;
            ++chunks;
        }
        cursor =
            page.at("next_cursor").is_string() ? page.at("next_cursor").get<std::string>() : "";
    }
    CHECK(end == text.body.size());
    CHECK(chunks > 80);
}

TEST_CASE("a hit tells the passage, the document and where it stands", "[e2e][collections]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const auto answer = post_json(
        port,
        "/upload",
        {{"collection_name", "c"},
         {"documents",
          json::array(
              {{{"filename", "guide.md"},
                {"content",
                 "# Harbour guide\n\n## Lights\n\nThe green lamp marks a depth < 9 m.\n"},
                {"metadata", {{"year", 1931}}}}}
          )}}
    );
    wait_for_end(port, answer.parsed().at("upload_id"));

    const auto hits =
        post_json(port, "/collections/c/search", {{"query", "green lamp"}}).parsed().at("hits");

    REQUIRE(hits.size() == 1);
    const auto& hit = hits.at(0);
    CHECK(hit.at("filename") == "guide.md");
    CHECK(hit.at("headings") == json::array({"Harbour guide", "Lights"}));
    CHECK(hit.at("snippet").get<std::string>().find("<mark>green</mark>") != std::string::npos);
    CHECK(hit.at("snippet").get<std::string>().find("&lt; 9 m") != std::string::npos);
    CHECK(hit.at("metadata") == json{{"year", 1931}});
    CHECK(hit.at("score").get<double>() > 0);
    for (const auto* field : {"chunk_id", "document_id", "text", "page", "start", "end"})
        CHECK(hit.contains(field));
}

TEST_CASE("no query breaks the search", "[e2e][collections]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(port, upload_texts(port, "c", {{"a.txt", "anchors away"}}));
    const auto query = GENERATE(
        as<std::string>{},
        "\"",
        "AND OR NOT",
        "a* NEAR(b)",
        "col:x ^ -",
        "'; DROP TABLE chunks",
        "((",
        "\xF0\x9F\x9A\xA2",
        ""
    );
    CAPTURE(query);

    const auto answer = post_json(port, "/collections/c/search", {{"query", query}});

    CHECK((answer.status == 200 || answer.status == 422));
    CHECK(search(port, "c", "anchors").size() == 1);
}

TEST_CASE("a search in a collection that is not there is told so", "[e2e][collections]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    CHECK(post_json(server.port(), "/collections/nobody/search", {{"query", "x"}}).status == 404);
}

TEST_CASE(
    "a deleted document is found no more, a deleted collection is gone", "[e2e][collections]"
) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(
        port, upload_texts(port, "c", {{"a.txt", "red anchors"}, {"b.txt", "blue anchors"}})
    );
    const std::string first =
        get(port, "/collections/c/documents").parsed().at("documents").at(0).at("document_id");

    CHECK(call(port, "DELETE", "/collections/c/documents/" + first).status / 100 == 2);
    CHECK(call(port, "DELETE", "/collections/c/documents/" + first).status == 404);
    CHECK(search(port, "c", "anchors") == std::vector<std::string>{"blue anchors"});

    CHECK(call(port, "DELETE", "/collections/c").status / 100 == 2);
    CHECK(get(port, "/collections/c").status == 404);
    CHECK(get(port, "/collections").parsed().at("collections").empty());
}

TEST_CASE(
    "uploads are listed newest first, in pages, by status and collection", "[e2e][collections]"
) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(upload_texts(port, i % 2 ? "odd" : "even", {{"a.txt", "text"}}));
    for (const auto& id : ids) wait_for_end(port, id);

    std::vector<std::string> listed;
    for (std::string target = "/uploads?limit=2"; !target.empty();) {
        const auto page = get(port, target).parsed();
        for (const auto& upload : page.at("uploads")) listed.push_back(upload.at("upload_id"));
        const auto& cursor = page.at("next_cursor");
        target = cursor.is_string() && !cursor.get<std::string>().empty()
                     ? "/uploads?limit=2&cursor=" + cursor.get<std::string>()
                     : "";
    }

    CHECK(listed == std::vector<std::string>{ids.rbegin(), ids.rend()});
    CHECK(get(port, "/uploads?collection=odd").parsed().at("uploads").size() == 2);
    CHECK(get(port, "/uploads?status=completed").parsed().at("uploads").size() == 5);
    CHECK(get(port, "/uploads?status=failed").parsed().at("uploads").empty());
    CHECK(get(port, "/uploads?limit=5000").status == 422);
}

TEST_CASE("health and readiness are told", "[e2e][collections]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    CHECK(get(server.port(), "/healthz").status == 200);
    CHECK(get(server.port(), "/readyz").status == 200);
}

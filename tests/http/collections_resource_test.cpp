#include "resources_rig.hpp"
#include "support/catch.hpp"

namespace ingestd::http {
namespace {

using nlohmann::json;

json parsed(const RawAnswer& answer) {
    return json::parse(answer.body);
}

// A collection "c" with one document that has ended; where the document stands.
std::string make_document(const ResourcesRig& rig, std::string content) {
    rig.watch(rig.upload("c", std::move(content)));
    const auto documents = parsed(rig.get("/collections/c/documents"));
    return "/collections/c/documents/" +
           documents.at("documents").at(0).at("document_id").get<std::string>();
}

}  // namespace

TEST_CASE("a collection exists from the acknowledgement on", "[http][collections]") {
    ResourcesRig rig;
    rig.extractor.hold();
    rig.upload("c", "The red fox.");

    CHECK(parsed(rig.get("/collections"))["collections"][0]["name"] == "c");
    CHECK(parsed(rig.get("/collections/c"))["chunks"] == 0);
}

TEST_CASE("a collection tells its documents, their text and their chunks", "[http][collections]") {
    const ResourcesRig rig;
    const std::string text = "The red fox jumps.";
    const auto document = make_document(rig, text);

    CHECK(parsed(rig.get("/collections/c"))["chunks"] == 1);
    CHECK(parsed(rig.get(document))["filename"] == "a.txt");
    CHECK(parsed(rig.get(document))["metadata"] == json::object());

    const auto got = rig.get(document + "/text");
    CHECK(got.header("Content-Type") == "text/plain; charset=utf-8");
    CHECK(got.body == text);

    const auto chunks = parsed(rig.get(document + "/chunks"));
    REQUIRE(chunks["chunks"].size() == 1);
    CHECK(chunks["chunks"][0]["text"] == text);
    CHECK(chunks["chunks"][0]["end"] == text.size());
    CHECK(chunks["next_cursor"] == nullptr);
}

TEST_CASE("a document's bytes come back as they were sent", "[http][collections]") {
    const ResourcesRig rig;
    const auto text =
        GENERATE(std::string{"<script>The red fox</script>"}, "fox\n" + std::string(700'000, 'x'));
    const auto document = make_document(rig, text);

    const auto got = rig.get(document + "/original");

    CHECK(got.status == 200);
    CHECK(got.body == text);
    CHECK(got.header("Content-Length") == std::to_string(text.size()));
    CHECK(got.header("Content-Type") == "application/octet-stream");
    CHECK(got.header("Content-Disposition") == "attachment; filename=\"a.txt\"");
    CHECK_THAT(got.header("Content-Security-Policy").value_or(""), Catch::Contains("sandbox"));
    CHECK(got.header("X-Content-Type-Options") == "nosniff");
    CHECK(got.header("ETag") == '"' + sha256(text).hex() + '"');
}

TEST_CASE("chunks come a page at a time", "[http][collections]") {
    const ResourcesRig rig;
    std::string text;
    for (int i = 0; i < 2000; ++i)
        text += "word" + std::to_string(i) + (i % 10 == 9 ? ".\n\n" : " ");
    const auto document = make_document(rig, text);
    const std::uint64_t count = parsed(rig.get(document))["chunks"];
    REQUIRE(count > 3);

    std::vector<std::uint64_t> positions;
    std::string cursor;
    do {
        const auto page = parsed(rig.get(document + "/chunks?limit=2" + cursor));
        for (const auto& chunk : page["chunks"]) positions.push_back(chunk["position"]);
        cursor = page["next_cursor"].is_null()
                     ? ""
                     : "&cursor=" + page["next_cursor"].get<std::string>();
    } while (!cursor.empty());

    REQUIRE(positions.size() == count);
    for (std::size_t i = 0; i < positions.size(); ++i) CHECK(positions[i] == i);
}

TEST_CASE("a long text comes whole", "[http][collections]") {
    const ResourcesRig rig;
    std::string text;
    while (text.size() < 9'000'000)
        text += std::to_string(text.size()) + std::string(1'000, 'x') + "\n\n";
    const auto document = make_document(rig, text);

    const auto got = rig.get(document + "/text");

    CHECK(got.header("Transfer-Encoding") == "chunked");
    CHECK(got.body.size() == text.size());
    CHECK(sha256(got.body) == sha256(text));
}

TEST_CASE("a search finds the passage", "[http][search]") {
    const ResourcesRig rig;
    make_document(rig, "The red fox jumps.");

    const auto found =
        parsed(rig.post_json("/collections/c/search", {{"query", "fox"}, {"limit", 5}}));

    REQUIRE(found["hits"].size() == 1);
    CHECK(found["hits"][0]["text"] == "The red fox jumps.");
    CHECK(found["hits"][0]["filename"] == "a.txt");
    CHECK_THAT(found["hits"][0]["snippet"].get<std::string>(), Catch::Contains("<mark>fox</mark>"));
    CHECK(parsed(rig.post_json("/collections/c/search", {{"query", "whale"}}))["hits"].empty());
}

TEST_CASE("a search that cannot be made is refused", "[http][search]") {
    const ResourcesRig rig;
    make_document(rig, "The red fox jumps.");

    CHECK(
        rig.post_json("/collections/c/search", {{"query", "x"}, {"mode", "vector"}}).status == 409
    );
    CHECK(rig.post("/collections/c/search", "application/json", "{").status == 400);
    CHECK(rig.post("/collections/c/search", "text/plain", "fox").status == 415);
    CHECK(
        rig.post("/collections/c/search", "application/json", std::string(65'537, ' ')).status ==
        413
    );
    CHECK(rig.post_json("/collections/none/search", {{"query", "x"}}).status == 404);
}

TEST_CASE("a document that is deleted is found no more", "[http][collections]") {
    const ResourcesRig rig;
    const auto document = make_document(rig, "The red fox jumps.");

    CHECK(rig.remove(document).status == 204);

    CHECK(rig.get(document).status == 404);
    CHECK(rig.remove(document).status == 404);
    CHECK(parsed(rig.post_json("/collections/c/search", {{"query", "fox"}}))["hits"].empty());
}

TEST_CASE("a collection that is deleted ends what is written into it", "[http][collections]") {
    ResourcesRig rig;
    make_document(rig, "The red fox jumps.");
    rig.extractor.hold();
    const auto open = rig.upload("c", "more");

    CHECK(rig.remove("/collections/c").status == 204);

    CHECK(rig.get("/collections/c").status == 404);
    CHECK(parsed(rig.get("/collections"))["collections"].empty());
    CHECK(parsed(rig.get("/uploads/" + open))["status"] == "cancelled");
}

TEST_CASE("what is in no collection is not found", "[http][collections]") {
    const ResourcesRig rig;
    make_document(rig, "The red fox jumps.");
    const std::string nobody = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
    const std::string path = GENERATE_REF(
        as<std::string>{},
        "/collections/none",
        "/collections/none/documents",
        "/collections/..%2Fc",
        "/collections/c/documents/" + nobody,
        "/collections/c/documents/7",
        "/collections/c/documents/" + nobody + "/text",
        "/collections/c/documents/7/text",
        "/collections/c/documents/" + nobody + "/original",
        "/collections/c/documents/7/original",
        "/collections/c/documents/" + nobody + "/chunks",
        "/collections/c/documents/7/chunks"
    );
    CAPTURE(path);

    const auto answer = rig.get(path);

    CHECK(answer.status == 404);
    CHECK(answer.header("Content-Type") == "application/problem+json");
}

TEST_CASE("a cursor that no list gave is refused", "[http][collections]") {
    const ResourcesRig rig;
    const auto document = make_document(rig, "The red fox jumps.");
    const std::string path =
        GENERATE_REF(as<std::string>{}, "/collections/c/documents", document + "/chunks");

    const auto answer = rig.get(path + "?cursor=%7Bx");

    CHECK(answer.status == 422);
    CHECK(parsed(answer)["errors"][0]["pointer"] == "/cursor");
}

TEST_CASE("a chunk is told with what it is cited by, in whichever collection", "[http][chunks]") {
    const ResourcesRig rig;
    const std::string text = "The red fox jumps.";
    const auto document = make_document(rig, text);
    const std::string id = parsed(rig.get(document + "/chunks"))["chunks"][0]["chunk_id"];
    rig.watch(rig.upload("a", "Another collection."));
    const auto path = GENERATE(std::string{"/chunks/"}, "/collections/c/chunks/");
    const auto document_id = document.substr(document.rfind('/') + 1);
    const auto query = GENERATE_COPY(std::string{}, "?document_id=" + document_id);

    const auto chunk = parsed(rig.get(path + id + query));
    const auto proof = parsed(rig.get(path + id + "/proof" + query));

    CHECK(chunk["text"] == text);
    CHECK(chunk["collection"] == "c");
    CHECK(chunk["position"] == 0);
    CHECK(chunk["filename"] == "a.txt");
    CHECK(chunk["enrichment"].is_object());
    CHECK(proof["text"] == text);
    CHECK(proof["verified"] == true);
    CHECK(proof["start"] == 0);
    CHECK(proof["end"] == text.size());
    CHECK(proof["text_sha256"] == sha256(text).hex());
    CHECK(proof["document_sha256"] == sha256(text).hex());
    CHECK(proof["document_bytes"] == text.size());
    CHECK(rig.get(proof["links"]["text"].get<std::string>()).body == text);
    CHECK(rig.get(proof["links"]["original"].get<std::string>()).body == text);
}

TEST_CASE("what stands around a chunk is asked for", "[http][chunks]") {
    const ResourcesRig rig;
    std::string text;
    for (int i = 0; i < 2000; ++i)
        text += "word" + std::to_string(i) + (i % 10 == 9 ? ".\n\n" : " ");
    const auto document = make_document(rig, text);
    const std::string id = parsed(rig.get(document + "/chunks"))["chunks"][1]["chunk_id"];

    const auto chunk = parsed(rig.get("/chunks/" + id + "?context=2"));

    REQUIRE(chunk["before"].size() == 1);
    REQUIRE(chunk["after"].size() == 2);
    const std::string beginning = chunk["before"][0]["text"];
    CHECK(text.starts_with(beginning + chunk["text"].get<std::string>()));
    CHECK_FALSE(parsed(rig.get("/chunks/" + id)).contains("before"));
    CHECK(rig.get("/chunks/" + id + "?context=21").status == 422);
    CHECK(rig.get("/chunks/" + id + "/proof?context=1").status == 422);
}

TEST_CASE("what is no chunk to be seen is unknown", "[http][chunks]") {
    const ResourcesRig rig;
    const auto document = make_document(rig, "The red fox jumps.");
    const std::string id = parsed(rig.get(document + "/chunks"))["chunks"][0]["chunk_id"];
    rig.watch(rig.upload("other", "Another collection."));

    const auto unknown = rig.get("/chunks/" + ChunkId::random().str() + "/proof");
    CHECK(unknown.status == 404);
    CHECK(parsed(unknown)["title"] == "Unknown chunk");
    CHECK(rig.get("/chunks/fox/proof").status == 404);
    CHECK(rig.get("/collections/other/chunks/" + id).status == 404);
    CHECK(parsed(rig.get("/collections/none/chunks/" + id))["title"] == "Unknown collection");
    CHECK(rig.get("/chunks/" + id + "?document_id=" + DocumentId::random().str()).status == 404);
    CHECK(rig.get("/chunks/" + id + "?document_id=fox").status == 422);
    CHECK(rig.get("/chunks/" + id + "?page=1").status == 422);

    rig.remove(document);
    CHECK(rig.get("/chunks/" + id + "/proof").status == 404);
}

}  // namespace ingestd::http

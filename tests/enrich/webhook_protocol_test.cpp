#include "../../src/enrich/webhook_protocol.hpp"

#include <ingestd/enrich/errc.hpp>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::enrich;
using nlohmann::json;

namespace {

const DocumentId document = document_id("c", "a.pdf");

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("a document is told once, its chunks with their places", "[enrich][webhook]") {
    Chunk first;
    first.text = "A \"fox\" \xFF";
    first.headings = {"One", "Two"};
    first.page = 3;
    first.enrichment.language = "en";
    Chunk second;
    second.position = 1;
    second.text = "ü";

    const auto body = json::parse(
        webhook_request({"c", document, "a.pdf", R"({"year":2024})"}, std::vector{first, second})
    );

    CHECK(body["collection"] == "c");
    CHECK(
        body["document"] ==
        json{{"document_id", document.str()}, {"filename", "a.pdf"}, {"metadata", {{"year", 2024}}}}
    );
    CHECK(
        body["chunks"][0] ==
        json{
            {"chunk_id", chunk_id(document, 0).str()},
            {"position", 0},
            {"text", "A \"fox\" \xEF\xBF\xBD"},
            {"headings", {"One", "Two"}},
            {"page", 3},
            {"language", "en"}}
    );
    CHECK(body["chunks"][1]["page"].is_null());
    CHECK(body["chunks"].size() == 2);
}

TEST_CASE("each chunk is told what was found, or why nothing was", "[enrich][webhook]") {
    const auto answer = read_webhook_answer(
        R"({"model":"x","chunks":[{"enrichment":{"b":[1],"a":"ü"}},{"enrichment":null},)"
        R"({"enrichment":{}},{"error":"too short"},{"enrichment":[1]},{"summary":"x"},7]})",
        7
    );

    REQUIRE(answer);
    CHECK((*answer)[0].value() == R"({"a":"ü","b":[1]})");
    CHECK((*answer)[1].value().empty());
    CHECK((*answer)[2].value().empty());
    CHECK((*answer)[3].error() == Error{Errc::refused, "too short"});
    for (std::size_t i = 4; i < 7; ++i) CHECK((*answer)[i].error().code == Errc::wrong_answer);
}

TEST_CASE("what is said of a chunk is bounded in bytes and depth", "[enrich][webhook]") {
    const auto said_of = [](const std::string& value) {
        return read_webhook_answer(R"({"chunks":[{"enrichment":{"a":)" + value + "}}]}", 1)
            .value()
            .front();
    };
    const auto longest = std::string(finding_bytes_max - 8, 'x');  // with {"a":"…"} around it
    CHECK(said_of('"' + longest + '"').value().size() == finding_bytes_max);
    CHECK(said_of('"' + longest + "x\"").error().code == Errc::wrong_answer);
    CHECK(said_of(nested(finding_depth_max - 1)));
    CHECK(said_of(nested(finding_depth_max)).error().code == Errc::wrong_answer);
    CHECK(said_of(nested(100'000)).error().code == Errc::wrong_answer);
}

TEST_CASE("an answer of another form is wrong, one that is no JSON may pass", "[enrich][webhook]") {
    const auto [body, code] = GENERATE(table<const char*, Errc>({
        {"", Errc::unavailable},
        {"<html>", Errc::unavailable},
        {R"({"chunks":[{"enrich)", Errc::unavailable},
        {"{\"chunks\":[{\"enrichment\":{\"a\":\"\xFF\"}}]}", Errc::unavailable},
        {"7", Errc::wrong_answer},
        {"{}", Errc::wrong_answer},
        {R"({"chunks":{}})", Errc::wrong_answer},
        {R"({"chunks":[]})", Errc::wrong_answer},
        {R"({"chunks":[{},{}]})", Errc::wrong_answer},
    }));
    CAPTURE(body);

    CHECK(read_webhook_answer(body, 1).error().code == code);
}

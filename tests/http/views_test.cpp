#include <ingestd/http/views.hpp>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::http;
using namespace std::literals;
using nlohmann::ordered_json;

namespace {

constexpr std::string_view upload_text = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
constexpr std::string_view document_text = "0b2c5d0e-7a8f-5b16-8f0e-111111111111";

UploadId upload_id() {
    return *UploadId::parse(upload_text);
}
DocumentId some_document() {
    return *DocumentId::parse(document_text);
}
Timestamp at(std::string_view time) {
    return *parse_timestamp(time);
}

// The order of the fields is compared too.
void require_json(const std::string& body, std::string_view expected) {
    REQUIRE(body.back() == '\n');
    REQUIRE(ordered_json::parse(body).dump(1) == ordered_json::parse(expected).dump(1));
}

catalog::UploadSummary summary() {
    return {
        .id = upload_id(),
        .collection = "papers",
        .force_recreate = false,
        .options = {},
        .received = at("2025-12-28T04:26:10.123456+00:00"),
        .status = Status::received,
        .documents = 2,
        .terminal_event = {},
    };
}

catalog::DocumentResult row(
    std::uint32_t ordinal, std::optional<catalog::DocumentOutcome> outcome
) {
    return {
        .document_id = some_document(),
        .ordinal = ordinal,
        .key = "key",
        .filename = "a.pdf",
        .sha256 = sha256("abc"),
        .bytes = 100,
        .outcome = std::move(outcome),
    };
}

ordered_json results_of(
    std::vector<catalog::DocumentResult> results, std::vector<progress::DocumentProgress> in_work
) {
    const UploadView view{summary(), R"({"status":"indexing"})"};
    return ordered_json::parse(upload_body(view, results, in_work))["results"];
}

Chunk some_chunk() {
    Chunk chunk;
    chunk.position = 3;
    chunk.range = {10, 15};
    chunk.text = "a\"b\xC3\xA9";
    chunk.page = 2;
    chunk.page_end = 3;
    chunk.headings = {"One", "Two"};
    chunk.tokens = 4;
    chunk.enrichment.language = "en";
    chunk.enrichment.keywords = {"fox"};
    chunk.enrichment.words = 2;
    chunk.enrichment.characters = 4;
    chunk.enrichment.sentences = 1;
    return chunk;
}

}  // namespace

TEST_CASE("an accepted upload is answered with the seed's fields and no others", "[http][views]") {
    const intake::Accepted accepted{
        .id = upload_id(), .documents = 1, .received = at("2009-02-13T23:31:30.999999+00:00")};

    require_json(
        accepted_body(accepted),
        R"({"upload_id":"f47ac10b-58cc-4372-a567-0e02b2c3d479","status":"received",
            "message":"Upload received. Total documents: 1","timestamp":1234567890})"
    );
}

TEST_CASE("an upload is its newest event's fields, then ours, then its results", "[http][views]") {
    UploadView view{summary(), R"({"upload_id":"u","status":"chunking","seq":7})"};
    view.summary.ended = view.summary.received + 2500ms;
    view.summary.retry_of = UploadId::parse("0b2c5d0e-7a8f-4b16-8f0e-222222222222");
    catalog::DocumentOutcome failed{.ordinal = 0, .status = Status::failed};
    failed.warnings = {"3 pages hold no text"};
    failed.failure = DocumentFailure{"malformed", "It breaks off.", Stage::extract, 7};
    failed.times = {.extract = 1500ms, .chunk = 250ms, .enrich = 125ms, .index = 500ms};

    const auto body = upload_body(view, {row(0, failed)}, {});

    require_json(
        body,
        R"({"upload_id":"u","status":"chunking","seq":7,"collection_name":"papers",
            "force_recreate":false,"received_at":"2025-12-28T04:26:10.123456+00:00",
            "ended_at":"2025-12-28T04:26:12.623456+00:00",
            "retry_of":"0b2c5d0e-7a8f-4b16-8f0e-222222222222",
            "statistics":{"documents":1,"bytes":100,"chunks":0,
              "seconds":{"extract":1.5,"chunk":0.25,"enrich":0.125,"index":0.5,"total":2.5}},
            "results":[{"document_id":"0b2c5d0e-7a8f-5b16-8f0e-111111111111","key":"key","filename":"a.pdf",
              "status":"failed","chunks":0,"pages":0,"bytes":100,
              "sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
              "parent":null,"unchanged":false,"skipped":false,"superseded":false,"replaced":null,
              "warnings":["3 pages hold no text"],
              "error":{"code":"malformed","detail":"It breaks off.","stage":"extract","page":7}}]})"
    );
}

TEST_CASE("a result tells what became of a key that was there already", "[http][views]") {
    catalog::DocumentOutcome kept{.ordinal = 0};
    kept.kept_as = "key (2)";
    catalog::DocumentOutcome skipped{.ordinal = 1};
    skipped.is_skipped = true;
    catalog::DocumentOutcome superseded{.ordinal = 2};
    superseded.is_superseded = true;

    const auto results = results_of({row(0, kept), row(1, skipped), row(2, superseded)}, {});

    CHECK(results[0]["key"] == "key (2)");
    CHECK(results[0]["skipped"] == false);
    CHECK(results[1]["skipped"] == true);
    CHECK(results[1]["key"] == "key");
    CHECK(results[2]["superseded"] == true);
}

TEST_CASE("what a cancelled upload had brought is told as cancelled", "[http][views]") {
    auto cancelled = summary();
    cancelled.status = Status::cancelled;
    catalog::DocumentOutcome brought{.ordinal = 0};
    brought.replaced = 4;
    catalog::DocumentOutcome unchanged{.ordinal = 1};
    unchanged.is_unchanged = true;

    const auto body = ordered_json::parse(upload_body(
        {cancelled, R"({"status":"cancelled"})"}, {row(0, brought), row(1, unchanged)}, {}
    ));

    CHECK(body["results"][0]["status"] == "cancelled");
    CHECK(body["results"][0]["replaced"] == nullptr);
    CHECK(body["results"][1]["status"] == "completed");
}

TEST_CASE("a document in work tells where it stands", "[http][views]") {
    const progress::DocumentProgress working{
        .filename = "a.pdf",
        .bytes = 100,
        .stage = Status::enriching,
        .part_read = 0.5,
        .chunks = {9, 8, 0, 4}};

    const auto results = results_of({row(0, std::nullopt), row(1, std::nullopt)}, {working});

    CHECK(results[0]["status"] == "enriching");
    CHECK(results[0]["chunks"] == 4);
    CHECK(results[0]["error"] == nullptr);
    CHECK(results[1]["status"] == "received");
}

TEST_CASE("how a document ended counts more than where it was last seen", "[http][views]") {
    progress::DocumentProgress working;
    working.stage = Status::indexing;
    const catalog::DocumentOutcome done{.status = Status::completed, .chunks = 12, .replaced = 5};

    const auto results = results_of({row(0, done)}, {working});

    CHECK(results[0]["status"] == "completed");
    CHECK(results[0]["chunks"] == 12);
    CHECK(results[0]["replaced"] == 5);
}

TEST_CASE("a document that a cancelled upload never came to is cancelled", "[http][views]") {
    auto cancelled = summary();
    cancelled.status = Status::cancelled;

    const auto body =
        upload_body({cancelled, R"({"status":"cancelled"})"}, {row(0, std::nullopt)}, {});

    REQUIRE(ordered_json::parse(body)["results"][0]["status"] == "cancelled");
}

TEST_CASE("a document without a file name goes by its key", "[http][views]") {
    auto nameless = row(0, std::nullopt);
    nameless.filename.clear();

    REQUIRE(results_of({nameless}, {})[0]["filename"] == "key");
}

TEST_CASE("an upload that nothing was told of yet still has an event's fields", "[http][views]") {
    const auto body = ordered_json::parse(upload_body({summary(), ""}));

    CHECK(body["upload_id"] == upload_text);
    CHECK(body["status"] == "received");
    CHECK(body["documents"]["total"] == 2);
    CHECK(body["terminal"] == false);
    CHECK(body["seq"] == 0);
}

TEST_CASE("a list names its next page, or null on the last", "[http][views]") {
    require_json(uploads_body({}, ""), R"({"uploads":[],"next_cursor":null})");

    const auto more = ordered_json::parse(uploads_body({{summary(), R"({"seq":1})"}}, "next"));
    CHECK(more["next_cursor"] == "next");
    CHECK(more["uploads"][0]["seq"] == 1);
    CHECK_FALSE(more["uploads"][0].contains("results"));
}

TEST_CASE("collections tell what is in them", "[http][views]") {
    const collections::CollectionView view{
        .name = "papers",
        .created = at("2025-12-28T04:26:10.000001+00:00"),
        .documents = 1,
        .chunks = 2,
        .text_bytes = 3,
    };

    require_json(
        collections_body({view}),
        R"({"collections":[{"name":"papers","created_at":"2025-12-28T04:26:10.000001+00:00",
            "documents":1,"chunks":2,"text_bytes":3,"options":{},"error":null}]})"
    );
}

TEST_CASE("a document tells what it is, and alone where its pages stand", "[http][views]") {
    collections::DocumentView view{
        .id = some_document(),
        .key = "k",
        .filename = "a.pdf",
        .title = "On Foxes",
        .language = "en",
        .metadata = R"({"year":2024})",
        .upload_id = upload_id(),
        .indexed = at("2025-12-28T04:26:10.000000+00:00"),
        .chunks = 2,
        .text_bytes = 30,
        .facts = {},
        .pages = {{1, {0, 20}}, {2, {20, 30}}},
        .original = Original{sha256("abc"), 3},
    };
    view.facts.format = "pdf";
    view.facts.author = "R. Fox";
    view.blocks.set(BlockKind::heading, 1);
    view.facts.created = "2024-10-08T09:40:40Z";

    require_json(
        document_body(view),
        R"({"document_id":"0b2c5d0e-7a8f-5b16-8f0e-111111111111","key":"k","filename":"a.pdf",
            "title":"On Foxes","author":"R. Fox","language":"en","format":"pdf","encoding":"",
            "created":"2024-10-08T09:40:40Z","modified":"",
            "upload_id":"f47ac10b-58cc-4372-a567-0e02b2c3d479",
            "indexed_at":"2025-12-28T04:26:10.000000+00:00","chunks":2,"text_bytes":30,
            "sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","bytes":3,
            "parent":null,"children":0,"metadata":{"year":2024},"warnings":[],
            "blocks":{"heading":1,"paragraph":0,"list_item":0,"table_row":0,"code":0,"caption":0},
            "pages":[{"page":1,"start":0,"end":20},{"page":2,"start":20,"end":30}]})"
    );
    CHECK_FALSE(ordered_json::parse(documents_body({{view}, ""}))["documents"][0].contains("pages")
    );
}

TEST_CASE("a document whose original was not noted says so with null", "[http][views]") {
    const auto body = ordered_json::parse(document_body({}));

    CHECK(body["sha256"] == nullptr);
    CHECK(body["bytes"] == nullptr);
}

TEST_CASE("a chunk tells its exact place", "[http][views]") {
    const collections::ChunkView view{
        .id = *ChunkId::parse(document_text), .metadata = "{}", .chunk = some_chunk()};

    require_json(
        chunks_body({{view}, "9"}),
        R"({"chunks":[{"chunk_id":"0b2c5d0e-7a8f-5b16-8f0e-111111111111","position":3,
            "text":"a\"bé","start":10,"end":15,"page":2,"page_end":3,"headings":["One","Two"],
            "tokens":4,"language":"en","keywords":["fox"],
            "enrichment":{"words":2,"characters":4,"sentences":1,"reading_seconds":1},
            "metadata":{}}],"next_cursor":"9"})"
    );
}

TEST_CASE("what enrichers found is told by name, and what failed", "[http][views]") {
    search::SearchHit found;
    found.chunk = some_chunk();
    auto& enrichment = found.chunk.enrichment;
    enrichment.reading_ease = 61.5;
    enrichment.dates = {"2024-03-12"};
    enrichment.ambiguous_dates = {{"3/4/2024", {"2024-03-04", "2024-04-03"}}};
    enrichment.emails = {"ann@example.org"};
    enrichment.urls = {"https://example.org/"};
    enrichment.added = {{"summary", R"({"text":"short"})"}, {"broken", "[1]"}};
    enrichment.failed = {{"topics", "HTTP 500"}};

    const auto plain = ordered_json::parse(search_body({.hits = {found}}))["hits"][0];
    CHECK_FALSE(plain.contains("enrichment"));

    const auto told =
        ordered_json::parse(search_body({.hits = {found}, .has_enrichment = true}))["hits"][0];
    CHECK(told["keywords"] == ordered_json::parse(R"(["fox"])"));
    CHECK(
        told["enrichment"].dump() ==
        R"({"words":2,"characters":4,"sentences":1,"reading_seconds":1,"reading_ease":61.5,)"
        R"("dates":["2024-03-12"],)"
        R"("ambiguous_dates":[{"text":"3/4/2024","readings":["2024-03-04","2024-04-03"]}],)"
        R"("emails":["ann@example.org"],"urls":["https://example.org/"],)"
        R"("summary":{"text":"short"},"failed":[{"enricher":"topics","detail":"HTTP 500"}]})"
    );
}

TEST_CASE("a hit tells the passage, the document and the page", "[http][views]") {
    search::SearchHit found;
    found.chunk_id = *ChunkId::parse(document_text);
    found.document_id = some_document();
    found.filename = "a.pdf";
    found.title = "A";
    found.metadata = R"({"year":2024})";
    found.snippet = "a <mark>b</mark>";
    found.score = 1.5;
    found.chunk = some_chunk();

    require_json(
        search_body({.hits = {found}}),
        R"({"hits":[{"chunk_id":"0b2c5d0e-7a8f-5b16-8f0e-111111111111",
            "document_id":"0b2c5d0e-7a8f-5b16-8f0e-111111111111","filename":"a.pdf",
            "title":"A","text":"a\"bé","snippet":"a <mark>b</mark>","score":1.5,"page":2,
            "page_end":3,"headings":["One","Two"],"language":"en","start":10,"end":15,
            "metadata":{"year":2024}}],"mode":"keyword","next_offset":null})"
    );
}

TEST_CASE("hits of one document stand in one place", "[http][views]") {
    search::SearchHit found;
    found.filename = "a.pdf";
    found.score = 1.5;
    search::SearchAnswer answer{.hits = {found, found, found}, .next_offset = 10};
    answer.groups = {{2, 7}, {1, 0}};

    const auto body = ordered_json::parse(search_body(answer));

    CHECK_FALSE(body.contains("hits"));
    CHECK(body["next_offset"] == 10);
    REQUIRE(body["groups"].size() == 2);
    CHECK(body["groups"][0]["hits"].size() == 2);
    CHECK(body["groups"][0]["others"] == 7);
    CHECK(body["groups"][0]["filename"] == "a.pdf");
    CHECK(body["groups"][0]["score"] == 1.5);
    CHECK(body["groups"][1]["hits"].size() == 1);
}

TEST_CASE("no groups are an empty list", "[http][views]") {
    search::SearchAnswer answer;
    answer.groups.emplace();

    require_json(search_body(answer), R"({"groups":[],"mode":"keyword","next_offset":null})");
}

TEST_CASE("a hit tells what stands beside it where that is asked for", "[http][views]") {
    search::SearchHit found;
    found.before = {{.position = 4, .range = {10, 15}, .page = 2, .text = "above"}};

    const auto body = ordered_json::parse(search_body({.hits = {found}, .has_beside = true}));

    const auto& hit = body["hits"][0];
    REQUIRE(hit["before"].size() == 1);
    CHECK(hit["before"][0]["text"] == "above");
    CHECK(hit["before"][0]["position"] == 4);
    CHECK(hit["before"][0]["start"] == 10);
    CHECK(hit["after"].empty());
    CHECK_FALSE(ordered_json::parse(search_body({.hits = {found}}))["hits"][0].contains("after"));
}

TEST_CASE("a text for a prompt comes with its citations", "[http][views]") {
    search::SearchAnswer answer;
    search::Citation citation{.number = 1, .filename = "a.pdf", .page = 2, .page_end = 3};
    citation.chunk_ids = {ChunkId{}};
    citation.range = {10, 15};
    answer.context = search::ContextText{"[1] a.pdf\ntext", 9, {citation}};

    const auto body = ordered_json::parse(search_body(answer));

    CHECK(body["context_text"] == "[1] a.pdf\ntext");
    CHECK(body["context_tokens"] == 9);
    REQUIRE(body["citations"].size() == 1);
    CHECK(body["citations"][0]["number"] == 1);
    CHECK(body["citations"][0]["page"] == 2);
    CHECK(body["citations"][0]["start"] == 10);
    CHECK(body["citations"][0]["chunk_ids"].size() == 1);
}

TEST_CASE("a document without pages has null for a page", "[http][views]") {
    search::SearchHit found;

    REQUIRE(ordered_json::parse(search_body({.hits = {found}}))["hits"][0]["page"] == nullptr);
}

TEST_CASE("a name that is no UTF-8 still gives JSON", "[http][views]") {
    auto odd = row(0, std::nullopt);
    odd.filename = "\xFF.pdf";

    REQUIRE(results_of({odd}, {})[0]["filename"] == "\xEF\xBF\xBD.pdf");
}

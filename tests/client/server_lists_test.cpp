#include <ingestd/client/errc.hpp>
#include <ingestd/client/server_lists.hpp>

#include "support/catch.hpp"

namespace ingestd::client {
namespace {

constexpr std::string_view hash_text =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const Sha256 hash = sha256("abc");

TEST_CASE("a page of documents is read with who brought each", "[server lists]") {
    const auto page = parse_document_page(
        R"({"documents":[
            {"document_id":"d1","key":"docs/a","sha256":")" +
        std::string{hash_text} + R"(","metadata":{"source":"sync:docs"},"new":[]},
            {"document_id":"d2","key":"b","sha256":null,"metadata":{"source":7}}],
           "next_cursor":"more"})"
    );
    REQUIRE(page.has_value());
    CHECK(
        page->documents ==
        std::vector<RemoteDocument>{
            {"d1", "docs/a", hash, "sync:docs"}, {"d2", "b", std::nullopt, ""}}
    );
    CHECK(page->next_cursor == "more");
}

TEST_CASE("the last page names no next one", "[server lists]") {
    const auto page = parse_document_page(R"({"documents":[],"next_cursor":null})");
    REQUIRE(page.has_value());
    CHECK(page->next_cursor.empty());
}

TEST_CASE("a list that could mislead a sync is refused", "[server lists]") {
    const std::string text = GENERATE(
        as<std::string>{},
        "",
        "[]",
        R"({"documents":{}})",
        R"({"documents":[7]})",
        R"({"documents":[{"document_id":"d","key":"a"}]})",
        R"({"documents":[{"document_id":"","key":"a","sha256":null}]})",
        R"({"documents":[{"document_id":"d","sha256":null}]})"
    );
    CAPTURE(text);
    const auto page = parse_document_page(text);
    REQUIRE(page.has_error());
    CHECK(page.error().code == Errc::bad_answer);
}

TEST_CASE("metadata as deep as the server allows is read", "[server lists]") {
    std::string deep = "1";
    for (int i = 0; i < 64; ++i) deep = R"({"x":)" + deep + '}';
    const auto page = parse_document_page(
        R"({"documents":[{"document_id":"d","key":"a","sha256":null,"metadata":)" + deep + "}]}"
    );
    CHECK(page.has_value());
}

TEST_CASE("a list of uploads tells where something failed", "[server lists]") {
    const auto uploads = parse_upload_list(R"({"uploads":[
        {"upload_id":"u2","status":"indexing","documents":{"total":2,"failed":0}},
        {"upload_id":"u1","status":"completed","documents":{"total":2,"failed":1}},
        {"upload_id":"u0","status":"a later version's"}],"next_cursor":null})");
    REQUIRE(uploads.has_value());
    CHECK(
        *uploads ==
        std::vector<UploadEntry>{{"u2", Status::indexing, 0}, {"u1", Status::completed, 1}}
    );
}

TEST_CASE("results tell how each document ended, and why", "[server lists]") {
    const auto results = parse_results(
        R"({"results":[{"filename":"a","status":"failed","sha256":")" + std::string{hash_text} +
        R"(","unchanged":false,"error":{"code":"no_text","detail":"none","stage":"extract","page":3}},
           {"filename":"b","status":"completed","unchanged":true,"error":null}]})"
    );
    REQUIRE(results.has_value());
    CHECK(
        *results ==
        std::vector<UploadResult>{
            {"a", Status::failed, hash, false, "no_text", "none", 3},
            {"b", Status::completed, std::nullopt, true, "", "", 0}}
    );
}

TEST_CASE("a fault of the file lasts, one of the server may pass", "[server lists]") {
    for (const auto* code : {"unsupported_type", "empty", "no_text", "malformed", "too_large"})
        CHECK(is_lasting(code));
    for (const auto* code : {"helper_crashed", "out_of_memory", "internal", "index_failed", ""})
        CHECK_FALSE(is_lasting(code));
}

UploadResult result(std::string name, Status status, std::string_view content) {
    UploadResult made;
    made.filename = std::move(name);
    made.status = status;
    made.sha256 = sha256(content);
    return made;
}

TEST_CASE("the newest upload of a name is what is known of it", "[server lists]") {
    UploadHistory history;
    history.note_older("u2", {result("a", Status::failed, "2")});
    history.note_older(
        "u1", {result("a", Status::completed, "1"), result("b", Status::failed, "1")}
    );

    REQUIRE(history.find("a", sha256("2")) != nullptr);
    CHECK(history.find("a", sha256("2"))->upload_id == "u2");
    CHECK(history.find("a", sha256("1")) == nullptr);  // other bytes: nothing is known of them
    CHECK(history.find("b", sha256("1"))->upload_id == "u1");
    CHECK(history.find("c", sha256("1")) == nullptr);

    history.note_newer("u3", {result("a", Status::completed, "3")});
    CHECK(history.find("a", sha256("2")) == nullptr);
    CHECK(history.find("a", sha256("3"))->upload_id == "u3");
}

}  // namespace
}  // namespace ingestd::client

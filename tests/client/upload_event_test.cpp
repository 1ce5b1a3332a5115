#include <ingestd/client/errc.hpp>
#include <ingestd/client/upload_event.hpp>

#include "support/catch.hpp"

namespace ingestd::client {
namespace {

TEST_CASE("an event of the wire is read field by field", "[upload event]") {
    const auto event = parse_upload_event(R"({"upload_id":"f47a","status":"chunking",
        "progress_percent":25.0,"current_chunk":5,"total_chunks":20,"message":"Chunking documents...",
        "timestamp":"2025-12-28T04:26:10.123456+00:00","seq":17,"terminal":false,
        "waiting_on":{"reason":"queue","detail":"2 uploads before it","position":3},
        "total_is_estimate":true,"stages":{"chunked":14},
        "documents":{"total":3,"completed":1,"failed":1,"current":"report.pdf"},
        "eta_seconds":4.5,"chunks_per_second":310.5,"error":null,"new":{}})");
    REQUIRE(event.has_value());
    CHECK(event->upload_id == "f47a");
    CHECK(event->status == Status::chunking);
    CHECK(event->percent == 25.0);
    CHECK(event->current_chunk == 5);
    CHECK(event->total_chunks == 20);
    CHECK(event->total_is_estimate);
    CHECK(event->message == "Chunking documents...");
    CHECK_FALSE(event->terminal);
    CHECK(event->waiting_on == "2 uploads before it");
    CHECK(event->documents_total == 3);
    CHECK(event->documents_completed == 1);
    CHECK(event->documents_failed == 1);
    CHECK(event->current_document == "report.pdf");
    CHECK(event->eta_seconds == 4.5);
    CHECK(event->error.empty());
}

TEST_CASE("of an event only what it stands on must be there", "[upload event]") {
    const auto least = parse_upload_event(R"({"upload_id":"a","status":"failed","terminal":true,
        "eta_seconds":null,"current_chunk":-1,"message":7,"documents":[],"error":{"detail":"no"}})"
    );
    REQUIRE(least.has_value());
    CHECK(least->terminal);
    CHECK(least->error == "no");
    CHECK(least->current_chunk == 0);
    CHECK_FALSE(least->eta_seconds.has_value());

    const auto broken = GENERATE(
        as<std::string>{},
        "",
        "{",
        "[]",
        R"({"status":"failed"})",
        R"({"upload_id":"a","status":"sleeping"})",
        R"({"upload_id":1,"status":"failed"})"
    );
    CAPTURE(broken);
    const auto refused = parse_upload_event(broken);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::bad_answer);
}

TEST_CASE("JSON that is nested to exhaust the stack is refused", "[upload event]") {
    const auto deep = R"({"upload_id":"a","status":"failed","x":)" + std::string(100'000, '[') +
                      std::string(100'000, ']') + "}";
    CHECK(parse_upload_event(deep).has_error());
    CHECK(on_one_line(deep).has_error());
}

TEST_CASE("the failed documents of a result are told, the others are not", "[upload event]") {
    const auto failed = parse_failed_documents(R"({"results":[
        {"document_id":"1","filename":"a.pdf","status":"completed","error":null},
        {"document_id":"2","filename":"b.pdf","status":"failed",
         "error":{"code":"malformed","detail":"damaged","stage":"extract","page":3}},
        {"document_id":"3","filename":"","status":"failed","error":{"code":"empty","detail":"no bytes","page":null}}]})"
    );
    REQUIRE(failed.has_value());
    CHECK(
        *failed ==
        std::vector<FailedDocument>{
            {"b.pdf", "malformed", "damaged", 3}, {"3", "empty", "no bytes", 0}}
    );
    CHECK(parse_failed_documents("{}").has_error());
}

TEST_CASE("an answer is put on one line in its own order", "[upload event]") {
    CHECK(on_one_line("{\n \"z\": 1,\n \"a\": \"\\u001b\" }").value() == R"({"z":1,"a":"\u001b"})");
}

}  // namespace
}  // namespace ingestd::client

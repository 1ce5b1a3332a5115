#include <ingestd/client/progress_line.hpp>
#include <ingestd/client/terminal_text.hpp>

#include "support/catch.hpp"

namespace ingestd::client {
namespace {

UploadEvent event_at(Status status, double percent, std::uint64_t current, std::uint64_t total) {
    UploadEvent event;
    event.upload_id = "f47a";
    event.status = status;
    event.percent = percent;
    event.current_chunk = current;
    event.total_chunks = total;
    event.documents_total = 1;
    return event;
}

TEST_CASE("a line shows the state, the bar and the count of chunks", "[progress line]") {
    CHECK(
        progress_line(event_at(Status::indexing, 40, 4, 10), 80) ==
        "🗂️ indexing  ████████░░░░░░░░░░░░  40.0 %  4 "
        "of "
        "10 "
        "chunks"
    );
}

TEST_CASE("a total that may still change is called so", "[progress line]") {
    auto event = event_at(Status::chunking, 50, 4, 8);
    event.total_is_estimate = true;
    CHECK_THAT(progress_line(event, 80), Catch::Contains("4 of about 8 chunks"));
    event.total_chunks = 0;
    event.current_chunk = 0;
    CHECK_THAT(progress_line(event, 80), Catch::Contains("no chunks yet"));
}

TEST_CASE("a wide line tells documents, time and the file in work", "[progress line]") {
    auto event = event_at(Status::extracting, 25, 5, 20);
    event.documents_total = 3;
    event.documents_completed = 1;
    event.documents_failed = 1;
    event.eta_seconds = 61;
    event.current_document = "report.pdf";
    CHECK(
        progress_line(event, 120) ==
        "📖 extracting  █████░░░░░░░░░░░░░░░  25.0 %  5 of 20 chunks  1 of 3 documents, 1 failed  "
        "2 min left  report.pdf"
    );
}

TEST_CASE("what an upload waits for stands where its file stood", "[progress line]") {
    auto event = event_at(Status::received, 0, 0, 0);
    event.current_document = "report.pdf";
    event.eta_seconds = 3;
    event.waiting_on = "2 uploads before it";
    const auto line = progress_line(event, 120);
    CHECK_THAT(line, Catch::EndsWith("waiting: 2 uploads before it"));
    CHECK_THAT(line, !Catch::Contains("report.pdf") && !Catch::Contains("left"));
}

TEST_CASE("a line never takes more columns than there are", "[progress line]") {
    auto event =
        event_at(Status::chunking, 99.9, 18'446'744'073'709'551'615u, 18'446'744'073'709'551'615u);
    event.total_is_estimate = true;
    event.documents_total = 10'000;
    event.eta_seconds = 1e300;
    event.current_document = "日本語の報告書\x1b[2J.pdf";
    for (std::size_t columns = 0; columns <= 250; ++columns) {
        CAPTURE(columns);
        const auto line = progress_line(event, columns);
        REQUIRE(display_width(line) <= columns);
        REQUIRE(line.find('\x1b') == std::string::npos);
    }
}

TEST_CASE("figures that make no sense are shown as the nearest that do", "[progress line]") {
    CHECK_THAT(
        progress_line(event_at(Status::indexing, 250, 1, 1), 80), Catch::Contains("100.0 %")
    );
    CHECK_THAT(progress_line(event_at(Status::indexing, -5, 1, 1), 80), Catch::Contains(" 0.0 %"));
}

TEST_CASE("sending shows how much has gone, and of what", "[progress line]") {
    CHECK(
        sending_line(
            {.sent_bytes = 45'000'000, .total_bytes = 120'000'000, .filename = "a\x1b.pdf"}, 80
        ) == "📤 sending  ███████░░░░░░░░░░░░░  45.0 MB of 120 MB  a�.pdf"
    );
    CHECK_NOTHROW(sending_line({}, 80));
}

TEST_CASE("the end is told with its message and its error", "[progress line]") {
    auto event = event_at(Status::failed, 0, 0, 0);
    event.message = "Failed";
    event.error = "every document\nfailed";
    CHECK(ending_line(event) == "❌ failed  0 chunks  every document failed");
    event.message = "Completed: 2 of 3 documents";
    CHECK(
        ending_line(event) ==
        "❌ failed  0 chunks  Completed: 2 of 3 documents  every document failed"
    );
    CHECK(ending_line(event_at(Status::completed, 100, 1, 1)) == "✅ completed  1 chunk");
}

TEST_CASE("a failed document is told with its page and reason", "[progress line]") {
    CHECK(
        failure_line({"a.pdf", "malformed", "damaged", 3}) == "a.pdf, page 3: damaged (malformed)"
    );
    CHECK(failure_line({"a\x1b.pdf", "", "", 0}) == "a�.pdf: no reason was given");
}

TEST_CASE(
    "an output that keeps every line gets one a state, a wait or a tenth", "[progress line]"
) {
    PlainProgress plain;
    CHECK(plain.line(event_at(Status::chunking, 1, 1, 100)) == "chunking 1.0 %, 1 of 100 chunks");
    CHECK(plain.line(event_at(Status::chunking, 9.9, 9, 100)) == std::nullopt);
    CHECK(
        plain.line(event_at(Status::chunking, 10, 10, 100)) == "chunking 10.0 %, 10 of 100 chunks"
    );
    CHECK(plain.line(event_at(Status::chunking, 19, 19, 100)) == std::nullopt);
    CHECK(
        plain.line(event_at(Status::indexing, 19, 19, 100)) == "indexing 19.0 %, 19 of 100 chunks"
    );

    auto waiting = event_at(Status::indexing, 19, 19, 100);
    waiting.waiting_on = "disk is full";
    CHECK(plain.line(waiting) == "indexing 19.0 %, 19 of 100 chunks, waiting: disk is full");
    CHECK(plain.line(waiting) == std::nullopt);
    CHECK(plain.line(event_at(Status::indexing, 19, 19, 100)).has_value());
}

TEST_CASE("sizes are told in the unit that people read", "[progress line]") {
    const auto [bytes, text] = GENERATE(table<std::uint64_t, std::string>(
        {{0, "0 B"},
         {999, "999 B"},
         {1000, "1.0 kB"},
         {1'500'000, "1.5 MB"},
         {99'960'000, "100 MB"},
         {999'600, "1.0 MB"},
         {18'446'744'073'709'551'615u, "18.4 EB"}}
    ));
    CHECK(human_size(bytes) == text);
}

}  // namespace
}  // namespace ingestd::client

// What the server tells of an upload, as far as a terminal shows it.
//   source  docs/api.md, "Events"
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/document/status.hpp>

namespace ingestd::client {

// One event. Texts are the server's, as they came: harmless() before they are shown.
//   waiting_on  why nothing moves; empty: it moves
struct UploadEvent {
    std::string upload_id;
    Status status = Status::received;
    double percent = 0;
    std::uint64_t current_chunk = 0;
    std::uint64_t total_chunks = 0;
    bool total_is_estimate = false;
    std::string message;
    bool terminal = false;
    std::string waiting_on;
    std::string waiting_reason;  // its short name
    std::uint64_t documents_total = 0;
    std::uint64_t documents_completed = 0;
    std::uint64_t documents_failed = 0;
    std::string current_document;
    std::optional<double> eta_seconds;
    std::string error;

    friend bool operator==(const UploadEvent&, const UploadEvent&) = default;
};

// A document that could not be taken in.  page: 0 where there is none
struct FailedDocument {
    std::string filename;
    std::string code;
    std::string detail;
    std::uint64_t page = 0;

    friend bool operator==(const FailedDocument&, const FailedDocument&) = default;
};

// Fields that are not known are left alone; of those that are shown only, a missing one is empty.
//   errors  Errc::bad_answer: no JSON object, or upload_id, status or terminal are not as they
//   should be
Result<UploadEvent> parse_upload_event(std::string_view json);

// The failed ones among an upload's `results`.  errors  Errc::bad_answer
Result<std::vector<FailedDocument>> parse_failed_documents(std::string_view json);

// The `upload_id` of a 202.  errors  Errc::bad_answer
Result<std::string> parse_accepted(std::string_view json);

// The JSON again on one line, whatever it was laid out as, or an error.
//   errors  Errc::bad_answer
Result<std::string> on_one_line(std::string_view json);

}  // namespace ingestd::client

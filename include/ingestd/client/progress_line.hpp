// An upload's progress in words. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <ingestd/client/upload_event.hpp>

namespace ingestd::client {

// One line of at most `columns`, to be redrawn in place:
//   ✂️  chunking  ████░░░░  50.0 %  4 of about 8 chunks  4 s left  report.pdf
// What matters least leaves first where there is little room. Harmless whatever the event holds.
std::string progress_line(const UploadEvent& event, std::size_t columns);

// While the files are on their way: "📤 sending  ████░░░░  45.0 MB of 120 MB  report.pdf".
struct Sending {
    std::uint64_t sent_bytes = 0;
    std::uint64_t total_bytes = 0;
    std::string filename;
};
std::string sending_line(const Sending& sending, std::size_t columns);

// How it ended, on a line of its own.
std::string ending_line(const UploadEvent& event);

// "report.pdf, page 3: the text is damaged (malformed)"
std::string failure_line(const FailedDocument& document);

// For an output that keeps every line: a line where the state or what it waits for changes, and at
// each further tenth.
class PlainProgress {
public:
    std::optional<std::string> line(const UploadEvent& event);

private:
    std::optional<Status> status_;
    std::string waiting_on_;
    std::uint64_t tenth_ = 0;
};

// "0 B", "1.5 MB"; powers of 1000.
std::string human_size(std::uint64_t bytes);

}  // namespace ingestd::client

// The states of an upload and of a document. Enum values are the wire's own words.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ingestd {

// In the order in which an upload passes them; the last three are terminal.
enum class Status : std::uint8_t {
    received,
    extracting,
    chunking,
    enriching,
    indexing,
    completed,
    failed,
    cancelled
};

constexpr bool is_terminal(Status status) {
    return status >= Status::completed;
}

std::string_view to_string(Status status);
std::optional<Status> parse_status(std::string_view word);

// Where a document failed; the wire's word for `error.stage`.
enum class Stage : std::uint8_t { intake, extract, chunk, enrich, embed, index };

std::string_view to_string(Stage stage);
std::optional<Stage> parse_stage(std::string_view word);

}  // namespace ingestd

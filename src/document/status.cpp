#include <array>

#include <ingestd/document/status.hpp>

namespace ingestd {
namespace {

constexpr std::array<std::string_view, 8> status_words = {
    "received",
    "extracting",
    "chunking",
    "enriching",
    "indexing",
    "completed",
    "failed",
    "cancelled"};
constexpr std::array<std::string_view, 6> stage_words = {
    "intake", "extract", "chunk", "enrich", "embed", "index"};

template <class Enum, std::size_t N>
std::optional<Enum> find_word(const std::array<std::string_view, N>& words, std::string_view word) {
    for (std::size_t i = 0; i < N; ++i) {
        if (words[i] == word) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Status status) {
    return status_words.at(static_cast<std::size_t>(status));
}
std::optional<Status> parse_status(std::string_view word) {
    return find_word<Status>(status_words, word);
}

std::string_view to_string(Stage stage) {
    return stage_words.at(static_cast<std::size_t>(stage));
}
std::optional<Stage> parse_stage(std::string_view word) {
    return find_word<Stage>(stage_words, word);
}

}  // namespace ingestd

#include "chunk_contents.hpp"

#include "language_mark.hpp"

namespace ingestd::index {
namespace {

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80;
}

// As `substr(headings, 1, length(lead)) = lead`: both functions count code points, up to a NUL.
bool begin_with(std::string_view headings, std::string_view lead) {
    if (lead.find('\0') != std::string_view::npos || !headings.starts_with(lead)) return false;
    return headings.size() == lead.size() || !is_continuation(headings[lead.size()]);
}

}  // namespace

ChunkContents contents_of(
    const Chunk& chunk, std::string_view headings, std::string_view filename, std::string_view lead
) {
    const auto& language = chunk.enrichment.language;
    return {
        .filename = marked(language, filename),
        .title = marked(language, begin_with(headings, lead) ? std::string_view{} : lead),
        .headings = marked(language, headings),
        .text = marked(language, chunk.text)};
}

}  // namespace ingestd::index

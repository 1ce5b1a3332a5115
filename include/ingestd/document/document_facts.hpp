// What a document says of itself, as its format declares it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ingestd {

// Empty strings: not declared. `warnings` are sentences for a person ("3 pages hold no text").
struct DocumentFacts {
    std::string format;  // "pdf", "html", "markdown", "csv", "json", "text", …
    std::string title;
    std::string author;
    std::string language;     // as declared, BCP 47
    std::string encoding;     // of text formats
    std::string created;      // ISO 8601 in UTC: "2024-10-08T09:40:40Z"; a date alone, or less of
                              // it, where no more is declared
    std::string modified;     // likewise
    std::uint32_t pages = 0;  // 0: the format has none
    std::vector<std::string> warnings;

    friend bool operator==(const DocumentFacts&, const DocumentFacts&) = default;
};

}  // namespace ingestd

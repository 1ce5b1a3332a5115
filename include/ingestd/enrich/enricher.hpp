// What a chunk is about, read off its own text.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <ingestd/document/chunk.hpp>
#include <ingestd/document/document_facts.hpp>

namespace ingestd::enrich {

// Language (CLD2), keywords (RAKE: Rose et al. 2010), counts.
//   thread  any; pure
Enrichment enrich(std::string_view text);

// The language of a whole document: that of most of its bytes.
//   thread  one at a time
class LanguageTally {
public:
    void add(const std::string& language, std::uint64_t bytes);
    std::string language() const;  // "und" when no chunk could tell

private:
    std::map<std::string, std::uint64_t> bytes_by_language_;
};

// The title a person would give: as declared, unless it says nothing ("untitled", "Microsoft Word -
// …", the file name of another program); else the first heading; else the file name without folder
// and ending.
std::string choose_title(
    const DocumentFacts& facts, std::string_view first_heading, std::string_view filename
);

}  // namespace ingestd::enrich

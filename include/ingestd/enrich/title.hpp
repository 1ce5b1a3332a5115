// The title that a person would give a document.
#pragma once

#include <string>
#include <string_view>

#include <ingestd/document/document_facts.hpp>

namespace ingestd::enrich {

// As declared, unless it says nothing ("untitled", "Microsoft Word - …", the file name of another
// program); else the first heading; else the file name without folder and ending.
std::string choose_title(
    const DocumentFacts& facts, std::string_view first_heading, std::string_view filename
);

}  // namespace ingestd::enrich

// A document with the documents inside of it, each read as the server would read it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <ingestd/extract/extractors.hpp>

#include "support/extraction.hpp"

namespace ingestd::corpus {

//   name  as the document around it tells it
struct DocumentTree {
    std::string name;
    test::Extraction extraction;
    std::vector<DocumentTree> children;

    // Text was read of it, or of one inside of it.
    bool is_taken_in() const;
    // Its text and that of all documents inside of it.
    std::string whole_text() const;
    std::vector<std::string> warnings() const;
};

// As deep and as large as the server would follow them.
DocumentTree read_tree(extract::Extractor& extractor, const std::filesystem::path& file);

}  // namespace ingestd::corpus

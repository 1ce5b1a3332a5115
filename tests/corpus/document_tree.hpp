// A document with the documents inside of it, each read as the server would read it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <ingestd/extract/extractors.hpp>

#include "support/extraction.hpp"

namespace ingestd::corpus {

// Documents in documents are followed so deep.
inline constexpr int depth_max = 4;

//   name  as the document around it tells it
struct DocumentTree {
    std::string name;
    test::Extraction extraction;
    std::vector<DocumentTree> children;

    // Its text and that of all documents inside of it.
    std::string whole_text() const;
    std::vector<std::string> warnings() const;
};

DocumentTree read_tree(extract::Extractor& extractor, const std::filesystem::path& file);

}  // namespace ingestd::corpus

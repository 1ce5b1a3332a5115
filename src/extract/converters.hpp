// Programs that turn Office documents of before 2007 into text, where they are installed. Private
// to the room.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <ingestd/document/document_failure.hpp>
#include <ingestd/extract/document_type.hpp>

namespace ingestd::extract {

//   arguments  the document is its standard input, by the name /dev/stdin
//   what       of the documents, for a person
struct Converter {
    const char* program;
    std::vector<std::string> arguments;
    const char* package;
    const char* what;
};

// nullptr: a reader of our own reads this type.
const Converter* converter_of(DocumentType type);

bool is_installed(const Converter& converter, const std::filesystem::path& folder);

// Names the package that is to be installed.
DocumentFailure not_installed(const Converter& converter);

}  // namespace ingestd::extract

// The corpus's manifest: real documents with what must be found in them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ingestd::corpus {

//   page     0: anywhere
//   message  the how-manieth document inside, from 1; 0: anywhere
//   entry    the name of the document inside; empty: anywhere
struct Fact {
    std::string text;
    unsigned page = 0;
    unsigned message = 0;
    std::string entry = {};
};

struct Document {
    std::string file;  // below the corpus folder; its first folder is the group
    std::string group;
    std::string format;
    std::vector<Fact> facts;
    std::vector<std::string> must_not;
    std::vector<std::string> entry_names;   // of the documents inside
    std::vector<std::string> must_contain;  // where it is extracted
    std::string outcome;                    // extracted, rejected, "any clear end"
    std::string other_outcome;              // another right end; empty: none
    bool is_picture = false;                // its text exists only in pixels
};

// The corpus beside the project, or where INGESTD_SHARED says; nullopt: there is none.
std::optional<std::filesystem::path> find_corpus();

std::vector<Document> read_manifest(const std::filesystem::path& corpus);

}  // namespace ingestd::corpus

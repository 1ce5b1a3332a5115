// What each document of an upload is called within its collection.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ingestd/base/digest.hpp>

namespace ingestd::intake {

//   id, filename  as the client gave them, may be empty
struct NamedBytes {
    std::string id;
    std::string filename;
    Sha256 sha256;
};

// The key of each: its `id`, else its file name, else its hash. An empty key: these bytes stand
// in the upload already under the same name (or both without one) and are taken once. A file name
// that stands again with other bytes is numbered: "notes.txt (2)".
// Pure.
std::vector<std::string> document_keys(const std::vector<NamedBytes>& documents);

}  // namespace ingestd::intake

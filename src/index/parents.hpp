// Documents that were found inside of others, to any depth. Private to the room; each inside a
// transaction of the caller's.
#pragma once

#include <string>
#include <vector>

#include "version.hpp"

namespace ingestd::index {

// A visible, complete document inside of another.
struct ChildVersion {
    DocumentRow row = 0;
    DocumentId id;
    std::string key;
    std::int64_t accepted = 0;
};

// All that stands inside of a document, also inside of these.
std::vector<ChildVersion> documents_inside(sqlite::Connection& connection, const DocumentId& id);

// An upload has brought documents anew in which others had stood that are no longer there: these
// count as replaced by it (remove_replaced), save those under `kept`, and what is inside of them.
void replace_left_out(
    sqlite::Connection& connection, const UploadId& upload, const std::vector<std::string>& kept
);

// The same for one document that settles by itself, and in which nothing is: they go at once.
void remove_left_out(sqlite::Connection& connection, const Version& version);

}  // namespace ingestd::index

// A version of a document as the ledger has it. Private to the room.
#pragma once

#include <optional>
#include <string>

#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/connection.hpp>

namespace ingestd::index {

//   replaced     chunks of the version before, where it took the place of one
//   accepted     as DocumentEntry's, in the file's microseconds
//   replaced_by  the unsettled upload whose version of the key stands above this one
//   lead         its title, as its first chunk shows it
struct Version {
    DocumentRow row = 0;
    DocumentId id;
    std::uint64_t chunks = 0;
    std::uint64_t text_bytes = 0;
    std::string filename;
    bool is_complete = false;
    bool is_visible = false;
    std::string key;
    std::optional<std::uint64_t> replaced;
    std::int64_t accepted = 0;
    bool is_held = false;
    bool is_settled = false;
    UploadId upload;
    Sha256 fingerprint;
    std::optional<UploadId> replaced_by;
    std::string lead;
};

std::optional<Version> find_version(sqlite::Connection& connection, DocumentRow row);
std::optional<Version> find_visible(sqlite::Connection& connection, const std::string& key);
// The one that `upload`'s version of the key has replaced and that may come back.
std::optional<Version> find_replaced(
    sqlite::Connection& connection, const UploadId& upload, const std::string& key
);

// Takes a version out of everything; nothing where it is gone already.
void remove_version(sqlite::Connection& connection, DocumentRow row);

}  // namespace ingestd::index

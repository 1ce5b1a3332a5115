// What a sync has to do: the files of a folder against the documents of a collection. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/digest.hpp>
#include <ingestd/document/original.hpp>

namespace ingestd::client {

// A file, by the name that it has on the wire.
struct LocalDocument {
    std::string name;
    Original original;

    friend bool operator==(const LocalDocument&, const LocalDocument&) = default;
};

//   unread  names of files and folders that could not be read: what they hold, and what is below
//           them, is not known
struct LocalFolder {
    std::vector<LocalDocument> documents;
    std::vector<std::string> unread;
};

// A document of the collection.
//   sha256  of its original; nullopt where the server does not know it
//   source  the `source` of its metadata: who brought it
struct RemoteDocument {
    std::string id;
    std::string key;
    std::optional<Sha256> sha256;
    std::string source;

    friend bool operator==(const RemoteDocument&, const RemoteDocument&) = default;
};

enum class Change { added, changed };

//   local  which of the folder's documents
struct ToSend {
    std::size_t local = 0;
    Change change = Change::added;

    friend bool operator==(const ToSend&, const ToSend&) = default;
};

//   unchanged  which of the folder's documents the collection holds as they are
//   foreign    names that stand in the folder and in the collection, brought there by somebody else
//   brought    documents of the collection that this source has brought
//   lost       of `to_remove`, those whose bytes are nowhere in the folder any more: neither moved
//              nor renamed
struct SyncPlan {
    std::vector<ToSend> to_send;
    std::vector<RemoteDocument> to_remove;
    std::vector<std::string> foreign;
    std::vector<std::size_t> unchanged;
    std::size_t brought = 0;
    std::size_t lost = 0;
};

// Documents of other sources are neither removed nor, unless `takes_over`, replaced. What stands
// below something unread stays as it is.
struct SyncRules {
    std::string source;
    bool takes_over = false;
};
SyncPlan plan_sync(
    const LocalFolder& local, const std::vector<RemoteDocument>& remote, const SyncRules& rules
);

// Whether so much would go that a person has to agree: all of it, or more than half. A folder that
// was not mounted looks like one that was emptied.
bool needs_consent(const SyncPlan& plan, const LocalFolder& local);

// The `source` that marks what a sync of that name brings.
std::string source_mark(std::string_view name);

}  // namespace ingestd::client

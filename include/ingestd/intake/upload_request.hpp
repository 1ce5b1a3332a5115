// What every way in brings: an upload as asked for, before it is accepted.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/document/collection_options.hpp>

namespace ingestd::intake {

// Bytes that have come in: small ones in memory, large ones spooled to disk (not yet synced).
using Content = std::variant<std::string, blobs::StagedBlob>;

//   id        the client's key; empty: file name, else hash
//   metadata  a JSON object as text
//   pointer   where it stands in the request ("/documents/0"; "" where the request has no JSON),
//   for error reports
struct UploadDocument {
    std::string id;
    std::string filename;
    std::string content_type;
    std::string metadata = "{}";
    Content content;
    std::string pointer;
};

//   said             which of options.chunking it says itself; the rest are defaults
//   documents        none, with force_recreate: the collection is made anew of what it has stored
//   idempotency_key  the client's name for this request; empty: it gave none
struct UploadRequest {
    std::string collection;
    bool force_recreate = false;
    UploadOptions options;
    ChunkingChoice said{};
    std::vector<UploadDocument> documents;
    std::string idempotency_key{};
};

// One bad field, for problem details.
//   pointer  JSON Pointer (RFC 6901) into the request; for multipart and query parameters "/name"
struct FieldError {
    std::string pointer;
    std::string detail;

    friend bool operator==(const FieldError&, const FieldError&) = default;
};

struct Limits {
    std::uint32_t documents_max =
        10'000;  // per upload; each costs a row and ~100 bytes while it waits
    // What options.embedder may name besides no_embedder; null: that is not looked at.
    const std::vector<std::string>* embedders = nullptr;
    // What options.enrichers may name.
    std::span<const std::string> enrichers{};
    // Those of them that have a tokenizer of their own; null: that is not looked at.
    const std::vector<std::string>* counting_embedders = nullptr;
    // What options.chunking.tokenizer may name; null: that is not looked at.
    const std::vector<Tokenizer>* tokenizers = nullptr;
};

// A collection's name: 1..128 of letters, digits, '_', '-', '.', not beginning with '.'.
bool is_collection_name(std::string_view name);
FieldError bad_collection_name(std::string pointer);

// Everything that is wrong with it; empty: it may be accepted.
std::vector<FieldError> validate(const UploadRequest& request, const Limits& limits);

// The same of what a collection shall have for its uploads. Pointers begin at the options.
std::vector<FieldError> validate(const CollectionOptions& options, const Limits& limits);

}  // namespace ingestd::intake

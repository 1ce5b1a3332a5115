#include <string>

#include <ingestd/intake/request_fingerprint.hpp>

namespace ingestd::intake {
namespace {

// Each part with its length before it, so that no two lists of parts read alike.
void add(Sha256Hasher& hasher, std::string_view part) {
    hasher.update(std::to_string(part.size()) + ":");
    hasher.update(part);
}

// Taken apart by name: a new option does not compile until it is counted here. Options of later
// versions count only where they are given, so that a request is still known after an upgrade.
void add(Sha256Hasher& hasher, const UploadOptions& options) {
    const auto& [chunking, visibility, on_same_key, ocr, password, embedder, enrichers] = options;
    const auto& [max_tokens, overlap_tokens, strategy, tokenizer] = chunking;
    add(hasher, std::to_string(max_tokens));
    add(hasher, std::to_string(overlap_tokens));
    add(hasher, to_string(visibility));
    add(hasher, to_string(on_same_key));
    if (strategy != ChunkingStrategy::structure) {
        add(hasher, "strategy");
        add(hasher, to_string(strategy));
    }
    if (tokenizer) {
        add(hasher, "tokenizer");
        add(hasher, to_string(*tokenizer));
    }
    // Two parts each, and a document has five: these are not taken for one.
    if (!ocr.languages.empty()) {
        add(hasher, "ocr");
        add(hasher, join_ocr_languages(ocr.languages));
    }
    if (!embedder.empty()) {
        add(hasher, "embedder");
        add(hasher, embedder);
    }
    if (enrichers) {
        add(hasher, "enrichers");
        add(hasher, join_enrichers(*enrichers));
    }
    if (!password.empty()) {
        add(hasher, "password");
        add(hasher, password);
    }
}

}  // namespace

Sha256 request_fingerprint(
    std::string_view collection,
    bool force_recreate,
    const UploadOptions& options,
    const std::vector<RequestedDocument>& documents
) {
    Sha256Hasher hasher;
    add(hasher, collection);
    add(hasher, force_recreate ? "recreate" : "add");
    add(hasher, options);
    for (const auto& document : documents) {
        add(hasher, document.key);
        add(hasher, document.filename);
        add(hasher, document.content_type);
        add(hasher, document.metadata);
        add(hasher, document.sha256.hex());
    }
    return hasher.finish();
}

}  // namespace ingestd::intake

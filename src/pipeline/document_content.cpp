#include "document_content.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/blobs/errc.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ingestd::pipeline {
namespace {

// Small bodies come from the catalog; an extractor reads a descriptor, whatever is behind it.
Result<UniqueFd> to_memory_file(std::string_view bytes) {
    UniqueFd file{::memfd_create("document", MFD_CLOEXEC)};
    if (!file) return errno_error("a document's bytes could not be held in memory");
    while (!bytes.empty()) {
        const auto written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0) return errno_error("a document's bytes could not be held in memory");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    ::lseek(file.get(), 0, SEEK_SET);
    return file;
}

// Its size is looked at; its hash, which costs a second reading, is left to `ingestd check`.
Result<UniqueFd> open_blob(const blobs::BlobStore& blobs, const catalog::DocumentRecord& record) {
    auto blob = blobs.open_blob(record.sha256);
    if (!blob) return blob;
    struct stat facts {};
    if (::fstat(blob->get(), &facts) != 0) return errno_error("stat blob");
    if (static_cast<std::uint64_t>(facts.st_size) != record.bytes) {
        return Error{
            blobs::Errc::damaged,
            std::to_string(facts.st_size) + " of " + std::to_string(record.bytes) + " bytes"};
    }
    return blob;
}

}  // namespace

Result<UniqueFd> open_content(
    const Rooms& rooms, const UploadId& upload, const catalog::DocumentRecord& record
) {
    if (const auto body = rooms.catalog.body(upload, record.ordinal)) {
        if (sha256(*body) != record.sha256) return Error{blobs::Errc::damaged, "body"};
        return to_memory_file(*body);
    }
    return open_blob(rooms.blobs, record);
}

Sha256 fingerprint_of(const catalog::DocumentRecord& record, const UploadOptions& options) {
    std::vector<std::string> parts{
        record.sha256.hex(),
        std::to_string(options.chunking.max_tokens),
        std::to_string(options.chunking.overlap_tokens),
        record.metadata};
    if (options.chunking.strategy != ChunkingStrategy::structure) {
        parts.emplace_back(to_string(options.chunking.strategy));
    }
    if (options.chunking.tokenizer) {
        parts.push_back("tokenizer:" + std::string{to_string(*options.chunking.tokenizer)});
    }
    if (!options.ocr.languages.empty()) {
        parts.push_back(join_ocr_languages(options.ocr.languages));
    }
    for (const auto& enricher : options.enrichers.value_or(std::vector<std::string>{}))
        parts.push_back("enricher:" + enricher);
    Sha256Hasher hasher;
    for (const auto& part : parts) {
        hasher.update(std::to_string(part.size()));
        hasher.update(":");
        hasher.update(part);
    }
    return hasher.finish();
}

}  // namespace ingestd::pipeline

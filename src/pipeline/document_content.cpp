#include "document_content.hpp"

#include <string>
#include <string_view>

#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <sys/mman.h>
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

}  // namespace

Result<UniqueFd> open_content(
    const Rooms& rooms, const UploadId& upload, const catalog::DocumentRecord& record
) {
    if (const auto body = rooms.catalog.body(upload, record.ordinal)) return to_memory_file(*body);
    return rooms.blobs.open_blob(record.sha256);
}

Sha256 fingerprint_of(const catalog::DocumentRecord& record, const ChunkingOptions& chunking) {
    Sha256Hasher hasher;
    for (const auto& part :
         {record.sha256.hex(),
          std::to_string(chunking.max_tokens),
          std::to_string(chunking.overlap_tokens),
          record.metadata}) {
        hasher.update(std::to_string(part.size()));
        hasher.update(":");
        hasher.update(part);
    }
    return hasher.finish();
}

}  // namespace ingestd::pipeline

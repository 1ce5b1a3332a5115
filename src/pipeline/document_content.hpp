// The bytes of a document as an extractor takes them.
#pragma once

#include <ingestd/base/digest.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/catalog/records.hpp>
#include <ingestd/pipeline/pipeline.hpp>

namespace ingestd::pipeline {

// A small body comes from the catalog, a large one is a blob: a descriptor at offset 0 either way.
//   thread  a worker; blocks
Result<UniqueFd> open_content(
    const Rooms& rooms, const UploadId& upload, const catalog::DocumentRecord& record
);

// Of all that decides how the document comes out: bytes, options, metadata. The same means that it
// need not be processed again. Languages of OCR and enrichers count where they were asked for; the
// server's own choice may change without everything being read again.
Sha256 fingerprint_of(const catalog::DocumentRecord& record, const UploadOptions& options);

}  // namespace ingestd::pipeline

// What the ledger is told of a document before its chunks.
#pragma once

#include <ingestd/index/generation.hpp>

#include "document_run.hpp"

namespace ingestd::pipeline {

// One that is read from its bytes.
index::DocumentEntry entry_of(
    const DocumentContext& context, const catalog::DocumentRecord& record
);

// One that is taken over from another generation: it stays the version of the upload that had
// brought it.
index::DocumentEntry entry_of(const DocumentContext& context, const index::StoredVersion& stored);

}  // namespace ingestd::pipeline

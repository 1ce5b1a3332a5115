// What the disk denies: no fault of a document, so it is waited for.
#pragma once

#include <ingestd/base/result.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/progress/progress_event.hpp>

namespace ingestd::pipeline {

// Whether a write (or read) failed for the disk: full, read-only, failing, or no longer trusted
// after a failed sync. It may succeed later, some of it only after a restart.
bool is_denied_by_disk(const Error& error);

// What a watcher is told meanwhile. `space` may be null: then without figures.
progress::WaitingOn waiting_on(const disk::Shortage& shortage);
progress::WaitingOn waiting_on(const Error& trouble, disk::Space* space);

}  // namespace ingestd::pipeline

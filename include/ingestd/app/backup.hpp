// A copy of one moment of a data directory, made beside a running server, and the way back.
//
//   DEST/backup          text: what made it, when, of what
//   DEST/catalog.db      these as in a data directory, without logs (-wal): all that the catalog
//   DEST/collections/…   promises, and nothing else
//   DEST/blobs/…
//
// The moment: catalog writers are held while a snapshot of the catalog and one of each generation
// is taken, some milliseconds. No commit of the catalog lies between them, so the copy is a state
// that kill -9 could have left, and a server goes on from it as after that. Blobs are copied before
// (most of them) and right after; one that was given up in between makes the moment be taken anew.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include <ingestd/app/data_dir_check.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/catalog/inspection.hpp>

namespace ingestd::app {

// What was copied.
struct CopyReport {
    catalog::CatalogCounts counts;
    std::uint64_t generations = 0;
    std::uint64_t blobs = 0;
    std::uint64_t bytes = 0;  // on disk
};

using Tell = std::function<void(const std::string&)>;  // what is done next, for whoever waits

// Makes DEST.partial, syncs it and gives it its name: DEST is whole or not there.
//   errors  Errc::{destination_exists, backup_running, no_space, source_damaged}, catalog::Errc,
//           errno; what was made of DEST.partial is removed
Result<CopyReport> back_up(
    const std::filesystem::path& data_dir,
    const std::filesystem::path& destination,
    const Tell& tell
);

// Lays a backup out as a data directory that a server can be started on. REQUIRES: the backup was
// found sound. Files belong to the owner of `data_dir` where root restores.
//   errors  Errc::{data_dir_locked, holds_data, no_space, source_damaged}, errno
Result<CopyReport> restore(
    const std::filesystem::path& backup, const std::filesystem::path& data_dir, const Tell& tell
);

// Whether a server may start on the directory.
//   errors  Errc::not_a_data_dir: it is a backup, or a restore into it has not ended
Result<void> can_be_served(const std::filesystem::path& data_dir);

}  // namespace ingestd::app

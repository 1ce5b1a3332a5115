// One moment of a data directory: snapshots of the catalog and of every generation that it
// promises, between which nothing was committed to the catalog.
#pragma once

#include <filesystem>
#include <utility>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/catalog/inspection.hpp>
#include <ingestd/index/inspection.hpp>

namespace ingestd::app {

struct Moment {
    catalog::CatalogSnapshot catalog;
    std::vector<catalog::PromisedBlob> blobs;
    std::vector<std::pair<GenerationId, index::GenerationSnapshot>> generations;
};

//   errors  Errc::source_damaged: a generation's file is not there or cannot be read; as
//           CatalogSnapshot::take
// Holds the catalog's writers while it takes the snapshots, and no longer.
Result<Moment> take_moment(const std::filesystem::path& data_dir);
// Without holding anybody: of a directory on which nobody writes.
Result<Moment> take_quiet_moment(const std::filesystem::path& data_dir);

}  // namespace ingestd::app

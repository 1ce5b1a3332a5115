// Whether all that a data directory promises is there and sound. Changes nothing, and does not mind
// a server that runs on it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <ingestd/base/findings.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/catalog/inspection.hpp>

namespace ingestd::app {

//   is_made  there is a file; none is made before the first document of a collection is opened
struct CheckedGeneration {
    GenerationId id;
    std::string collection;
    bool is_made = false;
    bool is_sound = true;
    std::uint64_t documents = 0;  // visible
    std::uint64_t chunks = 0;
};

//   server    who runs on the directory ("pid 12, http://127.0.0.1:8080"); nullopt: nobody
//   findings  of all rooms, in the order catalog, blobs, collections, files nobody knows
struct CheckReport {
    std::filesystem::path data_dir;
    std::optional<std::string> server;
    std::uint64_t schema_version = 0;
    catalog::CatalogCounts counts;
    std::uint64_t blobs_sound = 0;
    std::uint64_t blobs_needed = 0;
    std::uint64_t blob_bytes = 0;
    std::vector<CheckedGeneration> generations;
    Findings findings;
};

//   tell    is told what is looked at next, for whoever waits; may be empty
//   errors  errno: there is no catalog or it may not be read; catalog::Errc::newer_schema: a newer
//           program wrote it. A catalog that cannot be read at all is damage in the report
Result<CheckReport> check_data_dir(
    const std::filesystem::path& data_dir, const std::function<void(const std::string&)>& tell = {}
);

// For a person; no control characters, whatever the findings say.
std::string to_text(const CheckReport& report);
// One line of JSON.  source: docs/command-line.md
std::string to_json(const CheckReport& report);

}  // namespace ingestd::app

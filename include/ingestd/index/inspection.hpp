// One moment of a generation's file, seen from outside the server that may be writing it: is it
// sound, and a copy of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include <ingestd/base/findings.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>

namespace ingestd::index {

// What a look at the whole of it has found.
//   documents  that are visible
//   chunks     of all documents, also of those in work
struct GenerationCheck {
    std::uint64_t schema_version = 0;
    std::uint64_t documents = 0;
    std::uint64_t chunks = 0;
    Findings findings;
};

// ROOT/<generation>.db
std::filesystem::path generation_file(const std::filesystem::path& root, const GenerationId& id);

// Reads alone; everything it tells is of one commit, until it dies. Goes on also where the file is
// deleted meanwhile.
//   thread  one at a time; blocks
class GenerationSnapshot {
public:
    //   errors  errno ENOENT: there is no file (yet); Errc::newer_schema; sqlite codes
    static Result<GenerationSnapshot> take(const std::filesystem::path& file);
    GenerationSnapshot(GenerationSnapshot&&) noexcept;
    ~GenerationSnapshot();

    // The file's pages, the ledger against the chunks, the chunks against the full-text index.
    GenerationCheck check();

    // Not synced.  to  REQUIRES: is not there yet
    Result<void> copy_to(const std::filesystem::path& to);

private:
    struct State;
    explicit GenerationSnapshot(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace ingestd::index

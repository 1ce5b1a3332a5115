// One moment of a catalog's file, seen from outside the server that may be writing it: what it
// promises, whether it is sound, and a copy of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <ingestd/base/digest.hpp>
#include <ingestd/base/findings.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>

namespace ingestd::catalog {

// A large body that a document needs.
//   needed_by  for a person: "report.pdf of upload f47ac10b-…", one of those that need it
struct PromisedBlob {
    Sha256 sha256;
    std::uint64_t bytes = 0;
    std::string needed_by;
};

// A generation that is searched or being built.
//   has_content  a document of it has completed with chunks, so that its file must be there
struct PromisedGeneration {
    GenerationId id;
    std::string collection;
    bool has_content = false;
};

struct CatalogCounts {
    std::uint64_t uploads = 0;
    std::uint64_t unfinished = 0;
    std::uint64_t documents = 0;
    std::uint64_t collections = 0;
};

// What a look at the whole of it has found.
struct CatalogCheck {
    std::uint64_t schema_version = 0;
    CatalogCounts counts;
    Findings findings;
};

// Reads alone; everything it tells is of one commit, until it dies.
//   thread  one at a time; blocks
//   errors  Errc::{corrupt, newer_schema, locked}, errno: there is no file
class CatalogSnapshot {
public:
    static Result<CatalogSnapshot> take(const std::filesystem::path& file);
    CatalogSnapshot(CatalogSnapshot&&) noexcept;
    ~CatalogSnapshot();

    Result<std::vector<PromisedBlob>> blobs();  // by hash, each once
    Result<std::vector<PromisedGeneration>> generations();
    Result<CatalogCounts> counts();

    // The file's pages, rows that refer to rows, and every small body against its hash.
    CatalogCheck check();

    // Not synced.  to  REQUIRES: is not there yet
    Result<void> copy_to(const std::filesystem::path& to);

private:
    struct State;
    explicit CatalogSnapshot(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// Keeps the catalog's writers waiting while it lives, so that what is seen of other files belongs
// to the same moment. They give up after 5 s: let go well before.
class WriterHold {
public:
    //   errors  as CatalogSnapshot
    static Result<WriterHold> take(const std::filesystem::path& file);
    WriterHold(WriterHold&&) noexcept;
    ~WriterHold();

private:
    struct State;
    explicit WriterHold(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace ingestd::catalog

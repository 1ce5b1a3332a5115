// What is measured beside each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "made_vectors.hpp"

namespace ingestd::bench {

// Finds nearest vectors; exactly, or not quite.
class Engine {
public:
    virtual ~Engine() = default;
    virtual std::string name() const = 0;
    // Rows, best first.
    virtual std::vector<std::int64_t> nearest(std::span<const float> query, std::size_t limit) = 0;
};

// Ours: a VectorIndex beside a SQLite table of the vectors, from which those are fetched that have
// to be. Prints how long a start takes.
std::unique_ptr<Engine> make_ingestd(
    const MadeVectors& vectors, const std::filesystem::path& directory, std::size_t threads
);

// faiss::IndexFlatIP, in memory.  valid until: `vectors` may die
std::unique_ptr<Engine> make_faiss(const MadeVectors& vectors);

// A vec0 table of sqlite-vec, its extension loaded from a file.
enum class Storage { f32, int8 };
std::unique_ptr<Engine> make_sqlite_vec(
    const MadeVectors& vectors,
    const std::filesystem::path& directory,
    const std::filesystem::path& extension,
    Storage storage
);

}  // namespace ingestd::bench

// The nearest vectors of a collection's generation, found exactly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/vector/row_set.hpp>

namespace ingestd::vector {

class SlotFile;

// Which rows may be found.
struct Allowed {
    enum class Kind { all, only, all_but };

    Kind kind = Kind::all;
    RowSet rows{};  // of `only` and `all_but`
};

// Gives the vector of a row as it was appended.
//   into     as many floats as the dimension
//   returns  false: the row is not there (any more, or yet, for whoever asks); it is left out
using FetchVector = std::function<bool(Row row, std::span<float> into)>;

// What is looked for.
//   vector       unit length
//   limit        how many are wanted; above zero
//   allowed      null: all
//   fetch_max    how many vectors may be fetched to tell apart what is nearly alike
//   threads      how many share the work, the caller's counted; few vectors are left to the caller
struct NearestQuery {
    std::span<const float> vector;
    std::size_t limit = 10;
    const Allowed* allowed = nullptr;
    std::size_t fetch_max = 4096;
    std::size_t threads = 1;
};

//   score  the cosine of the angle between the two: their dot product, in double precision
struct Hit {
    Row row = 0;
    double score = 0;

    friend bool operator==(const Hit&, const Hit&) = default;
};

//   hits      best first, of equal ones the lower row first
//   is_exact  no other row has a better score than the last of these. False only where more than
//             `fetch_max` vectors are too much alike to tell (thousands of copies of one text)
//   fetched   how many vectors were fetched
struct Nearest {
    std::vector<Hit> hits;
    bool is_exact = true;
    std::size_t fetched = 0;

    friend bool operator==(const Nearest&, const Nearest&) = default;
};

// A memory-mapped file beside the database that holds the vectors, derived from it and made anew
// whenever in doubt. It keeps eight bits of each component and how far that is from the truth, so
// that few vectors have to be fetched to know the nearest ones for certain.
//   thread  append, remove, reconcile, compact and sync: one at a time. Everything else any, at the
//           same time, also beside these; nobody waits for another
//   owns    the mapping; the file stays. One process at a time: whoever holds the data directory
//   source  docs/vectors.md
class VectorIndex {
public:
    static constexpr std::size_t dimension_min = 8;
    static constexpr std::size_t dimension_max = 4096;
    // A vector's length may be off one by this much: what rounding to f32 and some models leave.
    static constexpr double unit_tolerance = 1e-3;

    //   dimension  of every vector
    //   boot       names the time since the machine was started (boot_id(), or a test's word): what
    //   a
    //              killed process wrote is all there, what a power cut left is not
    struct Settings {
        std::size_t dimension = 0;
        std::string boot = boot_id();
    };

    // Opens the file, or makes an empty one where there is none. After that, reconcile().
    // After a power cut what was not synced is missing, and reconcile() tells so.
    //   errors  Errc::needs_rebuilding (nothing is changed): call create(); wrong_dimension: not
    //           within the bounds above; errno
    static Result<std::unique_ptr<VectorIndex>> open(
        const std::filesystem::path& path, const Settings& settings
    );

    // An empty one in the place of what is there.  errors: wrong_dimension, errno
    static Result<std::unique_ptr<VectorIndex>> create(
        const std::filesystem::path& path, const Settings& settings
    );

    ~VectorIndex();

    // From now on every search finds it. Readers see a vector whole or not at all.
    //   errors  not_unit, wrong_dimension, out_of_order, full; errno: the disk is full; then
    //   nothing
    //           was appended, and what comes later waits until reconcile() has told what is missing
    Result<void> append(Row row, std::span<const float> vector);

    // From now on no search finds it; one that runs may.
    //   returns  false: it was not there
    bool remove(Row row);

    // Makes this hold no other rows than `stored`; tells which are missing, ascending: append
    // these. Where rows are missing in the midst, all from there on are, so that rows stay in
    // order.
    //   stored  all rows that the database has, ascending
    //   errors  errno
    Result<std::vector<Row>> reconcile(std::span<const Row> stored);

    // Writes the living ones into a new file that takes the place of this one. Searches that run go
    // on in the old.  errors: errno; this one still stands
    Result<void> compact();
    // Whether compact() is worth its while: a third is dead, and more than a thousand.
    bool wants_compaction() const;

    // What was appended so far outlives a loss of power. Worth it after thousands of vectors and at
    // the end; without it they are read from the database again after a power cut.
    //   errors  errno
    Result<void> sync();

    std::size_t dimension() const { return settings_.dimension; }
    std::size_t size() const;  // living
    std::size_t dead_slots() const;
    // The newest row, dead or alive; 0: none was appended yet.
    Row last_row() const;

    // The nearest of the rows allowed.
    //   throws  what `fetch` throws
    //   errors  not_unit, wrong_dimension
    Result<Nearest> nearest(const NearestQuery& query, const FetchVector& fetch) const;

    // Of this machine's run, as the kernel names it; empty where it does not.
    static std::string boot_id();

private:
    VectorIndex(std::filesystem::path path, Settings settings, std::shared_ptr<SlotFile> slots);

    std::shared_ptr<SlotFile> slots() const;
    Result<void> rewrite(std::size_t slots_kept);  // the living ones of the first so many

    const std::filesystem::path path_;
    const Settings settings_;

    mutable std::mutex lock_;
    std::shared_ptr<SlotFile> slots_;  // guarded by lock_; mutable: searches go on in an older one
};

}  // namespace ingestd::vector

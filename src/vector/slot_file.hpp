// The mapped file of a vector index: slots that are written once, and die.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/vector/row_set.hpp>

#include "quantized.hpp"
#include "slot_layout.hpp"

namespace ingestd::vector {

// Some slots that stand one after the other in a segment.
//   valid until  the SlotFile dies
struct SlotSpan {
    std::size_t size = 0;
    const Row* rows = nullptr;  // read them by SlotFile::row_at()
    const float* steps = nullptr;
    const float* coarse_errors = nullptr;
    const float* fine_errors = nullptr;
    const std::uint8_t* high = nullptr;
    const std::uint8_t* low = nullptr;
};

//   thread  append, kill, sync: one at a time. All else any, also beside these
class SlotFile {
public:
    struct Settings {
        std::size_t dimension = 0;
        std::string_view boot;
    };

    // Opens it, or makes an empty one where there is none, or one without a byte.
    //   errors  Errc::needs_rebuilding, errno
    static Result<std::shared_ptr<SlotFile>> open(
        const std::filesystem::path& path, const Settings& settings
    );
    // An empty one; what stood there is gone.
    static Result<std::shared_ptr<SlotFile>> create(
        const std::filesystem::path& path, const Settings& settings
    );

    SlotFile(const SlotFile&) = delete;
    SlotFile& operator=(const SlotFile&) = delete;
    ~SlotFile();

    // In use; what stands in them is seen whole.
    std::size_t size() const;
    std::size_t dead() const { return dead_.load(std::memory_order_relaxed); }

    // From `slot` to the end of its segment or of what is in use.
    //   in_use  what size() said
    SlotSpan from(std::size_t slot, std::size_t in_use) const;

    // Negative: dead.
    static Row row_at(const Row* place);
    Row row(std::size_t slot) const;
    // Of the first slot whose row, dead or alive, is not below this one.
    std::size_t lower_bound(Row row, std::size_t in_use) const;

    //   errors  Errc::full, errno
    Result<void> append(Row row, const QuantizedVector& vector);
    Result<void> append_copy(const SlotSpan& from, std::size_t at);
    void kill(std::size_t slot);

    //   errors  errno; after one every later call fails likewise
    Result<void> sync();

private:
    struct Head;
    struct Place;

    SlotFile(UniqueFd file, std::size_t dimension);

    static Result<std::shared_ptr<SlotFile>> map_new(UniqueFd file, const Settings& settings);
    Result<void> map_head();
    Result<void> map_segment();
    Result<void> map_what_is_in_use(std::size_t in_use, std::size_t file_bytes);
    Result<void> count_dead(std::size_t in_use);
    Result<Place> next_place();
    Place place_of(std::size_t slot) const;
    void publish(const Place& place, Row row);
    void let_go_of_written();

    const UniqueFd file_;
    const std::size_t code_bytes_;

    Head* head_ = nullptr;
    // Written before the slots in them are counted as in use.
    std::array<std::byte*, segments_max> segments_{};
    std::size_t mapped_segments_ = 0;
    std::size_t mapped_bytes_ = 0;  // head and segments, as they stand in the file
    std::atomic<std::size_t> dead_ = 0;
    bool sync_failed_ = false;
};

}  // namespace ingestd::vector

#include "slot_file.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

#include <fcntl.h>
#include <ingestd/vector/errc.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ingestd::vector {
namespace {

constexpr std::uint32_t byte_order = 0x01020304;
constexpr std::array<char, 8> magic{'i', 'n', 'g', 'v', 'e', 'c', '0', '1'};

std::uint64_t fnv1a(const void* bytes, std::size_t size, std::uint64_t from = 0xcbf29ce484222325) {
    for (std::size_t i = 0; i < size; ++i) {
        from = (from ^ static_cast<const unsigned char*>(bytes)[i]) * 0x100000001b3;
    }
    return from;
}

// What a file says of itself once and for all.
struct Identity {
    std::array<char, 8> magic{};
    std::uint32_t byte_order = 0;
    std::uint32_t dimension = 0;

    friend bool operator==(const Identity&, const Identity&) = default;
};
static_assert(sizeof(Identity) == 16);

// What outlives a loss of power.
struct Synced {
    std::array<std::uint64_t, 2> boot{};
    std::uint64_t slots = 0;
};
static_assert(sizeof(Synced) == 24);

std::array<std::uint64_t, 2> fingerprint(std::string_view boot) {
    const auto once = fnv1a(boot.data(), boot.size());
    return {once, fnv1a(boot.data(), boot.size(), once)};
}

Error needs_rebuilding(std::string why) {
    return {Errc::needs_rebuilding, std::move(why)};
}

// How many slots are written before their pages are let go of.
constexpr std::size_t slots_held_max = 8'192;

Result<std::byte*> map(int file, std::size_t offset, std::size_t bytes) {
    void* mapped = ::mmap(
        nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, static_cast<off_t>(offset)
    );
    if (mapped == MAP_FAILED) return errno_error("map the vector index");
    return static_cast<std::byte*>(mapped);
}

// Takes the blocks, so that no store into the mapping can fail for want of space (SIGBUS).
Result<void> reserve(int file, std::size_t offset, std::size_t bytes) {
    const int failed =
        ::posix_fallocate(file, static_cast<off_t>(offset), static_cast<off_t>(bytes));
    if (failed != 0) return errno_error("reserve space for the vector index", failed);
    return {};
}

}  // namespace

struct SlotFile::Head {
    Identity identity;
    std::uint64_t identity_sum = 0;
    std::array<std::byte, 40> zero_1{};
    std::uint64_t in_use = 0;
    std::array<std::byte, 56> zero_2{};
    Synced synced;
    std::uint64_t synced_sum = 0;

    void note_synced(const Synced& now) {
        synced = now;
        synced_sum = fnv1a(&synced, sizeof synced);
    }
};

// A slot that may be written.
struct SlotFile::Place {
    Row* row;
    float* step;
    float* coarse_error;
    float* fine_error;
    std::uint8_t* high;
    std::uint8_t* low;
};

SlotFile::SlotFile(UniqueFd file, std::size_t dimension)
    : file_{std::move(file)}, code_bytes_{half_code_bytes(dimension)} {}

SlotFile::~SlotFile() {
    if (head_ != nullptr) ::munmap(head_, page_bytes);
    for (std::size_t segment = 0; segment < mapped_segments_; ++segment) {
        ::munmap(segments_[segment], SegmentLayout{slots_of(segment), code_bytes_}.bytes);
    }
}

Result<std::shared_ptr<SlotFile>> SlotFile::open(
    const std::filesystem::path& path, const Settings& settings
) {
    UniqueFd file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!file) return errno_error("open " + path.filename().string());
    struct stat facts {};
    if (::fstat(file.get(), &facts) != 0) return errno_error("stat the vector index");
    const auto file_bytes = static_cast<std::size_t>(facts.st_size);
    if (file_bytes == 0) return map_new(std::move(file), settings);
    if (file_bytes < page_bytes) return needs_rebuilding("it ends within its head");

    std::shared_ptr<SlotFile> slots{new SlotFile{std::move(file), settings.dimension}};
    if (auto mapped = slots->map_head(); !mapped) return mapped.error();
    auto& head = *slots->head_;
    const Identity ours{magic, byte_order, static_cast<std::uint32_t>(settings.dimension)};
    if (head.identity != ours || head.identity_sum != fnv1a(&ours, sizeof ours)) {
        return needs_rebuilding("its head is damaged, or of another format or dimension");
    }
    if (head.synced_sum != fnv1a(&head.synced, sizeof head.synced)) {
        return needs_rebuilding("its head is damaged");
    }
    const auto boot = fingerprint(settings.boot);
    const bool same_boot = !settings.boot.empty() && head.synced.boot == boot;
    const auto in_use = same_boot ? head.in_use : head.synced.slots;
    if (auto mapped = slots->map_what_is_in_use(in_use, file_bytes); !mapped) {
        return mapped.error();
    }
    if (auto counted = slots->count_dead(in_use); !counted) return counted.error();
    if (!same_boot) {
        // In this order: a process that dies between the two leaves nothing to be believed wrongly.
        std::atomic_ref{head.in_use}.store(in_use);
        head.note_synced({boot, in_use});
    }
    return slots;
}

Result<std::shared_ptr<SlotFile>> SlotFile::create(
    const std::filesystem::path& path, const Settings& settings
) {
    // A file that others have mapped is left to them.
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        return errno_error("remove " + path.filename().string());
    }
    UniqueFd file{::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!file) return errno_error("make " + path.filename().string());
    return map_new(std::move(file), settings);
}

Result<std::shared_ptr<SlotFile>> SlotFile::map_new(UniqueFd file, const Settings& settings) {
    if (auto reserved = reserve(file.get(), 0, page_bytes); !reserved) return reserved.error();
    std::shared_ptr<SlotFile> slots{new SlotFile{std::move(file), settings.dimension}};
    if (auto mapped = slots->map_head(); !mapped) return mapped.error();
    auto& head = *slots->head_;
    head.note_synced({fingerprint(settings.boot), 0});
    head.identity = {magic, byte_order, static_cast<std::uint32_t>(settings.dimension)};
    head.identity_sum = fnv1a(&head.identity, sizeof head.identity);
    return slots;
}

std::size_t SlotFile::size() const {
    return std::atomic_ref{head_->in_use}.load(std::memory_order_acquire);
}

SlotSpan SlotFile::from(std::size_t slot, std::size_t in_use) const {
    const auto segment = segment_of_slot(slot);
    const auto end = std::min(in_use, first_slot_of(segment + 1));
    const auto place = place_of(slot);
    return {
        .size = end - slot,
        .rows = place.row,
        .steps = place.step,
        .coarse_errors = place.coarse_error,
        .fine_errors = place.fine_error,
        .high = place.high,
        .low = place.low};
}

Row SlotFile::row_at(const Row* place) {
    return std::atomic_ref{*const_cast<Row*>(place)}.load(std::memory_order_relaxed);
}

Row SlotFile::row(std::size_t slot) const {
    return row_at(place_of(slot).row);
}

std::size_t SlotFile::lower_bound(Row wanted, std::size_t in_use) const {
    std::size_t begin = 0;
    for (std::size_t end = in_use; begin < end;) {
        const auto middle = begin + (end - begin) / 2;
        if (std::abs(row(middle)) < wanted) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    return begin;
}

Result<void> SlotFile::append(Row row, const QuantizedVector& vector) {
    const auto place = next_place();
    if (!place) return place.error();
    *place->step = vector.step;
    *place->coarse_error = vector.coarse_error;
    *place->fine_error = vector.fine_error;
    std::memcpy(place->high, vector.high.data(), code_bytes_);
    std::memcpy(place->low, vector.low.data(), code_bytes_);
    publish(*place, row);
    let_go_of_written();
    return {};
}

Result<void> SlotFile::append_copy(const SlotSpan& from, std::size_t at) {
    const auto place = next_place();
    if (!place) return place.error();
    *place->step = from.steps[at];
    *place->coarse_error = from.coarse_errors[at];
    *place->fine_error = from.fine_errors[at];
    std::memcpy(place->high, from.high + at * code_bytes_, code_bytes_);
    std::memcpy(place->low, from.low + at * code_bytes_, code_bytes_);
    publish(*place, row_at(from.rows + at));
    let_go_of_written();
    return {};
}

void SlotFile::kill(std::size_t slot) {
    auto* place = place_of(slot).row;
    const auto row = row_at(place);
    if (row < 0) return;
    std::atomic_ref{*place}.store(-row, std::memory_order_relaxed);
    dead_.fetch_add(1, std::memory_order_relaxed);
}

Result<void> SlotFile::sync() {
    // What a failed sync has left unwritten, a later one would not write either, and would not say.
    if (sync_failed_) return errno_error("sync the vector index", EIO);
    const Synced now{head_->synced.boot, size()};
    sync_failed_ = true;
    // First what is told of, then the telling.
    if (::fdatasync(file_.get()) != 0) return errno_error("sync the vector index");
    head_->note_synced(now);
    if (::fdatasync(file_.get()) != 0) return errno_error("sync the vector index");
    sync_failed_ = false;
    return {};
}

Result<void> SlotFile::map_head() {
    const auto mapped = map(file_.get(), 0, page_bytes);
    if (!mapped) return mapped.error();
    static_assert(offsetof(Head, in_use) == 64 && offsetof(Head, synced) == 128);
    head_ = reinterpret_cast<Head*>(*mapped);
    mapped_bytes_ = page_bytes;
    return {};
}

Result<void> SlotFile::map_segment() {
    if (mapped_segments_ == segments_max) return Error{Errc::full, ""};
    const auto bytes = SegmentLayout{slots_of(mapped_segments_), code_bytes_}.bytes;
    if (auto reserved = reserve(file_.get(), mapped_bytes_, bytes); !reserved) {
        return reserved.error();
    }
    const auto mapped = map(file_.get(), mapped_bytes_, bytes);
    if (!mapped) return mapped.error();
    segments_[mapped_segments_++] = *mapped;
    mapped_bytes_ += bytes;
    return {};
}

Result<void> SlotFile::map_what_is_in_use(std::size_t in_use, std::size_t file_bytes) {
    if (in_use > slots_max) return needs_rebuilding("it claims to hold more than it can");
    const auto segments = in_use == 0 ? 0 : segment_of_slot(in_use - 1) + 1;
    auto needed = page_bytes;
    for (std::size_t segment = 0; segment < segments; ++segment) {
        needed += SegmentLayout{slots_of(segment), code_bytes_}.bytes;
    }
    if (file_bytes < needed) return needs_rebuilding("it is shorter than it was");
    while (mapped_segments_ < segments) {
        if (auto mapped = map_segment(); !mapped) return mapped.error();
        // The first search is to find it in memory.
        const auto bytes = SegmentLayout{slots_of(mapped_segments_ - 1), code_bytes_}.bytes;
        ::madvise(segments_[mapped_segments_ - 1], bytes, MADV_WILLNEED);
    }
    return {};
}

Result<void> SlotFile::count_dead(std::size_t in_use) {
    Row before = 0;
    std::size_t dead = 0;
    for (std::size_t slot = 0; slot < in_use;) {
        const auto span = from(slot, in_use);
        for (std::size_t i = 0; i < span.size; ++i) {
            const auto row = row_at(span.rows + i);
            // The least number of all has no positive.
            if (row == std::numeric_limits<Row>::min() || std::abs(row) <= before)
                return needs_rebuilding("its rows are not in order");
            before = std::abs(row);
            if (row < 0) ++dead;
        }
        slot += span.size;
    }
    dead_.store(dead, std::memory_order_relaxed);
    return {};
}

Result<SlotFile::Place> SlotFile::next_place() {
    const auto slot = size();
    if (segment_of_slot(slot) >= mapped_segments_) {
        if (auto mapped = map_segment(); !mapped) return mapped.error();
    }
    return place_of(slot);
}

SlotFile::Place SlotFile::place_of(std::size_t slot) const {
    const auto segment = segment_of_slot(slot);
    const SegmentLayout layout{slots_of(segment), code_bytes_};
    auto* begin = segments_[segment];
    const auto at = slot - first_slot_of(segment);
    return {
        .row = reinterpret_cast<Row*>(begin) + at,
        .step = reinterpret_cast<float*>(begin + layout.steps) + at,
        .coarse_error = reinterpret_cast<float*>(begin + layout.coarse_errors) + at,
        .fine_error = reinterpret_cast<float*>(begin + layout.fine_errors) + at,
        .high = reinterpret_cast<std::uint8_t*>(begin + layout.high) + at * code_bytes_,
        .low = reinterpret_cast<std::uint8_t*>(begin + layout.low) + at * code_bytes_};
}

// What was written stays in the page cache, where the next search finds it; in this process it
// would add up to the whole file, whether or not anybody ever searches.
void SlotFile::let_go_of_written() {
    const auto slot = size() - 1;
    const auto segment = segment_of_slot(slot);
    const auto written = slot + 1 - first_slot_of(segment);
    const auto slots = slots_of(segment);
    if (written % std::min(slots, slots_held_max) != 0) return;
    // A search that needs a page meanwhile maps it again. What fails costs memory alone.
    ::madvise(segments_[segment], SegmentLayout{slots, code_bytes_}.bytes, MADV_DONTNEED);
}

void SlotFile::publish(const Place& place, Row row) {
    std::atomic_ref{*place.row}.store(row, std::memory_order_relaxed);
    std::atomic_ref in_use{head_->in_use};
    in_use.store(in_use.load(std::memory_order_relaxed) + 1, std::memory_order_release);
}

}  // namespace ingestd::vector

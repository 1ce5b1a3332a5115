#include <atomic>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <ingestd/base/log.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/progress/told_ledger.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ingestd::progress {
namespace {

constexpr log::Logger logger{"progress"};

constexpr std::string_view magic = "ingtold1";
constexpr std::uint32_t place_bytes = 64;
constexpr std::size_t first_bytes = 64_KiB;  // a thousand unfinished uploads
constexpr std::uint8_t in_use = 0xA5;

struct Place {
    UploadId upload;
    std::uint64_t seq = 0;
    std::uint64_t current_chunk = 0;
    std::uint32_t permille = 0;
    std::uint8_t status = 0;
    std::uint8_t use = 0;
    std::uint8_t zero[26] = {};
};
static_assert(sizeof(Place) == place_bytes && offsetof(Place, use) == 37);
static_assert(std::is_trivially_copyable_v<Place>);

Place read_place(const std::byte* from) {
    Place place;
    std::memcpy(&place, from, sizeof place);
    return place;
}

bool is_valid(const Place& place) {
    return place.use == in_use && place.permille <= 1000 &&
           place.status <= static_cast<std::uint8_t>(Status::cancelled);
}

void write_use(std::byte* place, std::uint8_t use) {
    // The compiler keeps the order; a killed process leaves the stores that it has executed.
    std::atomic_signal_fence(std::memory_order_seq_cst);
    const std::byte byte{use};
    std::memcpy(place + offsetof(Place, use), &byte, 1);
    std::atomic_signal_fence(std::memory_order_seq_cst);
}

bool has_our_head(std::span<const std::byte> mapped) {
    std::uint32_t bytes_of_a_place = 0;
    std::memcpy(&bytes_of_a_place, mapped.data() + magic.size(), sizeof bytes_of_a_place);
    return std::memcmp(mapped.data(), magic.data(), magic.size()) == 0 &&
           bytes_of_a_place == place_bytes;
}

void write_head(std::span<std::byte> mapped) {
    std::memcpy(mapped.data(), magic.data(), magic.size());
    std::memcpy(mapped.data() + magic.size(), &place_bytes, sizeof place_bytes);
}

Result<UniqueFd> open_file(const std::filesystem::path& path) {
    UniqueFd file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!file) return errno_error("open " + path.filename().string());
    return file;
}

Result<std::size_t> size_of(int file) {
    struct stat facts {};
    if (::fstat(file, &facts) != 0) return errno_error("stat the told ledger");
    return static_cast<std::size_t>(facts.st_size);
}

// Takes the blocks, so that no store into the mapping can fail for want of space (SIGBUS).
Result<void> reserve(int file, std::size_t bytes) {
    const int failed = ::posix_fallocate(file, 0, static_cast<off_t>(bytes));
    if (failed != 0) return errno_error("reserve space for the told ledger", failed);
    return {};
}

// Whether the file is ours, or empty: then its blocks are there and it has a head.
Result<bool> is_ours(int file) {
    const auto bytes = size_of(file);
    if (!bytes) return bytes.error();
    if (*bytes == 0) return true;
    if (*bytes < first_bytes || *bytes % place_bytes != 0) return false;
    std::byte head[place_bytes];
    if (::pread(file, head, sizeof head, 0) != static_cast<ssize_t>(sizeof head)) {
        return errno_error("read the told ledger");
    }
    return has_our_head(head);
}

}  // namespace

Result<ToldLedger> ToldLedger::open(const std::filesystem::path& path) {
    auto file = open_file(path);
    if (!file) return file.error();
    const auto ours = is_ours(file->get());
    if (!ours) return ours.error();
    if (!*ours) {
        const std::filesystem::path aside = path.string() + ".damaged";
        logger.warn("told_ledger_put_aside", log::kv("as", aside.filename().string()));
        std::error_code failed;
        std::filesystem::rename(path, aside, failed);
        if (failed) return errno_error("put the damaged told ledger aside", failed.value());
        file = open_file(path);
        if (!file) return file.error();
    }
    const auto found_bytes = size_of(file->get());
    if (!found_bytes) return found_bytes.error();
    const auto bytes = std::max(*found_bytes, first_bytes);
    if (auto reserved = reserve(file->get(), bytes); !reserved) return reserved.error();
    const auto mapped = map(file->get(), bytes);
    if (!mapped) return mapped.error();
    write_head(*mapped);
    return ToldLedger{std::move(*file), *mapped};
}

ToldLedger::ToldLedger(UniqueFd file, std::span<std::byte> mapped)
    : file_{std::move(file)}, mapped_{mapped} {
    find_places();
}

ToldLedger::ToldLedger(ToldLedger&& other) noexcept
    : file_{std::move(other.file_)},
      mapped_{std::exchange(other.mapped_, {})},
      places_{std::move(other.places_)},
      free_{std::move(other.free_)} {}

ToldLedger& ToldLedger::operator=(ToldLedger&& other) noexcept {
    std::swap(file_, other.file_);
    std::swap(mapped_, other.mapped_);
    std::swap(places_, other.places_);
    std::swap(free_, other.free_);
    return *this;
}

ToldLedger::~ToldLedger() {
    if (!mapped_.empty()) ::munmap(mapped_.data(), mapped_.size());
}

Result<void> ToldLedger::note(const UploadId& upload, const Told& told) {
    auto found = places_.find(upload);
    const bool is_new = found == places_.end();
    if (is_new) {
        if (free_.empty()) {
            if (auto grown = grow(); !grown) return grown.error();
        }
        found = places_.emplace(upload, free_.back()).first;
        free_.pop_back();
    }
    const Place place{
        .upload = upload,
        .seq = told.seq,
        .current_chunk = told.current_chunk,
        .permille = told.permille,
        .status = static_cast<std::uint8_t>(told.status),
    };
    // All but `use`, which stays as it is while a place that is in use is written over.
    std::memcpy(at(found->second), &place, offsetof(Place, use));
    if (is_new) write_use(at(found->second), in_use);
    return {};
}

void ToldLedger::release(const UploadId& upload) {
    const auto found = places_.find(upload);
    if (found == places_.end()) return;
    write_use(at(found->second), 0);
    free_.push_back(found->second);
    places_.erase(found);
}

std::unordered_map<UploadId, Told> ToldLedger::read_all() const {
    std::unordered_map<UploadId, Told> all;
    for (const auto& [upload, index] : places_) {
        const Place place = read_place(at(index));
        all.emplace(
            upload,
            Told{
                .seq = place.seq,
                .permille = place.permille,
                .current_chunk = place.current_chunk,
                .status = static_cast<Status>(place.status),
            }
        );
    }
    return all;
}

Result<std::span<std::byte>> ToldLedger::map(int file, std::size_t bytes) {
    void* mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED) return errno_error("map the told ledger");
    return std::span{static_cast<std::byte*>(mapped), bytes};
}

Result<void> ToldLedger::grow() {
    const auto bytes = mapped_.size() * 2;
    if (auto reserved = reserve(file_.get(), bytes); !reserved) return reserved.error();
    const auto mapped = map(file_.get(), bytes);
    if (!mapped) return mapped.error();
    const auto places_before = mapped_.size() / place_bytes;
    ::munmap(mapped_.data(), mapped_.size());
    mapped_ = *mapped;
    for (auto place = bytes / place_bytes; place-- > places_before;) free_.push_back(place);
    return {};
}

void ToldLedger::find_places() {
    std::size_t damaged = 0;
    for (auto place = mapped_.size() / place_bytes; place-- > 1;) {
        const Place found = read_place(at(place));
        const bool is_first = is_valid(found) && places_.emplace(found.upload, place).second;
        if (is_first) continue;
        if (found.use != 0) {
            ++damaged;
            write_use(at(place), 0);
        }
        free_.push_back(place);
    }
    if (damaged > 0) logger.warn("told_ledger_places_damaged", log::kv("places", damaged));
}

std::byte* ToldLedger::at(std::size_t place) const {
    return mapped_.data() + place * place_bytes;
}

}  // namespace ingestd::progress

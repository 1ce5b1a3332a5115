#include <algorithm>
#include <limits>

#include <ingestd/disk/errc.hpp>
#include <ingestd/disk/space.hpp>
#include <sys/statvfs.h>

namespace ingestd::disk {
namespace {

Result<Room> measure(const std::filesystem::path& directory) {
    struct statvfs facts {};
    if (::statvfs(directory.c_str(), &facts) != 0) return errno_error("measure the disk");
    return Room{
        .total_bytes = std::uint64_t{facts.f_blocks} * facts.f_frsize,
        .free_bytes = std::uint64_t{facts.f_bavail} * facts.f_frsize,
        .is_read_only = (facts.f_flag & ST_RDONLY) != 0};
}

Result<void> answer(const std::optional<Shortage>& shortage) {
    if (!shortage) return {};
    return Error{
        shortage->is_read_only ? Errc::read_only : Errc::too_little_room, in_words(*shortage)};
}

}  // namespace

Space::Space(std::filesystem::path directory, Reserve reserve)
    : Space{
          [directory = std::move(directory)] { return measure(directory); },
          reserve,
          usually_fresh_for} {}

Space::Space(Measure measure, Reserve reserve, std::chrono::milliseconds fresh_for)
    : measure_{std::move(measure)}, reserve_{reserve}, fresh_for_{fresh_for} {}

bool Space::is_fresh() const {
    return stale_at_ && SteadyClock::now() < *stale_at_;
}

const Room& Space::newest() {
    if (is_fresh()) return room_;
    constexpr auto endless = std::numeric_limits<std::uint64_t>::max();
    const auto measured = measure_();
    room_ = measured ? *measured : Room{.total_bytes = endless, .free_bytes = endless};
    stale_at_ = SteadyClock::now() + fresh_for_;
    return room_;
}

Result<void> Space::refuse(std::uint64_t bytes) const {
    return answer(reserve_.refuse(bytes, room_));
}

Result<void> Space::count_as_gone(std::uint64_t bytes) {
    auto taken = refuse(bytes);
    if (taken) room_.free_bytes -= std::min(room_.free_bytes, bytes);
    return taken;
}

Result<void> Space::fits(std::uint64_t bytes) {
    const std::lock_guard guard{lock_};
    newest();
    return refuse(bytes);
}

Result<void> Space::take(std::uint64_t bytes) {
    const std::lock_guard guard{lock_};
    newest();
    return count_as_gone(bytes);
}

// Whoever has the lock may be measuring.
std::optional<Result<void>> Space::fits_at_once(std::uint64_t bytes) {
    const std::unique_lock guard{lock_, std::try_to_lock};
    if (!guard || !is_fresh()) return std::nullopt;
    return refuse(bytes);
}

std::optional<Result<void>> Space::take_at_once(std::uint64_t bytes) {
    const std::unique_lock guard{lock_, std::try_to_lock};
    if (!guard || !is_fresh()) return std::nullopt;
    return count_as_gone(bytes);
}

std::optional<Shortage> Space::pause() {
    const std::lock_guard guard{lock_};
    return reserve_.pause(newest());
}

Shortage Space::figures() {
    const std::lock_guard guard{lock_};
    const auto room = newest();
    return {room.free_bytes, reserve_.bytes_to_work(room), room.is_read_only};
}

}  // namespace ingestd::disk

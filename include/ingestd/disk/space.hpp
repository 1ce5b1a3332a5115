// The room on the data directory's disk, asked for by whoever is about to write.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/disk/reserve.hpp>

namespace ingestd::disk {

// The shell around Reserve: measures (statvfs), and for a moment goes by what it has measured, less
// what was taken in since.
//   thread  any, at the same time; but for `…_at_once` not the io_context: a measurement may block
//   errors  where the disk cannot be measured there is room: whoever writes is told by the write
class Space {
public:
    // What the disk says of itself.
    using Measure = std::function<Result<Room>()>;

    Space(std::filesystem::path directory, Reserve reserve);
    Space(Measure measure, Reserve reserve, std::chrono::milliseconds fresh_for);

    // Whether `bytes` could come in now.  errors: Errc::{too_little_room, read_only}
    Result<void> fits(std::uint64_t bytes);
    // The same, for bytes that are about to be written: later calls count them as gone.
    Result<void> take(std::uint64_t bytes);

    // The two above where they can be told without waiting: from what was measured a moment ago.
    // nullopt: ask where one may wait.
    //   thread  any, the io_context, too
    std::optional<Result<void>> fits_at_once(std::uint64_t bytes);
    std::optional<Result<void>> take_at_once(std::uint64_t bytes);

    // Why work that writes has to pause; nullopt: it need not.
    std::optional<Shortage> pause();
    // The figures that pause() goes by, also where there is room.
    Shortage figures();

private:
    // REQUIRES of these: lock_ is held
    bool is_fresh() const;
    const Room& newest();
    Result<void> refuse(std::uint64_t bytes) const;   // by what was measured last
    Result<void> count_as_gone(std::uint64_t bytes);  // likewise

    // Short enough that a stream at full speed (some 2 GB/s) and other programs are seen in time,
    // long enough that pieces of 64 KiB do not each cost a system call.
    static constexpr std::chrono::milliseconds usually_fresh_for{100};

    const Measure measure_;
    const Reserve reserve_;
    const std::chrono::milliseconds fresh_for_;

    std::mutex lock_;
    // Guarded by lock_.
    Room room_;
    std::optional<Deadline> stale_at_;
};

}  // namespace ingestd::disk

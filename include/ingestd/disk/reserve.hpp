// How much of the disk is left alone, and what has to stop for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ingestd/base/units.hpp>

namespace ingestd::disk {

// A file system, measured.
//   free_bytes  what this process may still write
struct Room {
    std::uint64_t total_bytes = 0;
    std::uint64_t free_bytes = 0;
    bool is_read_only = false;

    friend bool operator==(const Room&, const Room&) = default;
};

// Why something must wait.
//   needed_bytes  what has to be free before it goes on
struct Shortage {
    std::uint64_t free_bytes = 0;
    std::uint64_t needed_bytes = 0;
    bool is_read_only = false;

    friend bool operator==(const Shortage&, const Shortage&) = default;
};

// A sentence for a person, with the figures and the option.
std::string in_words(const Shortage& shortage);

// Two marks, so that things stop in the order of how easily they are asked for again:
//   - below the reserve uploads are refused;
//   - below half of it work pauses. So what was taken in has the first half to end in, and the
//     second is left for what makes room: deletions, and the ends that are kept in the catalog.
// Pure.
class Reserve {
public:
    // Without `bytes`: 256 MiB, or 1 % of the disk where that is less. Indexes of a few documents,
    // their logs and the catalog's fit in 256 MiB; a small disk is not to be held back by it.
    explicit Reserve(std::optional<std::uint64_t> bytes = std::nullopt) : bytes_{bytes} {}

    std::uint64_t bytes_of(const Room& room) const;
    std::uint64_t bytes_to_work(const Room& room) const { return bytes_of(room) / 2; }

    // Whether `bytes` more may come in; nullopt: yes.
    std::optional<Shortage> refuse(std::uint64_t bytes, const Room& room) const;
    // Whether work that writes has to pause; nullopt: no.
    std::optional<Shortage> pause(const Room& room) const;

private:
    static constexpr std::uint64_t default_bytes = 256_MiB;
    static constexpr std::uint64_t default_part = 100;

    std::optional<std::uint64_t> bytes_;
};

}  // namespace ingestd::disk

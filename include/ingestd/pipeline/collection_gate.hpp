// Which uploads may work on a collection at the same time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <ingestd/base/id.hpp>

namespace ingestd::pipeline {

// shared: adds to the current generation; exclusive: builds the next one (force_recreate)
enum class Access { shared, exclusive };

// Shared ones that work at the same time. What is in work costs memory, four times what waits does,
// and a collection's one writer takes no more by having more of it.
inline constexpr std::size_t shared_inside_max = 512;

// First come, first served: some shared ones, or a single exclusive one. So an upload that
// was acknowledged while a new generation is being built waits and then writes that one, and two
// that both build are ordered. Pure.
//   cost    logarithmic in the uploads of the collection, and linear in those that gave up waiting
//           behind the first; waited_for() of an exclusive one linear
//   thread: one at a time (the scheduler's lock guards it)
class CollectionGate {
public:
    // Whether it is in at once; otherwise a later leave() names it.
    bool enter(const std::string& collection, const UploadId& upload, Access access);

    // Those that must end before it is in: one of them, and how many there are. None of them when
    // it does not wait, or waits for room alone.
    //   place  in the line for room, from 1; 0: it does not wait for room
    struct Ahead {
        std::optional<UploadId> first;
        std::size_t count = 0;
        std::size_t place = 0;

        friend bool operator==(const Ahead&, const Ahead&) = default;
    };
    Ahead waited_for(const std::string& collection, const UploadId& upload) const;

    // It has ended, or waits no longer. The answer: those that are in from now on.
    std::vector<UploadId> leave(const std::string& collection, const UploadId& upload);

private:
    using Ticket = std::uint64_t;  // later ones are larger
    //   number  in the order of arrival, without gaps; of those who wait or did
    struct Place {
        UploadId upload;
        Access access;
        std::uint64_t number = 0;
    };
    struct Line {
        std::map<Ticket, Place> inside;
        std::map<Ticket, Place> waiting;
        std::uint64_t next_number = 0;
        std::vector<std::uint64_t> gone;  // numbers behind the first waiting one's, in order
        std::map<Ticket, UploadId> waiting_exclusively;  // of `waiting`
        std::unordered_map<UploadId, Ticket> tickets;
    };
    static bool may_enter(const Line& line, Access access);
    static std::size_t place_for_room(const Line& line, std::map<Ticket, Place>::const_iterator at);
    static void stop_waiting(Line& line, Ticket ticket);

    std::unordered_map<std::string, Line> lines_;
    Ticket next_ticket_ = 0;
};

}  // namespace ingestd::pipeline

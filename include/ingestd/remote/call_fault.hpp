// What a call that brought no answer tells: whether to ask again, and how much the service can
// take.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ingestd/base/result.hpp>
#include <ingestd/remote/call_pacer.hpp>
#include <ingestd/remote/service_client.hpp>

namespace ingestd::remote {

//   unavailable  not reached, overloaded or failed: later it may not be
//   refused      the same call again is refused likewise
//   too_large    so was the answer
//   cancelled    by whoever asked
enum class FaultKind : std::uint8_t { unavailable, refused, too_large, cancelled };

// The same in the words of a room whose Errc has unavailable, refused, wrong_answer, cancelled.
template <class Errc>
Errc errc_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::refused:
            return Errc::refused;
        case FaultKind::too_large:
            return Errc::wrong_answer;
        case FaultKind::cancelled:
            return Errc::cancelled;
        case FaultKind::unavailable:
            break;
    }
    return Errc::unavailable;
}

//   detail      for a person, on one line: "HTTP 400: no such model"
//   end         what it tells of the service; nullopt: nothing, it was cancelled
//   is_limited  the service said that it is asked too much
struct CallFault {
    FaultKind kind = FaultKind::unavailable;
    std::string detail{};
    std::optional<CallEnd> end{};
    bool is_limited = false;
};

// nullopt: it was answered with 200. Pure.
std::optional<CallFault> read_fault(const Result<ServiceAnswer>& answer);

}  // namespace ingestd::remote

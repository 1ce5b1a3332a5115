#include <algorithm>

#include <ingestd/remote/call_pacer.hpp>

namespace ingestd::remote {

std::uint32_t CallPacer::calls_at_a_time() const {
    return failures() > 0 ? 1 : static_cast<std::uint32_t>(window_);
}

std::optional<Deadline> CallPacer::next_start() const {
    if (failures() > 0) return is_probing_ ? std::nullopt : std::optional{paused_until_};
    if (under_way_ >= calls_at_a_time()) return std::nullopt;
    return Deadline{};
}

CallPacer::Ticket CallPacer::begin() {
    ++under_way_;
    is_probing_ = failures() > 0;
    return {.epoch = epoch_, .is_probe = is_probing_};
}

void CallPacer::leave(Ticket ticket) {
    --under_way_;
    if (ticket.is_probe) is_probing_ = false;
}

void CallPacer::forget(Ticket ticket) {
    leave(ticket);
}

void CallPacer::end(
    Ticket ticket,
    CallEnd how,
    Deadline now,
    double chance,
    std::optional<std::chrono::milliseconds> asked
) {
    leave(ticket);
    // What began before the last failure tells of then.
    const bool is_news = ticket.epoch == epoch_;
    if (how == CallEnd::answered) {
        if (!is_news) return;
        backoff_.succeed();
        window_ = std::min(static_cast<double>(calls_max_), window_ + 1 / window_);
        return;
    }
    if (!is_news) {
        if (asked)
            paused_until_ = std::max(paused_until_, now + std::min(*asked, Backoff::asked_longest));
        return;
    }
    ++epoch_;
    window_ = how == CallEnd::overloaded ? std::max(1.0, window_ / 2) : 1;
    paused_until_ = now + backoff_.fail(chance, asked);
}

}  // namespace ingestd::remote

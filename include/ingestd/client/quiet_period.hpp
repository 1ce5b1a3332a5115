// When to look again after something has changed. Pure: told the time.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <ingestd/base/clock.hpp>

namespace ingestd::client {

// Once nothing has changed for `quiet`; where changes never cease, `longest` after the first.
class QuietPeriod {
public:
    QuietPeriod(std::chrono::milliseconds quiet, std::chrono::milliseconds longest)
        : quiet_{quiet}, longest_{longest} {}

    void changed(Deadline now) {
        if (!std::exchange(has_changed_, true)) first_ = now;
        last_ = now;
    }
    // nullopt: nothing has changed since the last look.
    std::optional<Deadline> due() const {
        if (!has_changed_) return std::nullopt;
        return std::min(last_ + quiet_, first_ + longest_);
    }
    // All that has changed until now is being looked at.
    void looked() { has_changed_ = false; }

private:
    std::chrono::milliseconds quiet_;
    std::chrono::milliseconds longest_;
    bool has_changed_ = false;
    Deadline first_{};
    Deadline last_{};
};

}  // namespace ingestd::client

// Which failures of a document pass by themselves, and when it is tried again.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include <ingestd/catalog/records.hpp>

namespace ingestd::pipeline {

// A helper that crashes twice on a document crashes on it always.
inline constexpr std::uint32_t helper_deaths_max = 2;

// Tries after which the server was gone without having come any further with the document. More
// than a few: it may have been killed ten times by somebody who is not the document.
inline constexpr std::uint32_t tries_max = 10;

// Pure: chance is handed in.
class RetryPolicy {
public:
    // How long to wait before the next try; nullopt: it would fail again, or has failed too often.
    //   code      the failure's
    //   failures  with this code so far, from 1
    //   chance    0 ≤ chance < 1: spreads those that failed together over half the time
    static std::optional<std::chrono::milliseconds> next_try_after(
        std::string_view code, std::uint32_t failures, double chance
    );

    // The document is put aside: it has brought down who reads it too often.
    static bool is_quarantined(const catalog::Tries& tries);
};

}  // namespace ingestd::pipeline

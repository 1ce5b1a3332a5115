// The token estimate as text streams by, exact at every code point.
#pragma once

#include <cstdint>

#include "code_points.hpp"

namespace ingestd::chunk {

// A token is 24 units, so that a third (digit), a quarter (other letter) and an eighth (ASCII
// letter) are whole numbers, and a run of letters comes by each whole token. English prose has up
// to a sixth more of these than of o200k's tokens, and seldom fewer.
inline constexpr std::uint64_t units_per_token = 24;
inline constexpr std::uint64_t units_per_ascii_letter = 3;
inline constexpr std::uint64_t units_per_other_letter = 6;
inline constexpr std::uint64_t units_per_digit = 8;
static_assert(units_per_other_letter % units_per_ascii_letter == 0);

// Runs of letters and of digits are rounded up to whole tokens where they end, so that units()
// counts from any start at which no run was open, and at most a token too little from any other.
class TokenMeter {
public:
    enum class Run : std::uint8_t { none, letters, digits };

    static constexpr Run run_of(Ink ink) {
        if (ink == Ink::ascii_letter || ink == Ink::letter) return Run::letters;
        return ink == Ink::digit ? Run::digits : Run::none;
    }

    void add(Ink ink) {
        switch (ink) {
            case Ink::space:
                return settle();
            case Ink::ascii_letter:
                return add_ascii_letters(1);
            case Ink::letter:
                return extend(Run::letters, units_per_other_letter);
            case Ink::digit:
                return add_digits(1);
            case Ink::mark:
            case Ink::ideograph:
                settle();
                settled_ += units_per_token;
        }
    }
    void add_ascii_letters(std::uint64_t count) {
        extend(Run::letters, units_per_ascii_letter * count);
    }
    void add_digits(std::uint64_t count) { extend(Run::digits, units_per_digit * count); }

    // Ends the open run.
    void settle() {
        settled_ += (run_units_ + units_per_token - 1) / units_per_token * units_per_token;
        run_units_ = 0;
        run_ = Run::none;
    }

    std::uint64_t units() const { return settled_ + run_units_; }
    Run run() const { return run_; }

private:
    void extend(Run run, std::uint64_t units) {
        if (run != run_) settle();
        run_ = run;
        run_units_ += units;
    }

    std::uint64_t settled_ = 0;
    std::uint64_t run_units_ = 0;
    Run run_ = Run::none;
};

// The tokens between two places of one meter: exact when no run was open at `from`, else at most
// one too many.
constexpr std::uint64_t tokens_between(std::uint64_t from_units, std::uint64_t to_units) {
    return (to_units + units_per_token - 1) / units_per_token - from_units / units_per_token;
}

}  // namespace ingestd::chunk

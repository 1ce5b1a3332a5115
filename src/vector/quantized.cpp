#include "quantized.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ingestd/vector/vector_index.hpp>

namespace ingestd::vector {
namespace {

constexpr double code_max = 7 * 16 + 7;
constexpr double query_code_max = 127 * 128;
constexpr double longest = 1 + VectorIndex::unit_tolerance;

// Estimates are computed in f32 from a handful of exact numbers of size about one; each step rounds
// by less than 2^-24 of that. Far more than all of them together.
constexpr double rounding = 2e-6;

float rounded_up(double value) {
    return std::nextafter(static_cast<float>(value), std::numeric_limits<float>::max());
}

double largest_of(std::span<const float> vector) {
    double largest = 0;
    for (const float component : vector) {
        largest = std::max(largest, std::abs(static_cast<double>(component)));
    }
    return largest;
}

// Without the library's round, which is a call for each component. What it makes otherwise of a
// value beside the middle between two codes is as good.
int nearest_code(double value) {
    const auto bounded = std::clamp(value, -code_max, code_max);
    return static_cast<int>(bounded + std::copysign(0.5, bounded));
}

Bound bound_of(double length_squared, double error_squared) {
    return {
        .reach = rounded_up(std::sqrt(length_squared)),
        .margin = rounded_up(std::sqrt(error_squared) * longest + rounding)};
}

}  // namespace

bool is_unit(std::span<const float> vector) {
    double squares = 0;
    for (const float component : vector) squares += static_cast<double>(component) * component;
    // What is no number compares false.
    return std::abs(std::sqrt(squares) - 1) <= VectorIndex::unit_tolerance;
}

QuantizedVector quantize(std::span<const float> vector) {
    QuantizedVector quantized;
    quantized.step = static_cast<float>(largest_of(vector) / code_max);
    const double step = quantized.step;
    const double codes_a_unit = 1 / step;
    std::vector<std::int8_t> high(vector.size());
    std::vector<std::int8_t> low(vector.size());
    double coarse_squares = 0;
    double fine_squares = 0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
        const auto code = nearest_code(vector[i] * codes_a_unit);
        const int half = (code + 8 + 128) / 16 - 8;  // rounds down: 16 * half is the nearest
        high[i] = static_cast<std::int8_t>(half);
        low[i] = static_cast<std::int8_t>(code - 16 * half);
        const double coarse_left = vector[i] - step * 16 * half;
        const double fine_left = vector[i] - step * code;
        coarse_squares += coarse_left * coarse_left;
        fine_squares += fine_left * fine_left;
    }
    quantized.coarse_error = rounded_up(std::sqrt(coarse_squares));
    quantized.fine_error = rounded_up(std::sqrt(fine_squares));
    quantized.high.resize(half_code_bytes(vector.size()));
    quantized.low.resize(quantized.high.size());
    pack_half_codes(high, quantized.high);
    pack_half_codes(low, quantized.low);
    return quantized;
}

struct QuantizedQuery::Codes {
    explicit Codes(std::span<const float> query)
        : step{largest_of(query) / query_code_max}, high(query.size()), low(query.size()) {
        for (std::size_t i = 0; i < query.size(); ++i) {
            const auto code = static_cast<int>(std::lround(query[i] / step));
            const int upper = (code + 64 + (1 << 14)) / 128 - 128;
            high[i] = static_cast<std::int8_t>(upper);
            low[i] = static_cast<std::int8_t>(code - 128 * upper);
            const double coarse = step * 128 * upper;
            const double fine = step * code;
            coarse_squares += coarse * coarse;
            fine_squares += fine * fine;
            coarse_error_squares += (query[i] - coarse) * (query[i] - coarse);
            fine_error_squares += (query[i] - fine) * (query[i] - fine);
        }
    }

    double step;
    std::vector<std::int8_t> high;
    std::vector<std::int8_t> low;
    double coarse_squares = 0;
    double fine_squares = 0;
    double coarse_error_squares = 0;
    double fine_error_squares = 0;
};

QuantizedQuery::QuantizedQuery(std::span<const float> query) : QuantizedQuery{Codes{query}} {}

QuantizedQuery::QuantizedQuery(const Codes& codes)
    : high_{codes.high},
      low_{codes.low},
      step_{codes.step},
      rough_scale_{static_cast<float>(codes.step * 128 * 16)},
      rough_bound_{bound_of(codes.coarse_squares, codes.coarse_error_squares)},
      fine_bound_{bound_of(codes.fine_squares, codes.fine_error_squares)} {}

float QuantizedQuery::fine_estimate(const Dots& dots, float step) const {
    const auto by_high = 16 * std::int64_t{dots.high_high - high_.surplus()} +
                         std::int64_t{dots.low_high - high_.surplus()};
    const auto by_low = 16 * std::int64_t{dots.high_low - low_.surplus()} +
                        std::int64_t{dots.low_low - low_.surplus()};
    return static_cast<float>(
        step_ * static_cast<double>(step) * static_cast<double>(128 * by_high + by_low)
    );
}

}  // namespace ingestd::vector

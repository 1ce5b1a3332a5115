// Vectors and queries in few bits, and how far that is from the truth.
//
// A vector x of unit length becomes codes of eight bits, x ≈ step * (16 high + low), with high in
// -7..7 and low in -8..7; the high halves alone are a coarser likeness, x ≈ step * 16 high. Kept
// with it is the length of what each of the two leaves out. A query q becomes codes of fifteen
// bits, q ≈ step * (128 high + low). For a likeness x' of x and q' of q
//
//   |q·x - q'·x'| = |q'·(x - x') + (q - q')·x| <= |q'| |x - x'| + |q - q'| |x|
//
// by Cauchy and Schwarz. So an estimate is off by at most reach * error + margin, where error is
// the vector's and the other two are the query's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "half_codes.hpp"

namespace ingestd::vector {

// Whether a vector's length is one, but for VectorIndex::unit_tolerance.
bool is_unit(std::span<const float> vector);

// A vector as it stands in the file.
//   step                       of a code
//   coarse_error, fine_error   at least the lengths of what is left out
struct QuantizedVector {
    float step = 0;
    float coarse_error = 0;
    float fine_error = 0;
    std::vector<std::uint8_t> high;
    std::vector<std::uint8_t> low;
};

// REQUIRES: is_unit(vector)
QuantizedVector quantize(std::span<const float> vector);

// By how much an estimate may be off: reach * error of the vector + margin.
struct Bound {
    float reach = 0;
    float margin = 0;
};

// A query, ready to be met with vectors.
class QuantizedQuery {
public:
    // REQUIRES: is_unit(query)
    explicit QuantizedQuery(std::span<const float> query);

    const HalfCodeQuery& high() const { return high_; }
    const HalfCodeQuery& low() const { return low_; }

    // From the upper halves of the query alone, and of a vector either the same or all. Scale times
    // step of the vector times what the dot product of the upper halves is without surplus; where
    // the lower ones of the vector are known, a sixteenth of theirs is added.
    float rough_scale() const { return rough_scale_; }
    float rough_estimate(std::int32_t high_high, std::int32_t low_high, float step) const {
        const auto sixteenths = 16 * (high_high - high_.surplus()) + (low_high - high_.surplus());
        return rough_scale_ / 16 * step * static_cast<float>(sixteenths);
    }
    // To be used with the error of as much of the vector as is known.
    const Bound& rough_bound() const { return rough_bound_; }

    // From all four dot products of halves, surplus included.
    struct Dots {
        std::int32_t high_high = 0;  // of the vector's, with the query's
        std::int32_t low_high = 0;
        std::int32_t high_low = 0;
        std::int32_t low_low = 0;
    };
    float fine_estimate(const Dots& dots, float step) const;
    const Bound& fine_bound() const { return fine_bound_; }

private:
    struct Codes;
    explicit QuantizedQuery(const Codes& codes);

    HalfCodeQuery high_;
    HalfCodeQuery low_;
    double step_ = 0;
    float rough_scale_ = 0;
    Bound rough_bound_;
    Bound fine_bound_;
};

}  // namespace ingestd::vector

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

    // An estimate of the dot product is coarse_scale * step of the vector * (dot of the high halves
    // of both, less high().surplus()).
    float coarse_scale() const { return coarse_scale_; }
    const Bound& coarse_bound() const { return coarse_bound_; }

    // From all four dot products of halves, surplus included.
    struct Dots {
        std::int32_t high_high = 0;  // of the vector's, with the query's
        std::int32_t high_low = 0;
        std::int32_t low_high = 0;
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
    float coarse_scale_ = 0;
    Bound coarse_bound_;
    Bound fine_bound_;
};

}  // namespace ingestd::vector

// Codes of four bits, two to a byte, and their dot product with a query of eight.
//
// A vector's codes stand in units of 64, each 32 bytes: byte i of a unit holds code i in its lower
// and code 32 + i in its upper four bits, as 0..15. What is left of the last unit is padding, for
// which the query is zero.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ingestd::vector {

inline constexpr std::size_t unit_codes = 64;
inline constexpr std::size_t unit_bytes = 32;

// How many bytes the codes of a vector take.
constexpr std::size_t half_code_bytes(std::size_t dimension) {
    return (dimension + unit_codes - 1) / unit_codes * unit_bytes;
}

// Packs codes of -8..7, each as itself plus eight.
//   into  half_code_bytes(codes.size()); padding is told as 0
void pack_half_codes(std::span<const std::int8_t> codes, std::span<std::uint8_t> into);

// Query codes of -127..127, laid out as the packed ones are read: what meets the lower four bits
// apart from what meets the upper.
class HalfCodeQuery {
public:
    explicit HalfCodeQuery(std::span<const std::int8_t> codes);

    std::size_t bytes() const { return lower_.size() - slack; }
    const std::int8_t* lower() const { return lower_.data(); }
    const std::int8_t* upper() const { return upper_.data(); }
    // What the eights that pack_half_codes() adds have added to each dot product.
    std::int32_t surplus() const { return surplus_; }

private:
    static constexpr std::size_t slack = unit_bytes;  // kernels read 64 bytes at a time

    std::vector<std::int8_t> lower_;
    std::vector<std::int8_t> upper_;
    std::int32_t surplus_ = 0;
};

// The dot products of `count` vectors, which stand one after the other, surplus included.
//   packed  count * query.bytes()
// At 4096 dimensions they stay below 2^23: exact in f32, too.
using HalfCodeDots = void (*)(
    const HalfCodeQuery& query, const std::uint8_t* packed, std::size_t count, std::int32_t* dots
);

// One way to compute them; all give the same numbers.
struct HalfCodeKernel {
    const char* name;
    HalfCodeDots dots;
};

// Those that this processor has, the fastest first; the last is the plain one.
std::span<const HalfCodeKernel> half_code_kernels();
inline HalfCodeDots best_half_code_dots() {
    return half_code_kernels().front().dots;
}

}  // namespace ingestd::vector

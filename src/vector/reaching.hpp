// Which slots of a block may be among the best.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "quantized.hpp"

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace ingestd::vector {

inline constexpr std::size_t block_slots = 64;  // as many as a mask has bits

// What is known of a block from the upper halves of its codes.
//   dots  surplus included
struct RoughBlock {
    std::size_t size = 0;  // of block_slots
    const std::int32_t* dots = nullptr;
    const float* steps = nullptr;
    const float* errors = nullptr;
};

// scale * step * (dot - surplus) + bound.reach * error + bound.margin
struct RoughScore {
    float scale = 0;
    std::int32_t surplus = 0;
    Bound bound;

    float at_most(const RoughBlock& block, std::size_t i) const {
        return scale * block.steps[i] * static_cast<float>(block.dots[i] - surplus) +
               (bound.reach * block.errors[i] + bound.margin);
    }
};

// A bit for each slot that may score as much as the threshold.
inline std::uint64_t reaching(const RoughBlock& block, const RoughScore& score, float threshold) {
    std::uint64_t mask = 0;
    std::size_t i = 0;
#if defined(__x86_64__)
    const auto surplus = _mm_set1_epi32(score.surplus);
    const auto scale = _mm_set1_ps(score.scale);
    const auto reach = _mm_set1_ps(score.bound.reach);
    const auto margin = _mm_set1_ps(score.bound.margin);
    const auto wanted = _mm_set1_ps(threshold);
    for (; i + 4 <= block.size; i += 4) {
        const auto dots = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block.dots + i));
        const auto steps = _mm_mul_ps(scale, _mm_loadu_ps(block.steps + i));
        const auto estimate = _mm_mul_ps(steps, _mm_cvtepi32_ps(_mm_sub_epi32(dots, surplus)));
        const auto error = _mm_add_ps(_mm_mul_ps(reach, _mm_loadu_ps(block.errors + i)), margin);
        const auto reached = _mm_cmpge_ps(_mm_add_ps(estimate, error), wanted);
        mask |= std::uint64_t{static_cast<unsigned>(_mm_movemask_ps(reached))} << i;
    }
#endif
    for (; i < block.size; ++i) mask |= std::uint64_t{score.at_most(block, i) >= threshold} << i;
    return mask;
}

}  // namespace ingestd::vector

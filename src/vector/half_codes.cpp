#include "half_codes.hpp"

#include <algorithm>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#if defined(__GNUC__) && !defined(__clang__)
// g++ 12 means a register that its own header leaves undefined on purpose.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

namespace ingestd::vector {
namespace {

void plain_dots(
    const HalfCodeQuery& query, const std::uint8_t* packed, std::size_t count, std::int32_t* dots
) {
    const auto bytes = query.bytes();
    for (std::size_t vector = 0; vector < count; ++vector, packed += bytes) {
        std::int32_t sum = 0;
        for (std::size_t i = 0; i < bytes; ++i) {
            sum += (packed[i] & 15) * query.lower()[i] + (packed[i] >> 4) * query.upper()[i];
        }
        dots[vector] = sum;
    }
}

#if defined(__x86_64__)

// The scan waits for memory more than it computes: the processor's own prefetching stops at each
// page, this does not. Past the end of the mapping it does nothing.
constexpr std::size_t ahead_bytes = 4096;

[[gnu::target("avx2")]] inline __m256i load_256(const void* from) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

// Two products of at most 15 * 127 in each 16 bits, twice: far from overflow.
[[gnu::target("avx2")]] inline __m256i unit_sums(
    __m256i codes, const std::int8_t* lower, const std::int8_t* upper
) {
    const auto four_bits = _mm256_set1_epi8(15);
    const auto below = _mm256_and_si256(codes, four_bits);
    const auto above = _mm256_and_si256(_mm256_srli_epi16(codes, 4), four_bits);
    const auto sums = _mm256_add_epi16(
        _mm256_maddubs_epi16(below, load_256(lower)), _mm256_maddubs_epi16(above, load_256(upper))
    );
    return _mm256_madd_epi16(sums, _mm256_set1_epi16(1));
}

[[gnu::target("avx2")]] inline std::int32_t sum_of(__m256i lanes) {
    auto sum = _mm_add_epi32(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256(lanes, 1));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4E));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xB1));
    return _mm_cvtsi128_si32(sum);
}

[[gnu::target("avx2")]] void avx2_dots(
    const HalfCodeQuery& query, const std::uint8_t* packed, std::size_t count, std::int32_t* dots
) {
    const auto bytes = query.bytes();
    for (std::size_t vector = 0; vector < count; ++vector, packed += bytes) {
        auto sum = _mm256_setzero_si256();
        for (std::size_t i = 0; i < bytes; i += unit_bytes) {
            _mm_prefetch(packed + i + ahead_bytes, _MM_HINT_T0);
            const auto part = unit_sums(load_256(packed + i), query.lower() + i, query.upper() + i);
            sum = _mm256_add_epi32(sum, part);
        }
        dots[vector] = sum_of(sum);
    }
}

// Of the last 64 bytes of a vector only half may be its own.
[[gnu::target("avx512f,avx512bw,avx512vnni")]] inline __m512i load_512(
    const std::uint8_t* from, __mmask64 own
) {
    return _mm512_maskz_loadu_epi8(own, from);
}

[[gnu::target("avx512f,avx512bw,avx512vnni")]] inline __m512i add_products(
    __m512i sum, __m512i codes, __m512i lower, __m512i upper
) {
    const auto four_bits = _mm512_set1_epi8(15);
    sum = _mm512_dpbusd_epi32(sum, _mm512_and_si512(codes, four_bits), lower);
    return _mm512_dpbusd_epi32(
        sum, _mm512_and_si512(_mm512_srli_epi16(codes, 4), four_bits), upper
    );
}

// The sums of four registers' lanes, side by side.
[[gnu::target("avx512f,avx512bw,avx512vnni")]] inline __m128i sums_of(
    __m512i a, __m512i b, __m512i c, __m512i d
) {
    const auto ab = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    const auto cd = _mm512_add_epi32(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
    const auto all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    const auto half =
        _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
    return _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

// Four vectors at a time share the loads of the query and one summing up.
[[gnu::target("avx512f,avx512bw,avx512vnni")]] void avx512_vnni_dots(
    const HalfCodeQuery& query, const std::uint8_t* packed, std::size_t count, std::int32_t* dots
) {
    constexpr __mmask64 whole = ~__mmask64{0};
    constexpr __mmask64 half = whole >> unit_bytes;
    const auto bytes = query.bytes();
    std::size_t vector = 0;
    for (; vector + 4 <= count; vector += 4, packed += 4 * bytes) {
        __m512i sums[4] = {};
        for (std::size_t i = 0; i < bytes; i += 64) {
            const auto own = bytes - i < 64 ? half : whole;
            const auto lower = _mm512_loadu_si512(query.lower() + i);
            const auto upper = _mm512_loadu_si512(query.upper() + i);
            for (std::size_t k = 0; k < 4; ++k) {
                const auto* codes = packed + k * bytes + i;
                _mm_prefetch(codes + ahead_bytes, _MM_HINT_T0);
                sums[k] = add_products(sums[k], load_512(codes, own), lower, upper);
            }
        }
        _mm_storeu_si128(
            reinterpret_cast<__m128i*>(dots + vector), sums_of(sums[0], sums[1], sums[2], sums[3])
        );
    }
    for (; vector < count; ++vector, packed += bytes) {
        auto sum = _mm512_setzero_si512();
        for (std::size_t i = 0; i < bytes; i += 64) {
            const auto codes = load_512(packed + i, bytes - i < 64 ? half : whole);
            sum = add_products(
                sum,
                codes,
                _mm512_loadu_si512(query.lower() + i),
                _mm512_loadu_si512(query.upper() + i)
            );
        }
        dots[vector] = _mm512_reduce_add_epi32(sum);
    }
}

#endif

std::vector<HalfCodeKernel> find_kernels() {
    std::vector<HalfCodeKernel> kernels;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vnni")) {
        kernels.push_back({"avx512_vnni", avx512_vnni_dots});
    }
    if (__builtin_cpu_supports("avx2")) kernels.push_back({"avx2", avx2_dots});
#endif
    kernels.push_back({"plain", plain_dots});
    return kernels;
}

}  // namespace

void pack_half_codes(std::span<const std::int8_t> codes, std::span<std::uint8_t> into) {
    std::fill(into.begin(), into.end(), std::uint8_t{0});
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto code = static_cast<unsigned>(codes[i] + 8);
        const auto place = i % unit_codes;
        auto& byte = into[i / unit_codes * unit_bytes + place % unit_bytes];
        byte = static_cast<std::uint8_t>(byte | (place < unit_bytes ? code : code << 4));
    }
}

HalfCodeQuery::HalfCodeQuery(std::span<const std::int8_t> codes)
    : lower_(half_code_bytes(codes.size()) + slack), upper_(lower_.size()) {
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto place = i % unit_codes;
        auto& half = place < unit_bytes ? lower_ : upper_;
        half[i / unit_codes * unit_bytes + place % unit_bytes] = codes[i];
        surplus_ += 8 * codes[i];
    }
}

std::span<const HalfCodeKernel> half_code_kernels() {
    static const auto kernels = find_kernels();
    return kernels;
}

}  // namespace ingestd::vector

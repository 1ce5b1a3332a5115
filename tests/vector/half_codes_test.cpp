#include "../../src/vector/half_codes.hpp"

#include <random>

#include "support/catch.hpp"

using namespace ingestd::vector;

namespace {

std::vector<std::int8_t> random_codes(std::mt19937& random, std::size_t size, int from, int to) {
    std::uniform_int_distribution<int> any{from, to};
    std::vector<std::int8_t> codes(size);
    for (auto& code : codes) code = static_cast<std::int8_t>(any(random));
    return codes;
}

std::int32_t dot(const std::vector<std::int8_t>& a, const std::vector<std::int8_t>& b) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

}  // namespace

TEST_CASE("every kernel gives the sum of the products, at any dimension", "[vector][kernel]") {
    const auto dimension = GENERATE(8, 9, 31, 32, 33, 63, 64, 65, 100, 384, 385, 1000, 4095, 4096);
    const auto size = static_cast<std::size_t>(dimension);
    const auto count = std::size_t{7};  // no multiple of what kernels take at a time
    std::mt19937 random{42};
    const auto query_codes = random_codes(random, size, -127, 127);
    const HalfCodeQuery query{query_codes};
    std::vector<std::uint8_t> packed(count * half_code_bytes(size));
    std::vector<std::int32_t> expected;
    for (std::size_t i = 0; i < count; ++i) {
        const auto codes = random_codes(random, size, -8, 7);
        pack_half_codes(codes, std::span{packed}.subspan(i * query.bytes(), query.bytes()));
        expected.push_back(dot(codes, query_codes) + query.surplus());
    }

    for (const auto& kernel : half_code_kernels()) {
        CAPTURE(kernel.name, dimension);
        std::vector<std::int32_t> dots(count);
        kernel.dots(query, packed.data(), count, dots.data());
        CHECK(dots == expected);
    }
}

TEST_CASE("no kernel overflows at the largest codes of the largest dimension", "[vector][kernel]") {
    const auto sign = GENERATE(-1, 1);
    const HalfCodeQuery query{std::vector<std::int8_t>(4096, static_cast<std::int8_t>(127 * sign))};
    std::vector<std::uint8_t> packed(2 * query.bytes());
    const std::vector<std::int8_t> codes(4096, 7);
    pack_half_codes(codes, std::span{packed}.first(query.bytes()));
    pack_half_codes(codes, std::span{packed}.subspan(query.bytes()));

    for (const auto& kernel : half_code_kernels()) {
        CAPTURE(kernel.name);
        std::vector<std::int32_t> dots(2);
        kernel.dots(query, packed.data(), 2, dots.data());
        CHECK(dots == std::vector<std::int32_t>(2, 4096 * 15 * 127 * sign));
    }
}

TEST_CASE("the plain kernel is there on every processor, as the last", "[vector][kernel]") {
    CHECK(std::string{half_code_kernels().back().name} == "plain");
}

// That no estimate is off by more than is said.
#include "../../src/vector/quantized.hpp"

#include <cmath>

#include "support/catch.hpp"
#include "vector_fixture.hpp"

using namespace ingestd::vector;
using namespace ingestd::vector::test;

namespace {

struct Estimates {
    double truth = 0, rough = 0, closer = 0, fine = 0;
    double rough_error = 0, closer_error = 0, fine_error = 0;
};

Estimates estimates_of(const Vector& query, const Vector& vector) {
    const QuantizedQuery quantized{query};
    const auto codes = quantize(vector);
    QuantizedQuery::Dots dots;
    const auto dot = best_half_code_dots();
    dot(quantized.high(), codes.high.data(), 1, &dots.high_high);
    dot(quantized.high(), codes.low.data(), 1, &dots.low_high);
    dot(quantized.low(), codes.high.data(), 1, &dots.high_low);
    dot(quantized.low(), codes.low.data(), 1, &dots.low_low);
    const auto bound = [](const Bound& by, float error) { return by.reach * error + by.margin; };
    Estimates all{
        .rough = quantized.rough_scale() * codes.step *
                 static_cast<float>(dots.high_high - quantized.high().surplus()),
        .closer = quantized.rough_estimate(dots.high_high, dots.low_high, codes.step),
        .fine = quantized.fine_estimate(dots, codes.step),
        .rough_error = bound(quantized.rough_bound(), codes.coarse_error),
        .closer_error = bound(quantized.rough_bound(), codes.fine_error),
        .fine_error = bound(quantized.fine_bound(), codes.fine_error)};
    for (std::size_t i = 0; i < query.size(); ++i) {
        all.truth += static_cast<double>(query[i]) * vector[i];
    }
    return all;
}

Vector spiky(std::mt19937& random, std::size_t dimension) {
    auto vector = random_unit(random, dimension);
    for (float& component : vector) component = std::pow(component * 8, 5.F);
    return unit(std::move(vector));
}

}  // namespace

TEST_CASE("the truth lies within the bounds of every estimate", "[vector][bounds]") {
    const auto dimension = GENERATE(as<std::size_t>{}, 8, 100, 384, 4096);
    std::mt19937 random{51};
    for (int i = 0; i < 300; ++i) {
        const auto query = i % 3 == 0 ? spiky(random, dimension) : random_unit(random, dimension);
        auto vector = i % 2 == 0 ? spiky(random, dimension) : random_unit(random, dimension);
        if (i % 5 == 0) vector = query;
        if (i % 7 == 0) vector = near(random, query, 0.01F);
        const auto all = estimates_of(query, vector);
        CAPTURE(dimension, i, all.truth, all.rough, all.closer, all.fine);
        CHECK(std::abs(all.rough - all.truth) <= all.rough_error);
        CHECK(std::abs(all.closer - all.truth) <= all.closer_error);
        CHECK(std::abs(all.fine - all.truth) <= all.fine_error);
    }
}

TEST_CASE("bounds hold where vectors are made to err all in one direction", "[vector][bounds]") {
    // Each component half a step above a code, so that all that is left out adds up.
    constexpr std::size_t dimension = 64;
    Vector vector(dimension, 8.49F);
    vector[0] = 119;
    const auto query = unit(Vector(dimension, 1));
    const auto all = estimates_of(query, unit(vector));
    CHECK(std::abs(all.rough - all.truth) <= all.rough_error);
    CHECK(std::abs(all.rough - all.truth) > 0.7 * all.rough_error);
    CHECK(std::abs(all.fine - all.truth) <= all.fine_error);
}

TEST_CASE("the bounds of random vectors are narrow", "[vector][bounds]") {
    std::mt19937 random{52};
    const auto all = estimates_of(random_unit(random, 384), random_unit(random, 384));
    CHECK(all.rough_error < 0.16);
    CHECK(all.closer_error < 0.02);
    CHECK(all.fine_error < 0.01);
}

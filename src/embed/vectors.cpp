#include <cmath>

#include <ingestd/embed/vectors.hpp>

namespace ingestd::embed {

bool make_unit(std::span<float> row) {
    double square = 0;  // in double: no sum of squares of floats overflows
    for (const float value : row) square += double{value} * value;
    if (!std::isfinite(square)) return false;
    if (square == 0) return true;
    const auto length = std::sqrt(square);
    for (float& value : row) value = static_cast<float>(value / length);
    return true;
}

}  // namespace ingestd::embed

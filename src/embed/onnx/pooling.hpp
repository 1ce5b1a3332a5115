// A text's vector, of those that a model gives for its tokens.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <ingestd/base/result.hpp>

namespace ingestd::embed {

enum class Pooling : std::uint8_t { mean, cls, max };

std::optional<Pooling> parse_pooling(std::string_view word);

// What a model gives: f32, row-major.
struct Tensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

// Of one text, all of whose tokens count: of a shape [1, tokens, dimension] that is pooled, or
// [1, dimension] that is the vector already. Not brought to length 1.
//   errors  Errc::wrong_answer: another shape
Result<std::vector<float>> pool(const Tensor& tensor, Pooling pooling);

}  // namespace ingestd::embed

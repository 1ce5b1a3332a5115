#include "pooling.hpp"

#include <algorithm>
#include <string>

#include <ingestd/embed/errc.hpp>

namespace ingestd::embed {
namespace {

Error wrong_shape(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const auto length : shape) text += (text.empty() ? "" : ", ") + std::to_string(length);
    return {
        Errc::wrong_answer,
        "the model gives a tensor of [" + text + "] for one text, not [1, tokens, dimension]"};
}

}  // namespace

std::optional<Pooling> parse_pooling(std::string_view word) {
    if (word == "mean") return Pooling::mean;
    if (word == "cls") return Pooling::cls;
    if (word == "max") return Pooling::max;
    return std::nullopt;
}

Result<std::vector<float>> pool(const Tensor& tensor, Pooling pooling) {
    const auto& shape = tensor.shape;
    const bool is_known = (shape.size() == 2 || shape.size() == 3) && shape.front() == 1 &&
                          std::ranges::all_of(shape, [](auto length) { return length > 0; });
    if (!is_known) return wrong_shape(shape);
    const auto dimension = static_cast<std::size_t>(shape.back());
    const auto tokens = shape.size() == 3 ? static_cast<std::size_t>(shape[1]) : 1;
    if (tensor.values.size() != tokens * dimension) return wrong_shape(shape);

    const auto* row = tensor.values.data();
    std::vector<float> pooled(row, row + dimension);
    if (pooling == Pooling::cls) return pooled;
    for (std::size_t token = 1; token < tokens; ++token) {
        row += dimension;
        for (std::size_t i = 0; i < dimension; ++i)
            pooled[i] = pooling == Pooling::max ? std::max(pooled[i], row[i]) : pooled[i] + row[i];
    }
    // The length is brought to 1 anyway: a mean needs no division.
    return pooled;
}

}  // namespace ingestd::embed

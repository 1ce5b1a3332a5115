// Embeddings of some texts: one row each, contiguous.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace ingestd::embed {

// Rows of f32, each of length 1; or all zeros, where a text holds nothing that the embedder knows:
// its cosine with everything is 0, so that it resembles nothing.
class Vectors {
public:
    Vectors() = default;
    // REQUIRES: values.size() is a multiple of `dimension`, which is not 0
    Vectors(std::uint32_t dimension, std::vector<float> values)
        : dimension_{dimension}, values_{std::move(values)} {}

    std::uint32_t dimension() const { return dimension_; }
    std::size_t size() const { return dimension_ == 0 ? 0 : values_.size() / dimension_; }
    std::span<const float> row(std::size_t i) const {
        return std::span{values_}.subspan(i * dimension_, dimension_);
    }
    // All rows, one after another.
    const std::vector<float>& values() const { return values_; }

    friend bool operator==(const Vectors&, const Vectors&) = default;

private:
    std::uint32_t dimension_ = 0;
    std::vector<float> values_;
};

// Brings a row to length 1; one of zeros stays. False: it holds what is no number, and is left as
// it is.
bool make_unit(std::span<float> row);

}  // namespace ingestd::embed

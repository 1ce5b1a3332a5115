// What a collection's vectors are made by.
#pragma once

#include <cstdint>
#include <string>

namespace ingestd {

// Vectors are compared only where all three are the same.
//   kind       hash, onnx, openai
//   model      what the kind knows it by; changes when its vectors do
//   dimension  of its vectors; 0: not known yet
struct EmbeddingModel {
    std::string kind;
    std::string model;
    std::uint32_t dimension = 0;

    friend bool operator==(const EmbeddingModel&, const EmbeddingModel&) = default;
};

}  // namespace ingestd

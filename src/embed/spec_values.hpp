// Reads the parameters of an EmbedderSpec: what is wrong with one is told with its key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <ingestd/base/result.hpp>
#include <ingestd/embed/embedder_spec.hpp>

namespace ingestd::embed {

// Empty: it is not given.
std::string text_of(const EmbedderSpec& spec, std::string_view key);

// nullopt: it is not given.
//   errors  Errc::bad_spec: not a whole number from `min` to `max`
Result<std::optional<std::uint32_t>> number_of(
    const EmbedderSpec& spec, std::string_view key, std::uint32_t min, std::uint32_t max
);

//   errors  Errc::bad_spec: not a number from 0 to 1
Result<double> weight_of(const EmbedderSpec& spec, std::string_view key, double otherwise);

}  // namespace ingestd::embed

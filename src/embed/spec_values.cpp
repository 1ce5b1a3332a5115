#include "spec_values.hpp"

#include <charconv>

#include <ingestd/embed/errc.hpp>

namespace ingestd::embed {
namespace {

Error bad(const EmbedderSpec& spec, std::string_view key, std::string_view what) {
    return {Errc::bad_spec, spec.name + ": " + std::string{key} + " is " + std::string{what}};
}

template <class T>
bool read(std::string_view text, T& into) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::string text_of(const EmbedderSpec& spec, std::string_view key) {
    const auto found = spec.parameters.find(key);
    return found == spec.parameters.end() ? std::string{} : found->second;
}

Result<std::optional<std::uint32_t>> number_of(
    const EmbedderSpec& spec, std::string_view key, std::uint32_t min, std::uint32_t max
) {
    const auto text = text_of(spec, key);
    if (text.empty()) return std::optional<std::uint32_t>{};
    std::uint32_t value = 0;
    if (read(text, value) && value >= min && value <= max) return std::optional{value};
    return bad(
        spec, key, "a whole number from " + std::to_string(min) + " to " + std::to_string(max)
    );
}

Result<double> weight_of(const EmbedderSpec& spec, std::string_view key, double otherwise) {
    const auto text = text_of(spec, key);
    double value = otherwise;
    if (text.empty() || (read(text, value) && value >= 0 && value <= 1)) return value;
    return bad(spec, key, "a number from 0 to 1");
}

}  // namespace ingestd::embed

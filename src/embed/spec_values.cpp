#include "spec_values.hpp"

#include <charconv>

#include <ingestd/embed/errc.hpp>

namespace ingestd::embed {

std::string text_of(const EmbedderSpec& spec, std::string_view key) {
    return remote::spec_text(spec, key);
}

Result<std::optional<std::uint32_t>> number_of(
    const EmbedderSpec& spec, std::string_view key, std::uint32_t min, std::uint32_t max
) {
    auto number = remote::spec_number(spec, key, min, max);
    if (!number) return Error{Errc::bad_spec, std::move(number.error()).detail};
    return number;
}

Result<double> weight_of(const EmbedderSpec& spec, std::string_view key, double otherwise) {
    const auto text = text_of(spec, key);
    if (text.empty()) return otherwise;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    if (is_number && value >= 0 && value <= 1) return value;
    return Error{Errc::bad_spec, spec.name + ": " + std::string{key} + " is a number from 0 to 1"};
}

}  // namespace ingestd::embed

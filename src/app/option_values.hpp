// How the value of an option is read and shown, one function a kind of value. A field is named by a
// generic lambda that gives it of a Configuration, const or not: [](auto& c) -> auto& { return … }.
#pragma once

#include <charconv>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <ingestd/app/configuration.hpp>
#include <ingestd/app/quantity.hpp>

namespace ingestd::app {

// Option's `set` and `show`.
struct OptionValue {
    decltype(Option::set) set;
    decltype(Option::show) show;
};

template <class Field>
using FieldType = std::remove_reference_t<std::invoke_result_t<Field, Configuration&>>;

// A whole number from `low` to `high`.
template <class Field>
OptionValue count_value(Field field, std::uint64_t low, std::uint64_t high) {
    auto set = [=](Configuration& into, std::string_view text) -> std::optional<std::string> {
        std::uint64_t number = 0;
        const char* const end = text.data() + text.size();
        const auto [after, error] = std::from_chars(text.data(), end, number);
        if (error != std::errc{} || after != end || number < low || number > high) {
            return "is not a whole number from " + std::to_string(low) + " to " +
                   std::to_string(high);
        }
        field(into) = static_cast<FieldType<Field>>(number);
        return std::nullopt;
    };
    auto show = [=](const Configuration& from) { return std::to_string(field(from)); };
    return {set, show};
}

// Bytes, at least `low`.
template <class Field>
OptionValue size_value(Field field, std::uint64_t low) {
    auto set = [=](Configuration& into, std::string_view text) -> std::optional<std::string> {
        const auto bytes = parse_size(text);
        if (!bytes) return "is not a size such as 16MiB, 64KiB or 1000";
        if (*bytes < low) return "is below " + format_size(low);
        if (*bytes > std::numeric_limits<FieldType<Field>>::max()) return "is too large";
        field(into) = static_cast<FieldType<Field>>(*bytes);
        return std::nullopt;
    };
    auto show = [=](const Configuration& from) { return format_size(field(from)); };
    return {set, show};
}

// A duration, at least `low`.
template <class Field>
OptionValue duration_value(Field field, std::chrono::milliseconds low) {
    auto set = [=](Configuration& into, std::string_view text) -> std::optional<std::string> {
        const auto duration = parse_duration(text);
        if (!duration) return "is not a duration such as 5m, 300s or 500ms";
        if (*duration < low) return "is below " + format_duration(low);
        field(into) = *duration;
        return std::nullopt;
    };
    auto show = [=](const Configuration& from) { return format_duration(field(from)); };
    return {set, show};
}

// Any text or path that is not empty.
template <class Field>
OptionValue text_value(Field field) {
    auto set = [=](Configuration& into, std::string_view text) -> std::optional<std::string> {
        if (text.empty()) return "says nothing";
        field(into) = text;
        return std::nullopt;
    };
    auto show = [=](const Configuration& from) -> std::string { return field(from); };
    return {set, show};
}

// Words that are added one at a time; `wrong` judges each.
template <class Field, class Judge>
OptionValue list_value(Field field, Judge wrong) {
    auto set = [=](Configuration& into, std::string_view word) -> std::optional<std::string> {
        if (auto why = wrong(word)) return why;
        field(into).emplace_back(word);
        return std::nullopt;
    };
    auto show = [=](const Configuration& from) {
        std::string words;
        for (const auto& word : field(from)) words += (words.empty() ? "" : ",") + word;
        return words;
    };
    return {set, show};
}

}  // namespace ingestd::app

// How a user names something that lies elsewhere: NAME=KIND:LOCATION[?key=value[&key=value…]].
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <ingestd/base/result.hpp>

namespace ingestd::remote {

//   name        1 to 64 of a-z, 0-9, '-', '_' and '.', beginning with a letter or a digit
//   location    not empty; what that is, its kind knows
//   parameters  values percent-decoded, none empty
struct NamedSpec {
    std::string name;
    std::string kind;
    std::string location;
    std::map<std::string, std::string, std::less<>> parameters{};

    friend bool operator==(const NamedSpec&, const NamedSpec&) = default;
};

// A kind, and the parameters that it takes.
struct SpecKind {
    std::string_view name;
    std::span<const std::string_view> keys;
};

// Pure: looks at no file and asks no service.
//   what    is named so, for a person: "an embedder"
//   errors  Errc::bad_spec, with what is wrong and where
Result<NamedSpec> parse_named_spec(
    std::string_view text, std::string_view what, std::span<const SpecKind> kinds
);

// A parameter's value; empty: it is not given.
std::string spec_text(const NamedSpec& spec, std::string_view key);

// nullopt: it is not given.
//   errors  Errc::bad_spec: not a whole number from `min` to `max`
Result<std::optional<std::uint32_t>> spec_number(
    const NamedSpec& spec, std::string_view key, std::uint32_t min, std::uint32_t max
);

}  // namespace ingestd::remote

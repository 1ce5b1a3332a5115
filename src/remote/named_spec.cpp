// source: RFC 3986, section 2.1 (percent-encoding)
#include <algorithm>
#include <charconv>

#include <ingestd/remote/errc.hpp>
#include <ingestd/remote/named_spec.hpp>

namespace ingestd::remote {
namespace {

constexpr std::string_view form = "NAME=KIND:LOCATION[?key=value&…]";

bool is_name(std::string_view text) {
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !text.empty() && text.size() <= 64 && is_plain(text.front()) &&
           std::ranges::all_of(text, [&](char c) {
               return is_plain(c) || c == '-' || c == '_' || c == '.';
           });
}

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

// nullopt: a % without two digits after it.
std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const auto high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
        if (!high || !low) return std::nullopt;
        out += static_cast<char>(*high * 16 + *low);
        i += 2;
    }
    return out;
}

template <class Range, class Name>
std::string listed(const Range& all, std::string_view between, Name name) {
    std::string list;
    for (const auto& one : all) list.append(list.empty() ? "" : between).append(name(one));
    return list;
}

// Reads "key=value&…". What is wrong with it, else empty.
std::string read_parameters(std::string_view text, const SpecKind& kind, NamedSpec& into) {
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        const auto equals = pair.find('=');
        const std::string key{pair.substr(0, equals)};
        if (std::ranges::find(kind.keys, key) == kind.keys.end()) {
            return std::string{kind.name} + " has no parameter \"" + key + "\", only " +
                   listed(kind.keys, ", ", std::identity{});
        }
        const auto value =
            equals == std::string_view::npos ? "" : percent_decoded(pair.substr(equals + 1));
        if (!value)
            return "a % in the value of " + key + " is not followed by two hex digits (%25)";
        if (value->empty()) return key + " has no value";
        if (!into.parameters.emplace(key, *value).second) return key + " stands there twice";
    }
    return {};
}

// What is wrong with it, else empty.
std::string read_spec(std::string_view text, std::span<const SpecKind> kinds, NamedSpec& into) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return "the = after the name is missing";
    into.name = text.substr(0, equals);
    if (!is_name(into.name))
        return "a name is 1 to 64 of a-z, 0-9, '-', '_' and '.', and begins with a letter or a"
               " digit";
    const auto rest = text.substr(equals + 1);
    const auto colon = rest.find(':');
    if (colon == std::string_view::npos) return "the : after the kind is missing";
    into.kind = rest.substr(0, colon);
    const auto kind = std::ranges::find(kinds, std::string_view{into.kind}, &SpecKind::name);
    if (kind == kinds.end())
        return "the kind is " +
               listed(kinds, " or ", [](const SpecKind& known) { return known.name; });
    const auto question = rest.find('?', colon);
    into.location = rest.substr(colon + 1, std::min(question, rest.size()) - colon - 1);
    if (into.location.empty()) return "the location is missing";
    if (question == std::string_view::npos) return {};
    return read_parameters(rest.substr(question + 1), *kind, into);
}

}  // namespace

Result<NamedSpec> parse_named_spec(
    std::string_view text, std::string_view what, std::span<const SpecKind> kinds
) {
    NamedSpec spec;
    const auto wrong = read_spec(text, kinds, spec);
    if (wrong.empty()) return spec;
    return Error{
        Errc::bad_spec,
        '"' + std::string{text} + "\": " + wrong + "; " + std::string{what} + " is named " +
            std::string{form}};
}

std::string spec_text(const NamedSpec& spec, std::string_view key) {
    const auto found = spec.parameters.find(key);
    return found == spec.parameters.end() ? std::string{} : found->second;
}

Result<std::optional<std::uint32_t>> spec_number(
    const NamedSpec& spec, std::string_view key, std::uint32_t min, std::uint32_t max
) {
    const auto text = spec_text(spec, key);
    if (text.empty()) return std::optional<std::uint32_t>{};
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    if (is_number && value >= min && value <= max) return std::optional{value};
    return Error{
        Errc::bad_spec,
        spec.name + ": " + std::string{key} + " is a whole number from " + std::to_string(min) +
            " to " + std::to_string(max)};
}

}  // namespace ingestd::remote

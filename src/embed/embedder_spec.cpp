// source: RFC 3986, section 2.1 (percent-encoding)
#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <ingestd/embed/embedder_spec.hpp>
#include <ingestd/embed/errc.hpp>

namespace ingestd::embed {
namespace {

constexpr std::string_view form = "NAME=KIND:LOCATION[?key=value&…]";

constexpr auto onnx_keys = std::to_array<std::string_view>(
    {"document_prefix", "lexical_weight", "max_tokens", "pooling", "query_prefix"}
);
constexpr auto openai_keys = std::to_array<std::string_view>(
    {"batch",
     "concurrency",
     "dimensions",
     "document_prefix",
     "encoding",
     "key_env",
     "key_file",
     "lexical_weight",
     "max_tokens",
     "model",
     "query_prefix"}
);

struct Kind {
    std::string_view name;
    std::span<const std::string_view> keys;
};
constexpr Kind kinds[] = {{"onnx", onnx_keys}, {"openai", openai_keys}};

Error bad(std::string_view text, std::string_view what) {
    return {
        Errc::bad_spec,
        '"' + std::string{text} + "\": " + std::string{what} + "; an embedder is named " +
            std::string{form}};
}

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

std::string listed(std::span<const std::string_view> words) {
    std::string list;
    for (const auto word : words) list.append(list.empty() ? "" : ", ").append(word);
    return list;
}

// Reads "key=value&…". What is wrong with it, else empty.
std::string read_parameters(std::string_view text, const Kind& kind, EmbedderSpec& into) {
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        const auto equals = pair.find('=');
        const std::string key{pair.substr(0, equals)};
        if (std::ranges::find(kind.keys, key) == kind.keys.end()) {
            return std::string{kind.name} + " has no parameter \"" + key + "\", only " +
                   listed(kind.keys);
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

}  // namespace

Result<EmbedderSpec> parse_embedder_spec(std::string_view text) {
    EmbedderSpec spec;
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return bad(text, "the = after the name is missing");
    spec.name = text.substr(0, equals);
    if (!is_name(spec.name)) {
        return bad(
            text,
            "a name is 1 to 64 of a-z, 0-9, '-', '_' and '.', and begins with a letter or a digit"
        );
    }
    if (spec.name == hash_name) return bad(text, "hash is the name of the one that is built in");
    const auto rest = text.substr(equals + 1);
    const auto colon = rest.find(':');
    if (colon == std::string_view::npos) return bad(text, "the : after the kind is missing");
    spec.kind = rest.substr(0, colon);
    const auto* const kind = std::ranges::find(kinds, std::string_view{spec.kind}, &Kind::name);
    if (kind == std::end(kinds)) return bad(text, "the kind is onnx or openai");
    const auto question = rest.find('?', colon);
    spec.location = rest.substr(colon + 1, std::min(question, rest.size()) - colon - 1);
    if (spec.location.empty()) return bad(text, "the location is missing");
    if (question == std::string_view::npos) return spec;
    const auto wrong = read_parameters(rest.substr(question + 1), *kind, spec);
    if (!wrong.empty()) return bad(text, wrong);
    return spec;
}

}  // namespace ingestd::embed

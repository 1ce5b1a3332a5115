#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <ingestd/embed/errc.hpp>

#include "openai_embedder.hpp"
#include "spec_values.hpp"

namespace ingestd::embed {
namespace {

constexpr std::size_t key_bytes_max = 4_KiB;

Result<std::string> read_key_file(const EmbedderSpec& spec, const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string key(key_bytes_max + 1, '\0');
    file.read(key.data(), static_cast<std::streamsize>(key.size()));
    if (file.bad() || (file.fail() && !file.eof()))
        return Error{Errc::cannot_open, spec.name + ": the key file " + path + " cannot be read"};
    key.resize(static_cast<std::size_t>(file.gcount()));
    return key;
}

// Without the line end that editors leave.
Result<std::string> checked_key(const EmbedderSpec& spec, std::string key, std::string_view where) {
    while (!key.empty() && (key.back() == '\n' || key.back() == '\r' || key.back() == ' '))
        key.pop_back();
    const auto is_visible = [](char c) { return c > ' ' && c < 0x7F; };
    if (key.empty() || key.size() > key_bytes_max || !std::ranges::all_of(key, is_visible)) {
        return Error{
            Errc::cannot_open,
            spec.name + ": " + std::string{where} + " holds no key: one line of visible ASCII"};
    }
    return key;
}

Result<std::string> read_key(const EmbedderSpec& spec) {
    const auto path = text_of(spec, "key_file"), variable = text_of(spec, "key_env");
    if (!path.empty() && !variable.empty())
        return Error{Errc::bad_spec, spec.name + ": key_file and key_env exclude each other"};
    if (!path.empty()) {
        auto key = read_key_file(spec, path);
        return key ? checked_key(spec, std::move(*key), "the key file " + path) : key;
    }
    if (variable.empty()) return std::string{};
    const auto* const value = std::getenv(variable.c_str());
    return checked_key(spec, value ? value : "", "the environment variable " + variable);
}

// Of the address that users know: with or without what is added to it.
std::string embeddings_url(std::string location) {
    while (location.ends_with('/')) location.pop_back();
    if (!location.ends_with("/embeddings")) location += "/embeddings";
    return location;
}

}  // namespace

Result<OpenAiSettings> read_openai_settings(const EmbedderSpec& spec) {
    OpenAiSettings settings{.name = spec.name, .url = embeddings_url(spec.location), .request = {}};
    if (const auto checked = remote::check_service_address(settings.url); !checked)
        return Error{Errc::bad_spec, spec.name + ": " + checked.error().detail};
    settings.request.model = text_of(spec, "model");
    if (settings.request.model.empty())
        return Error{Errc::bad_spec, spec.name + ": openai needs the parameter model"};
    settings.request.encoding = text_of(spec, "encoding");
    const auto& encoding = settings.request.encoding;
    if (!encoding.empty() && encoding != "float" && encoding != "base64")
        return Error{Errc::bad_spec, spec.name + ": encoding is float or base64"};
    settings.document_prefix = text_of(spec, "document_prefix");
    settings.query_prefix = text_of(spec, "query_prefix");

    auto key = read_key(spec);
    if (!key) return key.error();
    settings.key = std::move(*key);
    const auto weight = weight_of(spec, "lexical_weight", settings.lexical_weight);
    if (!weight) return weight.error();
    settings.lexical_weight = *weight;

    struct Number {
        std::string_view key;
        std::uint32_t max;
        std::uint32_t value;
    };
    Number numbers[] = {
        {"dimensions", 65'536, 0},
        {"max_tokens", 1'000'000, 0},
        {"batch", 2'048, static_cast<std::uint32_t>(settings.batch_texts)},
        {"concurrency", 256, settings.calls_max}};
    for (auto& [name, max, value] : numbers) {
        const auto given = number_of(spec, name, 1, max);
        if (!given) return given.error();
        value = given->value_or(value);
    }
    settings.request.dimensions = numbers[0].value;
    settings.max_tokens = numbers[1].value;
    settings.batch_texts = numbers[2].value;
    settings.calls_max = numbers[3].value;
    return settings;
}

}  // namespace ingestd::embed

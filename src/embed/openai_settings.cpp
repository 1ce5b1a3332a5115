#include <ingestd/embed/errc.hpp>
#include <ingestd/remote/errc.hpp>
#include <ingestd/remote/service_key.hpp>

#include "openai_embedder.hpp"
#include "spec_values.hpp"

namespace ingestd::embed {
namespace {

Result<std::string> read_key(const EmbedderSpec& spec) {
    auto key = remote::read_service_key(text_of(spec, "key_file"), text_of(spec, "key_env"));
    if (key) return key;
    const bool is_missing = key.error().code == remote::Errc::no_key;
    return Error{
        is_missing ? Errc::cannot_open : Errc::bad_spec, spec.name + ": " + key.error().detail};
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

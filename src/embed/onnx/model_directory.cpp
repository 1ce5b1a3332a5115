#include "model_directory.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include <ingestd/base/digest.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/embed/errc.hpp>
#include <nlohmann/json.hpp>

#include "../spec_values.hpp"
#include "model_files.hpp"

namespace ingestd::embed {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t tokens_default = 512;   // of BERT and its kin
constexpr std::uint32_t tokens_max = 32'768;  // what is larger is no model of sentences
constexpr std::size_t digest_digits = 16;

Error missing(const fs::path& directory, const std::string& what) {
    return {Errc::cannot_open, directory.string() + ": " + what};
}

std::optional<std::size_t> count_in(const json& settings, const char* key) {
    const auto found = settings.is_object() ? settings.find(key) : settings.end();
    if (found == settings.end() || !found->is_number_unsigned()) return std::nullopt;
    const auto value = found->get<std::size_t>();
    return value > 0 ? std::optional{value} : std::nullopt;
}

// 1_Pooling/config.json; nullopt: it is not there.
Result<std::optional<Pooling>> declared_pooling(const fs::path& directory) {
    const auto settings = read_model_json(directory / "1_Pooling" / "config.json");
    if (!settings) return settings.error();
    std::optional<Pooling> pooling;
    for (const auto& [key, value] : settings->items()) {
        if (!key.starts_with("pooling_mode_") || !value.is_boolean() || !value.get<bool>())
            continue;
        const auto mode = key == "pooling_mode_cls_token"     ? std::optional{Pooling::cls}
                          : key == "pooling_mode_mean_tokens" ? std::optional{Pooling::mean}
                          : key == "pooling_mode_max_tokens"  ? std::optional{Pooling::max}
                                                              : std::nullopt;
        if (!mode || pooling)
            return missing(
                directory,
                "it pools by " + key + ", alone or with another; only mean, cls or max is built"
            );
        pooling = mode;
    }
    return pooling;
}

// A layer that is not in model.onnx would be left out silently.
std::optional<Error> find_unknown_module(const fs::path& directory) {
    const auto modules = read_model_json(directory / "modules.json");
    if (!modules) return modules.error();
    for (const auto& module : *modules) {
        const auto type = module.is_object() ? module.value("type", json{}) : json{};
        const auto name = type.is_string() ? type.get<std::string>() : std::string{};
        const auto last = name.substr(name.rfind('.') + 1);
        if (last != "Transformer" && last != "Pooling" && last != "Normalize")
            return missing(directory, "it has a module " + name + ", which is not built");
    }
    return std::nullopt;
}

// config_sentence_transformers.json: {"prompts": {"query": "query: ", "passage": …}}.
struct Prompts {
    std::string document, query;
};
Result<Prompts> declared_prompts(const fs::path& directory) {
    const auto settings = read_model_json(directory / "config_sentence_transformers.json");
    if (!settings) return settings.error();
    Prompts prompts;
    const auto all = settings->is_object() ? settings->value("prompts", json{}) : json{};
    const auto find = [&all](std::initializer_list<const char*> names) {
        for (const auto* name : names) {
            const auto found = all.is_object() ? all.find(name) : all.end();
            if (found != all.end() && found->is_string()) return found->get<std::string>();
        }
        return std::string{};
    };
    prompts.document = find({"document", "passage"});
    prompts.query = find({"query"});
    return prompts;
}

// With special tokens: as the user says, else the least that a file says.
Result<std::size_t> tokens_of_text(const EmbedderSpec& spec, const ModelDirectory& model) {
    const auto given = number_of(spec, "max_tokens", 8, tokens_max);
    if (!given) return given.error();
    if (*given) return std::size_t{**given};
    const auto sentence = read_model_json(model.path / "sentence_bert_config.json");
    if (!sentence) return sentence.error();
    const auto config = read_model_json(model.path / "config.json");
    if (!config) return config.error();
    std::optional<std::size_t> least;
    const auto take = [&least](std::optional<std::size_t> told) {
        if (told) least = std::min(told, least ? least : told);
    };
    take(count_in(*sentence, "max_seq_length"));
    take(count_in(*config, "max_position_embeddings"));
    if (model.tokenizer.model_tokens_max > 0) take(model.tokenizer.model_tokens_max);
    return least.value_or(tokens_default);
}

Result<fs::path> find_model(const fs::path& directory) {
    if (!fs::is_directory(directory)) return missing(directory, "there is no such directory");
    for (const auto* name : {"model.onnx", "onnx/model.onnx"}) {
        if (fs::is_regular_file(directory / name)) return directory / name;
    }
    return missing(directory, "there is neither model.onnx nor onnx/model.onnx");
}

Result<void> add_file(Sha256Hasher& hasher, const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string piece(1_MiB, '\0');
    if (!stream) return Error{Errc::cannot_open, file.string() + " cannot be read"};
    while (stream) {
        stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        hasher.update(std::string_view{piece}.substr(0, static_cast<std::size_t>(stream.gcount())));
    }
    return {};
}

Result<std::string> version_of(const ModelDirectory& model) {
    Sha256Hasher hasher;
    auto files = model.tokenizer.files;
    files.push_back(model.model);
    for (const auto& file : files) {
        if (auto added = add_file(hasher, file); !added) return added.error();
    }
    hasher.update(
        std::to_string(static_cast<int>(model.pooling)) + ' ' + std::to_string(model.tokens_max) +
        ' ' + model.document_prefix
    );
    const auto path = fs::weakly_canonical(model.path);
    return path.filename().string() + '-' + hasher.finish().hex().substr(0, digest_digits);
}

}  // namespace

std::size_t ModelDirectory::text_tokens_max(std::string_view prefix) const {
    const auto around =
        tokenizer.before.size() + tokenizer.after.size() + tokenizer.pieces->count_tokens(prefix);
    return tokens_max - std::min(tokens_max, around);
}

Result<ModelDirectory> read_model_directory(const EmbedderSpec& spec) {
    ModelDirectory model;
    model.path = spec.location;
    auto file = find_model(model.path);
    if (!file) return file.error();
    model.model = std::move(*file);
    auto tokenizer = read_tokenizer(model.path);
    if (!tokenizer) return tokenizer.error();
    model.tokenizer = std::move(*tokenizer);
    if (auto unknown = find_unknown_module(model.path)) return std::move(*unknown);

    const auto word = text_of(spec, "pooling");
    auto pooling = word.empty() ? declared_pooling(model.path) : parse_pooling(word);
    if (!pooling) return pooling.error();
    if (!word.empty() && !*pooling)
        return Error{Errc::bad_spec, spec.name + ": pooling is mean, cls or max"};
    model.pooling = pooling->value_or(Pooling::mean);

    auto prompts = declared_prompts(model.path);
    if (!prompts) return prompts.error();
    const auto given_or = [&spec](const char* key, std::string& declared) {
        auto given = text_of(spec, key);
        return given.empty() ? std::move(declared) : std::move(given);
    };
    model.document_prefix = given_or("document_prefix", prompts->document);
    model.query_prefix = given_or("query_prefix", prompts->query);

    const auto weight = weight_of(spec, "lexical_weight", model.lexical_weight);
    if (!weight) return weight.error();
    model.lexical_weight = *weight;

    const auto tokens = tokens_of_text(spec, model);
    if (!tokens) return tokens.error();
    model.tokens_max = std::min<std::size_t>(*tokens, tokens_max);
    if (model.text_tokens_max(model.document_prefix) == 0 ||
        model.text_tokens_max(model.query_prefix) == 0)
        return missing(model.path, "its texts have no room for a token");
    auto version = version_of(model);
    if (!version) return version.error();
    model.version = std::move(*version);
    return model;
}

}  // namespace ingestd::embed

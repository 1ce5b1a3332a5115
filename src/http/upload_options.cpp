#include <ingestd/http/json_fields.hpp>
#include <ingestd/http/json_text.hpp>
#include <ingestd/http/upload_options.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {
namespace {

ChunkingChoice read_chunking(
    nlohmann::json& chunking, std::string pointer, std::vector<intake::FieldError>& errors
) {
    JsonFields fields{chunking, std::move(pointer), errors};
    ChunkingChoice said;
    if (const auto word =
            fields.one_of("strategy", {"structure", "sentence", "fixed", "page", "none"})) {
        said.strategy = static_cast<ChunkingStrategy>(*word);
    }
    if (const auto word =
            fields.one_of("tokenizer", {"estimate", "o200k_base", "cl100k_base", "embedder"})) {
        said.tokenizer = static_cast<Tokenizer>(*word);
    }
    said.max_tokens = fields.integer("max_tokens", chunk_tokens_min, chunk_tokens_max);
    said.overlap_tokens = fields.integer("overlap_tokens", 0, chunk_tokens_max / 2);
    fields.refuse_unknown();
    return said;
}

// One more than the bound is enough to be refused.
std::vector<std::string> read_names(
    const nlohmann::json& list,
    const std::string& pointer,
    std::size_t most,
    std::vector<intake::FieldError>& errors
) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < list.size() && i <= most; ++i) {
        if (list[i].is_string()) {
            names.push_back(list[i].get<std::string>());
        } else {
            errors.push_back({pointer + pointer_step(i), "must be a string"});
        }
    }
    return names;
}

OcrOptions read_ocr(
    nlohmann::json& ocr, std::string pointer, std::vector<intake::FieldError>& errors
) {
    JsonFields fields{ocr, std::move(pointer), errors};
    OcrOptions options;
    if (const auto* languages = fields.array("languages")) {
        options.languages =
            read_names(*languages, fields.pointer_to("languages"), ocr_languages_max, errors);
        if (languages->empty()) fields.refuse("languages", "names no language");
    }
    fields.refuse_unknown();
    return options;
}

}  // namespace

ReadOptions read_upload_options(
    nlohmann::json& options, const std::string& pointer, std::vector<intake::FieldError>& errors
) {
    JsonFields fields{options, pointer, errors};
    UploadOptions read;
    ChunkingChoice said;
    if (auto* chunking = fields.object("chunking")) {
        said = read_chunking(*chunking, fields.pointer_to("chunking"), errors);
    }
    read.chunking = resolve(said);
    if (const auto word = fields.one_of("visibility", {"progressive", "atomic"})) {
        read.visibility = static_cast<Visibility>(*word);
    }
    if (const auto word = fields.one_of("on_same_key", {"replace", "keep", "skip"})) {
        read.on_same_key = static_cast<OnSameKey>(*word);
    }
    if (auto* ocr = fields.object("ocr")) {
        read.ocr = read_ocr(*ocr, fields.pointer_to("ocr"), errors);
    }
    read.password = fields.string("password").value_or("");
    read.embedder = fields.string("embedder").value_or("");
    if (const auto* names = fields.array("enrichers"))
        read.enrichers = read_names(*names, fields.pointer_to("enrichers"), enrichers_max, errors);
    fields.refuse_unknown();
    return {std::move(read), said};
}

ParsedCollectionOptions parse_collection_options(
    std::string_view text, const intake::Limits& limits
) {
    auto parsed = parse_json(text);
    if (auto* broken = std::get_if<JsonSyntaxError>(&parsed)) return std::move(*broken);
    if (auto* refused = std::get_if<std::vector<intake::FieldError>>(&parsed))
        return std::move(*refused);
    auto& body = std::get<nlohmann::json>(parsed);
    std::vector<intake::FieldError> errors;
    if (!body.is_object()) return std::vector<intake::FieldError>{{"", "must be an object"}};

    CollectionOptions options;
    JsonFields fields{body, "", errors};
    if (auto* chunking = fields.object("chunking"))
        options.chunking = read_chunking(*chunking, fields.pointer_to("chunking"), errors);
    if (auto* ocr = fields.object("ocr"))
        options.ocr = read_ocr(*ocr, fields.pointer_to("ocr"), errors);
    fields.refuse_unknown();
    if (errors.empty()) errors = intake::validate(options, limits);
    if (!errors.empty()) return errors;
    return options;
}

}  // namespace ingestd::http

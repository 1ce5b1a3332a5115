#include <algorithm>

#include <ingestd/http/json_fields.hpp>
#include <ingestd/http/json_text.hpp>
#include <ingestd/http/upload_options.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {
namespace {

ChunkingOptions read_chunking(
    nlohmann::json& chunking, std::string pointer, std::vector<intake::FieldError>& errors
) {
    JsonFields fields{chunking, std::move(pointer), errors};
    ChunkingOptions options;
    if (const auto word =
            fields.one_of("strategy", {"structure", "sentence", "fixed", "page", "none"})) {
        options.strategy = static_cast<ChunkingStrategy>(*word);
    }
    if (const auto word =
            fields.one_of("tokenizer", {"estimate", "o200k_base", "cl100k_base", "embedder"})) {
        options.tokenizer = static_cast<Tokenizer>(*word);
    }
    if (const auto most = fields.integer("max_tokens", chunk_tokens_min, chunk_tokens_max)) {
        options.max_tokens = *most;
        // A small chunk asked for alone brings the usual overlap down with it.
        options.overlap_tokens = std::min(options.overlap_tokens, *most / 2);
    }
    if (const auto overlap = fields.integer("overlap_tokens", 0, chunk_tokens_max / 2)) {
        options.overlap_tokens = *overlap;
    }
    fields.refuse_unknown();
    return options;
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

UploadOptions read_upload_options(
    nlohmann::json& options, const std::string& pointer, std::vector<intake::FieldError>& errors
) {
    JsonFields fields{options, pointer, errors};
    UploadOptions read;
    if (auto* chunking = fields.object("chunking")) {
        read.chunking = read_chunking(*chunking, fields.pointer_to("chunking"), errors);
    }
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
    return read;
}

}  // namespace ingestd::http

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <ingestd/intake/upload_request.hpp>

namespace ingestd::intake {
namespace {

constexpr std::size_t collection_name_max = 128;  // fits a path segment and a log line
constexpr std::size_t key_bytes_max = 4'096;      // PATH_MAX: keys are mostly relative paths

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

// What is wrong is told without the password.
void check_reading(
    const UploadOptions& options, const std::string& at, std::vector<FieldError>& errors
) {
    if (options.password.size() > password_bytes_max) {
        errors.push_back(
            {at + "/password", "is longer than " + std::to_string(password_bytes_max) + " bytes"}
        );
    } else if (options.password.find('\0') != std::string::npos) {
        errors.push_back({at + "/password", "must not hold a null character"});
    }
    const auto& languages = options.ocr.languages;
    if (languages.size() > ocr_languages_max) {
        errors.push_back(
            {at + "/ocr/languages",
             "names more than " + std::to_string(ocr_languages_max) + " languages"}
        );
        return;
    }
    for (std::size_t i = 0; i < languages.size(); ++i) {
        if (is_ocr_language(languages[i])) continue;
        errors.push_back(
            {at + "/ocr/languages/" + std::to_string(i),
             "must be a name of Tesseract's such as eng, deu or chi_sim: 3 to " +
                 std::to_string(ocr_language_bytes_max) + " letters or '_'"}
        );
    }
}

void check_embedder(
    const std::string& name,
    const std::string& at,
    const Limits& limits,
    std::vector<FieldError>& errors
) {
    if (name.empty() || name == no_embedder || !limits.embedders) return;
    if (std::ranges::find(*limits.embedders, name) != limits.embedders->end()) return;
    std::string known;
    for (const auto& each : *limits.embedders) known += each + ", ";
    errors.push_back({at + "/embedder", "must be one of " + known + std::string{no_embedder}});
}

// Only those that the server has, each once.
void check_enrichers(
    const std::vector<std::string>& names,
    const std::string& at,
    const Limits& limits,
    std::vector<FieldError>& errors
) {
    if (names.size() > enrichers_max) {
        errors.push_back(
            {at + "/enrichers", "names more than " + std::to_string(enrichers_max) + " enrichers"}
        );
        return;
    }
    std::string known;
    for (const auto& each : limits.enrichers) known += (known.empty() ? "" : ", ") + each;
    for (auto name = names.begin(); name != names.end(); ++name) {
        const auto pointer = at + "/enrichers/" + std::to_string(name - names.begin());
        if (std::find(names.begin(), name, *name) != name) {
            errors.push_back({pointer, "stands there twice"});
        } else if (std::ranges::find(limits.enrichers, *name) == limits.enrichers.end()) {
            errors.push_back(
                {pointer,
                 known.empty() ? "is not known: the server has no enrichers (--enricher)"
                               : "must be one of " + known}
            );
        }
    }
}

// Where no embedder is named it is the collection's, which is not known here: the first that
// counts tokens may be that one.
void check_tokenizer(
    const UploadOptions& options,
    const std::string& at,
    const Limits& limits,
    std::vector<FieldError>& errors
) {
    const auto& asked = options.chunking.tokenizer;
    if (!asked) return;
    const auto pointer = at + "/chunking/tokenizer";
    if (limits.tokenizers &&
        std::ranges::find(*limits.tokenizers, *asked) == limits.tokenizers->end())
        errors.push_back(
            {pointer, "this server was built without " + std::string{to_string(*asked)}}
        );
    if (*asked != Tokenizer::embedder || !limits.counting_embedders) return;
    const auto& counting = *limits.counting_embedders;
    if (counting.empty()) {
        errors.push_back({pointer, "no embedder of this server has a tokenizer of its own"});
    } else if (!options.embedder.empty() && std::ranges::find(counting, options.embedder) == counting.end()) {
        errors.push_back(
            {pointer, "the embedder " + options.embedder + " has no tokenizer of its own"}
        );
    }
}

//   at  where the options stand
void check_options(
    const UploadOptions& options,
    const std::string& at,
    const Limits& limits,
    std::vector<FieldError>& errors
) {
    check_reading(options, at, errors);
    check_embedder(options.embedder, at, limits, errors);
    if (options.enrichers) check_enrichers(*options.enrichers, at, limits, errors);
    check_tokenizer(options, at, limits, errors);
    const auto& chunking = options.chunking;
    if (chunking.max_tokens < chunk_tokens_min || chunking.max_tokens > chunk_tokens_max) {
        errors.push_back(
            {at + "/chunking/max_tokens",
             "must be from " + std::to_string(chunk_tokens_min) + " to " +
                 std::to_string(chunk_tokens_max)}
        );
    } else if (chunking.overlap_tokens > chunking.max_tokens / 2) {
        errors.push_back({at + "/chunking/overlap_tokens", "must be at most half of max_tokens"});
    }
}

// What is stored was read and cut as it was: only the vectors can be others.
void check_without_documents(const UploadRequest& request, std::vector<FieldError>& errors) {
    if (!request.force_recreate) {
        errors.push_back({"/documents", "holds no document"});
        return;
    }
    UploadOptions possible;
    possible.embedder = request.options.embedder;
    if (request.options == possible && request.said == ChunkingChoice{}) return;
    errors.push_back(
        {"/options",
         "may only name an embedder where there are no documents: the collection is made anew of"
         " the chunks that it has"}
    );
}

void check_documents(
    const std::vector<UploadDocument>& documents, std::vector<FieldError>& errors
) {
    std::unordered_map<std::string_view, std::string_view> seen;
    for (const auto& document : documents) {
        if (document.id.size() > key_bytes_max) {
            errors.push_back({document.pointer + "/id", "is longer than 4096 bytes"});
        }
        if (document.filename.size() > key_bytes_max) {
            errors.push_back({document.pointer + "/filename", "is longer than 4096 bytes"});
        }
        if (document.id.empty()) continue;
        const auto [first, is_new] = seen.try_emplace(document.id, document.pointer);
        if (!is_new) {
            errors.push_back(
                {document.pointer + "/id",
                 "stands twice in this upload, first at " + std::string{first->second} + "/id"}
            );
        }
    }
}

}  // namespace

bool is_collection_name(std::string_view name) {
    return !name.empty() && name.size() <= collection_name_max && name.front() != '.' &&
           std::ranges::all_of(name, is_name_character);
}

FieldError bad_collection_name(std::string pointer) {
    return {
        std::move(pointer),
        "must be 1 to 128 letters, digits, '_', '-' or '.', and not begin with '.'"};
}

std::vector<FieldError> validate(const UploadRequest& request, const Limits& limits) {
    std::vector<FieldError> errors;
    if (request.collection.empty()) {
        errors.push_back({"/collection_name", "is missing"});
    } else if (!is_collection_name(request.collection)) {
        errors.push_back(bad_collection_name("/collection_name"));
    }
    if (request.documents.empty()) check_without_documents(request, errors);
    if (request.documents.size() > limits.documents_max) {
        errors.push_back(
            {"/documents", "holds more than " + std::to_string(limits.documents_max) + " documents"}
        );
    }
    check_options(request.options, "/options", limits, errors);
    check_documents(request.documents, errors);
    return errors;
}

std::vector<FieldError> validate(const CollectionOptions& options, const Limits& limits) {
    std::vector<FieldError> errors;
    check_options({.chunking = resolve(options.chunking), .ocr = options.ocr}, "", limits, errors);
    return errors;
}

}  // namespace ingestd::intake

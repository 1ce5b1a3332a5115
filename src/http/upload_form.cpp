#include <algorithm>
#include <array>
#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/http/json_text.hpp>
#include <ingestd/http/upload_form.hpp>
#include <ingestd/http/upload_json.hpp>
#include <ingestd/http/upload_options.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {
namespace {

using intake::FieldError;
using nlohmann::json;

constexpr std::array<std::string_view, 4> field_names{
    "collection_name", "force_recreate", "options", "metadata"};

// A field that is a JSON object. Null: it is not, and `errors` says why.
json parse_object(std::string_view name, std::string_view text, std::vector<FieldError>& errors) {
    const std::string pointer = pointer_step(name);
    auto parsed = parse_json(text);
    if (const auto* broken = std::get_if<JsonSyntaxError>(&parsed)) {
        errors.push_back({pointer, "is not JSON: " + broken->describe()});
        return nullptr;
    }
    if (auto* refused = std::get_if<std::vector<FieldError>>(&parsed)) {
        for (FieldError& error : *refused) {
            errors.push_back({pointer + error.pointer, std::move(error.detail)});
        }
        return nullptr;
    }
    auto& value = std::get<json>(parsed);
    if (!value.is_object()) {
        errors.push_back({pointer, "must be a JSON object"});
        return nullptr;
    }
    return std::move(value);
}

}  // namespace

bool UploadForm::is_field(std::string_view name) {
    return std::find(field_names.begin(), field_names.end(), name) != field_names.end();
}

void UploadForm::add_field(std::string_view name, std::string_view text) {
    if (!is_field(name)) {
        refuse(name, "is not known here");
        return;
    }
    if (std::find(seen_.begin(), seen_.end(), name) != seen_.end()) {
        refuse(name, "stands twice in the request");
        return;
    }
    seen_.emplace_back(name);
    if (!utf8::is_valid(text)) {
        refuse(name, "is not UTF-8");
    } else if (name == "collection_name") {
        request_.collection = text;
    } else if (name == "force_recreate") {
        read_force_recreate(text);
    } else if (name == "options") {
        read_options(text);
    } else {
        read_metadata(text);
    }
}

void UploadForm::read_force_recreate(std::string_view text) {
    if (text != "true" && text != "false") {
        refuse("force_recreate", "must be true or false");
        return;
    }
    request_.force_recreate = text == "true";
}

void UploadForm::read_options(std::string_view text) {
    if (json options = parse_object("options", text, errors_); options.is_object()) {
        auto read = read_upload_options(options, "/options", errors_);
        request_.options = std::move(read.options);
        request_.said = read.said;
    }
}

void UploadForm::read_metadata(std::string_view text) {
    if (const json metadata = parse_object("metadata", text, errors_); metadata.is_object()) {
        metadata_ = metadata.dump();
    }
}

void UploadForm::add_document(intake::UploadDocument document) {
    request_.documents.push_back(std::move(document));
}

void UploadForm::refuse(std::string_view name, std::string detail) {
    errors_.push_back({pointer_step(name), std::move(detail)});
}

std::variant<intake::UploadRequest, std::vector<FieldError>> UploadForm::finish(
    const intake::Limits& limits
) && {
    // Whoever meant to choose files must not have the collection made anew of what it has.
    if (has_empty_file_ && request_.force_recreate && request_.documents.empty())
        refuse(
            "documents",
            "no file was chosen; to make the collection anew of what it has, leave the part out"
        );
    auto errors = with_rule_errors(std::move(errors_), request_, limits);
    if (!errors.empty()) return errors;
    for (auto& document : request_.documents) document.metadata = metadata_;
    return std::move(request_);
}

}  // namespace ingestd::http

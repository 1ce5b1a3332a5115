#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <ingestd/http/base64.hpp>
#include <ingestd/http/errc.hpp>
#include <ingestd/http/json_fields.hpp>
#include <ingestd/http/upload_json.hpp>
#include <ingestd/http/upload_options.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {
namespace {

using intake::FieldError;
using nlohmann::json;

// A document's bytes stand under exactly one of these; the others are the words of other tools.
constexpr std::array<std::string_view, 3> text_names{"content", "text", "page_content"};
constexpr std::string_view base64_name = "content_base64";

std::string read_content(JsonFields& fields) {
    std::string_view given;
    const auto is_first = [&](std::string_view name) {
        if (!fields.has(name)) return false;
        if (!given.empty()) {
            fields.refuse(name, "stands beside " + std::string{given} + ": give one of them");
            return false;
        }
        given = name;
        return true;
    };
    std::string content;
    for (const std::string_view name : text_names) {
        if (is_first(name)) content = fields.string(name).value_or("");
    }
    if (is_first(base64_name)) {
        if (const auto text = fields.string(base64_name)) {
            auto bytes = decode_base64(*text);
            if (!bytes) fields.refuse(base64_name, "is not base64 (RFC 4648, padded, on one line)");
            content = std::move(bytes).value_or("");
        }
    }
    if (given.empty()) {
        fields.refuse("content", "is required (or text, page_content, content_base64)");
    }
    return content;
}

intake::UploadDocument read_document(
    json& value, std::string pointer, std::vector<FieldError>& errors
) {
    intake::UploadDocument document;
    document.pointer = std::move(pointer);
    if (!value.is_object()) {
        errors.push_back({document.pointer, "must be an object with a content"});
        return document;
    }
    JsonFields fields{value, document.pointer, errors};
    document.content = read_content(fields);
    document.filename = fields.string("filename").value_or("");
    document.content_type = fields.string("content_type").value_or("");
    document.id = fields.string("id").value_or("");
    if (const json* metadata = fields.object("metadata")) document.metadata = metadata->dump();
    fields.refuse_unknown();
    return document;
}

}  // namespace

ParsedUpload parse_upload_request(std::string_view text, const intake::Limits& limits) {
    auto parsed = parse_json(text);
    if (auto* broken = std::get_if<JsonSyntaxError>(&parsed)) return std::move(*broken);
    if (auto* refused = std::get_if<std::vector<FieldError>>(&parsed)) return std::move(*refused);
    auto& body = std::get<json>(parsed);
    if (!body.is_object()) {
        return std::vector<FieldError>{
            {"", "must be an object with collection_name and documents"}};
    }

    std::vector<FieldError> errors;
    intake::UploadRequest request;
    JsonFields fields{body, "", errors};
    request.collection = fields.string("collection_name").value_or("");
    request.force_recreate = fields.boolean("force_recreate").value_or(false);
    if (auto* options = fields.object("options")) {
        auto read = read_upload_options(*options, fields.pointer_to("options"), errors);
        request.options = std::move(read.options);
        request.said = read.said;
    }
    if (auto* documents = fields.array("documents")) {
        if (documents->size() > limits.documents_max) return too_many_documents(limits);
        if (documents->empty()) fields.refuse("documents", "holds no document");
        for (std::size_t i = 0; i < documents->size(); ++i) {
            request.documents.push_back(read_document(
                (*documents)[i], fields.pointer_to("documents") + pointer_step(i), errors
            ));
        }
    }
    fields.refuse_unknown();

    errors = with_rule_errors(std::move(errors), request, limits);
    if (!errors.empty()) return errors;
    return request;
}

Error too_many_documents(const intake::Limits& limits) {
    return {
        make_error_code(Errc::too_many_documents),
        "An upload may have at most " + std::to_string(limits.documents_max) +
            " documents (--documents-max)."};
}

std::vector<FieldError> with_rule_errors(
    std::vector<FieldError> errors,
    const intake::UploadRequest& request,
    const intake::Limits& limits
) {
    const auto count = errors.size();
    for (FieldError& rule : intake::validate(request, limits)) {
        const auto end = errors.begin() + static_cast<std::ptrdiff_t>(count);
        const bool is_named = std::any_of(errors.begin(), end, [&](const FieldError& error) {
            return error.pointer == rule.pointer;
        });
        if (!is_named) errors.push_back(std::move(rule));
    }
    return errors;
}

}  // namespace ingestd::http

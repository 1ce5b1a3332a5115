// An upload that comes as named texts and files instead of one JSON: multipart or raw.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/intake/upload_request.hpp>

namespace ingestd::http {

// collection_name, force_recreate, options, metadata: the longest is a JSON of a few lines.
inline constexpr std::size_t form_field_bytes_max = 64_KiB;

// Gathers the fields in whatever order they come. Pointers are "/name"; within `options` and
// `metadata`, which are JSON, they go on into it.
class UploadForm {
public:
    // One text field. Names that are not known, and a name that comes twice, are refused.
    void add_field(std::string_view name, std::string_view text);
    void add_document(intake::UploadDocument document);
    // A file's part that nobody filled in: not the same as none.
    void note_empty_file() { has_empty_file_ = true; }
    void refuse(std::string_view name, std::string detail);

    // The names of the fields that are taken.
    static bool is_field(std::string_view name);
    // Whether it will be refused whatever still comes: files need not be kept any more.
    bool is_refused() const { return !errors_.empty(); }
    std::size_t documents() const { return request_.documents.size(); }

    // The whole of it; `metadata` is every document's.
    std::variant<intake::UploadRequest, std::vector<intake::FieldError>> finish(
        const intake::Limits& limits
    ) &&;

private:
    void read_force_recreate(std::string_view text);
    void read_options(std::string_view text);
    void read_metadata(std::string_view text);

    intake::UploadRequest request_;
    std::string metadata_ = "{}";
    std::vector<std::string> seen_;
    std::vector<intake::FieldError> errors_;
    bool has_empty_file_ = false;
};

}  // namespace ingestd::http

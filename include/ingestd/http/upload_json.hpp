// POST /upload with a JSON body.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/http/json_text.hpp>
#include <ingestd/intake/upload_request.hpp>

namespace ingestd::http {

// The request; or everything that is wrong with its fields; or where it stops being JSON; or
// Errc::too_many_documents.
using ParsedUpload =
    std::variant<intake::UploadRequest, std::vector<intake::FieldError>, JsonSyntaxError, Error>;

// {collection_name, documents:[{content | content_base64, filename?, content_type?, metadata?,
// id?}],
//  force_recreate?, options?}; `text` and `page_content` stand for `content`. What it gives,
// intake::validate() has nothing against.
//   thread  any; past 64 KiB of text a pool's
ParsedUpload parse_upload_request(std::string_view text, const intake::Limits& limits);

// Errc::too_many_documents, with the limit and how to set it.
Error too_many_documents(const intake::Limits& limits);

// `errors`, and what intake's rules say beyond them: a field that is refused already is not named
// twice.
std::vector<intake::FieldError> with_rule_errors(
    std::vector<intake::FieldError> errors,
    const intake::UploadRequest& request,
    const intake::Limits& limits
);

}  // namespace ingestd::http

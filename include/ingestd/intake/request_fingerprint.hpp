// Whether two requests ask for the same: what an idempotency key stands for.
#pragma once

#include <string_view>
#include <vector>

#include <ingestd/base/digest.hpp>
#include <ingestd/document/upload_options.hpp>

namespace ingestd::intake {

// One document of a request, once its key and hash are known.
//   owns  nothing: the views are the caller's
struct RequestedDocument {
    std::string_view key;
    std::string_view filename;
    std::string_view content_type;
    std::string_view metadata;
    Sha256 sha256;
};

// Of what was parsed, not of the bytes that said it: JSON with other blanks asks for the same. The
// form of the body (JSON, multipart, raw) does not count either. On disk as long as the history.
// Pure.
Sha256 request_fingerprint(
    std::string_view collection,
    bool force_recreate,
    const UploadOptions& options,
    const std::vector<RequestedDocument>& documents
);

}  // namespace ingestd::intake

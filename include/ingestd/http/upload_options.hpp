// `options` of an upload as JSON.
#pragma once

#include <string>
#include <vector>

#include <ingestd/document/upload_options.hpp>
#include <ingestd/intake/upload_request.hpp>
#include <nlohmann/json_fwd.hpp>

namespace ingestd::http {

// What is not known, and what this version does not do yet, is refused and never ignored.
//   options  REQUIRES: a JSON object
//   pointer  where it stands
//   errors   what is wrong is added here
// Bounds between two options (overlap and size) are intake's to judge.
UploadOptions read_upload_options(
    nlohmann::json& options, const std::string& pointer, std::vector<intake::FieldError>& errors
);

}  // namespace ingestd::http

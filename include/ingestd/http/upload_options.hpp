// `options` of an upload, and of a collection, as JSON.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ingestd/document/collection_options.hpp>
#include <ingestd/http/json_text.hpp>
#include <ingestd/intake/upload_request.hpp>
#include <nlohmann/json_fwd.hpp>

namespace ingestd::http {

//   said  which of options.chunking stand there
struct ReadOptions {
    UploadOptions options;
    ChunkingChoice said;
};

// What is not known, and what this version does not do yet, is refused and never ignored.
//   options  REQUIRES: a JSON object
//   pointer  where it stands
//   errors   what is wrong is added here
// Bounds between two options (overlap and size) are intake's to judge.
ReadOptions read_upload_options(
    nlohmann::json& options, const std::string& pointer, std::vector<intake::FieldError>& errors
);

// The whole body; what is wrong instead, also by intake's rules.
using ParsedCollectionOptions =
    std::variant<CollectionOptions, JsonSyntaxError, std::vector<intake::FieldError>>;
ParsedCollectionOptions parse_collection_options(
    std::string_view text, const intake::Limits& limits
);

}  // namespace ingestd::http

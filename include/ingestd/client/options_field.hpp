// `options` of an upload that a command sends.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ingestd::client {

//   password       opens documents that are encrypted; empty: none is sent
//   ocr_languages  of pictures and scans, as Tesseract calls them; empty: the server's own choice
struct ReadingOptions {
    std::string password;
    std::vector<std::string> ocr_languages;

    friend bool operator==(const ReadingOptions&, const ReadingOptions&) = default;
};

// The form's field `options` as JSON; nullopt where nothing is asked for.
//   source  docs/api.md, "Options"
std::optional<std::string> options_field(const ReadingOptions& options);

}  // namespace ingestd::client

// Why one document could not be taken in: data for its report, not an error of its upload.
#pragma once

#include <cstdint>
#include <string>

#include <ingestd/document/status.hpp>

namespace ingestd {

//   code    a stable word: unsupported_type, empty, no_text, malformed, password_required,
//   too_large,
//           helper_crashed, helper_stalled, helper_unavailable, out_of_memory, quarantined,
//           internal
//   detail  a sentence for a person, without content
//   page    from 1; 0 where it is not known or there is none
struct DocumentFailure {
    std::string code;
    std::string detail;
    Stage stage = Stage::extract;
    std::uint32_t page = 0;

    friend bool operator==(const DocumentFailure&, const DocumentFailure&) = default;
};

}  // namespace ingestd

// What the OpenDocument formats have in common: one part with the content, one with what the
// document says of itself, and a list of what is encrypted. Private to the room.
#pragma once

#include <string_view>
#include <variant>

#include <ingestd/document/document_facts.hpp>
#include <ingestd/document/document_failure.hpp>

#include "../package/zip_package.hpp"

namespace ingestd::formats {

inline constexpr std::string_view odf_content = "content.xml";

//   what    for a person, with its article: "The OpenDocument text"
//   errors  malformed; too_large; password_required
std::variant<ZipPackage, DocumentFailure> open_odf(std::string_view content, std::string_view what);

// Title, author (who began it) and language. What cannot be read is left empty.
DocumentFacts odf_facts(ZipPackage& package);

}  // namespace ingestd::formats

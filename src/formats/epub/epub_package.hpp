// What an EPUB says of itself: its chapters in their order, title, author. Private to the room.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <ingestd/document/document_facts.hpp>
#include <ingestd/document/document_failure.hpp>

#include "../package/zip_package.hpp"

namespace ingestd::formats {

//   part     empty: the spine names what the manifest does not have
//   is_text  not a picture that stands for a chapter
struct Chapter {
    std::string part;
    bool is_text = false;
};

struct EpubPackage {
    std::vector<Chapter> spine;
    DocumentFacts facts;
};

inline constexpr std::size_t chapters_max = 65'535;  // as many as a package has parts

//   errors  malformed: no package document, or no chapters in it; password_required when a
//           chapter's text is protected (pictures and fonts may be)
std::variant<EpubPackage, DocumentFailure> read_epub_package(ZipPackage& package);

}  // namespace ingestd::formats

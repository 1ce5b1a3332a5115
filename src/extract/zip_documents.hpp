// Tells documents that are zip packages by the parts that they begin with. Private to the room.
#pragma once

#include <optional>
#include <string_view>

#include <ingestd/extract/document_type.hpp>

namespace ingestd::extract {

bool is_zip(std::string_view head);

// Whether the archive's end is seen: all of its entries are in the head.
bool ends_zip(std::string_view head);

// Which document the package holds; nullopt when what is seen of it does not tell: an archive of
// anything, or a document whose telling parts come later.
std::optional<TypeVerdict> zip_document(std::string_view head);

// Whether a part is named so that it may be an OpenDocument one without its mark.
bool may_be_open_document(std::string_view head);

}  // namespace ingestd::extract

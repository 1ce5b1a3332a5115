// XML of any kind, for what is written in it.
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// The text of the elements in document order, a line each; what stands in one element together is a
// paragraph. Elements in the midst of text are part of it. Of attributes only title, alt, label and
// summary are text; names of elements, comments and processing instructions are left out. The first
// element named title near the root is the document's title.
//   content_type  as declared: its charset counts where the bytes leave the encoding open
//   memory        a line, at most 1 MiB
//   errors        malformed: not well-formed (what was read stands), nested too deep, or declaring
//                 entities, none of which is ever expanded or fetched; no_text
Outcome read_xml_document(std::string_view content, std::string_view content_type, BlockSink& sink);

}  // namespace ingestd::formats

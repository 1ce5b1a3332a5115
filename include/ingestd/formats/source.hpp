// Source code, cut where something is defined.
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// The text as it stands, as blocks of code. A block begins
//   - at a definition (its rule is told in docs/formats.md) that stands at the outermost level or
//     directly inside of a class, a namespace or the like, together with the comments, attributes
//     and decorators right above it;
//   - behind a definition, where an empty line and then other code at the outermost level follow.
// What no rule tells is still code: a language that is not known has the rules of C's relatives.
//   language  "python", "cpp", …: becomes the document's format
//   memory    a block, or 64 KiB
//   errors    no_text
Outcome read_source(std::string_view content, std::string_view language, BlockSink& sink);

}  // namespace ingestd::formats

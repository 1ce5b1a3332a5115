// PowerPoint presentations (.pptx: Office Open XML, ECMA-376 and its strict variant).
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Slide by slide, each a page: its title as heading, its text, tables, charts as tables, diagrams,
// then the speaker's notes. Date, footer and number of slides, and comments are left out. Title,
// author and language from the core properties. A damaged slide is told in a warning.
//   errors  password_required; malformed; too_large; no_text
Outcome read_pptx(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats

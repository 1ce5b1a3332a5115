// Subtitles: SubRip (.srt) and WebVTT (.vtt).
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// What is spoken, joined to paragraphs: one ends at a pause, where another named speaker begins, or
// when it is long and a sentence ends. Times, numbers, markup, notes and styles are left out; a
// line that rolls up through several cues is given once.
//   errors  malformed when there is no cue; too_large; no_text
Outcome read_subtitles(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats

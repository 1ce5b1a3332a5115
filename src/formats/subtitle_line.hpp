// One line of a cue as it is read out. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

//   speaker  of WebVTT's <v Name>; empty: not told
struct SubtitleLine {
    std::string text;
    std::string speaker;
};

// Without tags, times and overrides ({\an8}); character references resolved. A "<" that begins no
// tag stays.
SubtitleLine read_subtitle_line(std::string_view line);

}  // namespace ingestd::formats

// Subtitles as a sequence of cues. Private to the room.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ingestd::formats {

//   lines  as they stand, markup included
struct SubtitleCue {
    std::chrono::milliseconds begin{0};
    std::chrono::milliseconds end{0};
    std::vector<std::string_view> lines;
};

// "00:01:02,500 --> 00:01:04,000", hours optional, settings behind it allowed.
std::optional<SubtitleCue> parse_time_line(std::string_view line);

// What a WebVTT file says of itself before its first cue. SubRip says nothing.
struct SubtitleHead {
    bool is_web_vtt = false;
    std::string_view title;
    std::string_view language;
};

// Reads leniently: a cue ends where the next begins, not at the first empty line alone.
//   text  must remain while cues are in use
class SubtitleCues {
public:
    explicit SubtitleCues(std::string_view text);

    const SubtitleHead& head() const { return head_; }
    std::optional<SubtitleCue> next();
    std::size_t bytes_left() const { return text_.size(); }

private:
    std::string_view take_line();
    void read_head();
    void end_block();

    std::string_view text_;
    SubtitleHead head_;
    std::optional<SubtitleCue> upcoming_;
};

}  // namespace ingestd::formats

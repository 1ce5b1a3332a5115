#include <chrono>
#include <string>
#include <utility>

#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/limits.hpp>
#include <ingestd/formats/subtitles.hpp>

#include "block_writer.hpp"
#include "subtitle_cues.hpp"
#include "subtitle_line.hpp"

namespace ingestd::formats {
namespace {

using namespace std::chrono_literals;

constexpr auto pause_min = 2s;                 // of silence: another paragraph
constexpr auto roll_up_gap_max = 100ms;        // a line said again after more is said again
constexpr std::size_t paragraph_wanted = 800;  // from here on the next sentence's end will do
constexpr std::size_t paragraph_max = 4000;    // nobody ends a sentence

bool ends_sentence(std::string_view text) {
    for (const std::string_view mark : {".", "!", "?", "…", "。", "！", "？", "؟", "।", "♪"}) {
        for (const std::string_view quote : {"", "\"", "”", "»", "」", ")"}) {
            if (text.ends_with(quote) && text.substr(0, text.size() - quote.size()).ends_with(mark))
                return true;
        }
    }
    return false;
}

// "- Who?" is another voice than the line before.
bool begins_with_dash(std::string_view line) {
    return line.starts_with("- ") || line.starts_with("– ") || line.starts_with("— ") ||
           line.starts_with(">>");
}

class SpokenText {
public:
    explicit SpokenText(BlockWriter& writer) : writer_{writer} {}

    void take(const SubtitleCue& cue) {
        const auto silence = cue.begin - last_end_;
        if (silence >= pause_min || is_long_enough()) end_paragraph();
        const bool may_roll_up = silence <= roll_up_gap_max;
        for (const auto line : cue.lines) {
            auto read = read_subtitle_line(line);
            if (!read.text.empty() && !(may_roll_up && read.text == last_line_)) {
                add(std::move(read));
            }
        }
        last_end_ = cue.end;
    }

    void end_paragraph() { writer_.paragraph(std::exchange(paragraph_, {})); }

private:
    bool is_long_enough() const {
        return paragraph_.size() >= paragraph_max ||
               (paragraph_.size() >= paragraph_wanted && ends_sentence(paragraph_));
    }

    void add(SubtitleLine line) {
        if (!line.speaker.empty() && line.speaker != speaker_) {
            end_paragraph();
            speaker_ = line.speaker;
            paragraph_ = speaker_ + ": ";
        } else if (!paragraph_.empty()) {
            paragraph_ += begins_with_dash(line.text) ? '\n' : ' ';
        }
        paragraph_ += line.text;
        last_line_ = std::move(line.text);
    }

    BlockWriter& writer_;
    std::string paragraph_;
    std::string last_line_;
    std::string speaker_;
    std::chrono::milliseconds last_end_{0};
};

}  // namespace

Outcome read_subtitles(std::string_view content, BlockSink& sink) {
    if (content.size() > tree_bytes_max) return too_large("A subtitle file");
    auto decoded = charset::decode_all(content);
    BlockWriter writer{sink};
    SpokenText spoken{writer};
    SubtitleCues cues{decoded.text};
    bool has_cues = false;
    while (const auto cue = cues.next()) {
        has_cues = true;
        spoken.take(*cue);
        sink.tell_part_read(
            1 - static_cast<double>(cues.bytes_left()) / static_cast<double>(decoded.text.size())
        );
    }
    spoken.end_paragraph();
    if (!has_cues) {
        return DocumentFailure{"malformed", "The document holds no subtitle with a time."};
    }
    if (!writer.wrote_text()) return no_text();

    Warnings warnings;
    warn_of_repairs(decoded.replaced, decoded.left_out, warnings);
    DocumentFacts facts;
    facts.format = "subtitles";
    facts.title = fact(cues.head().title);
    facts.language = fact(cues.head().language);
    facts.encoding = std::move(decoded.encoding);
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats

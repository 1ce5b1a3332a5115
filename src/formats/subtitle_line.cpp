#include "subtitle_line.hpp"

#include <array>
#include <cctype>
#include <utility>

#include "block_writer.hpp"

namespace ingestd::formats {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> references{{
    {"&amp;", "&"},
    {"&lt;", "<"},
    {"&gt;", ">"},
    {"&quot;", "\""},
    {"&nbsp;", "\xC2\xA0"},
    {"&lrm;", ""},
    {"&rlm;", ""},
}};

bool is_time(std::string_view tag) {
    return tag.find_first_not_of("0123456789:.<>") == tag.npos;
}

// The length of the tag or override that `text` begins with; 0: none.
std::size_t markup_length(std::string_view text) {
    const bool is_override = text.starts_with("{\\");
    if (!is_override && !text.starts_with('<')) return 0;
    // Neither stands within another; looking no further keeps the work in proportion.
    const auto end = text.find_first_of(is_override ? "{}" : "<>", 1);
    if (end == text.npos || text[end] == '<' || text[end] == '{') return 0;
    if (is_override) return end + 1;
    const auto first = static_cast<unsigned char>(text[1]);
    const bool is_tag =
        end > 1 && (std::isalpha(first) != 0 || first == '/' || is_time(text.substr(0, end)));
    return is_tag ? end + 1 : 0;
}

// <v Name> and <v.class Name>.
std::string_view speaker_of(std::string_view tag) {
    if (!tag.starts_with("<v ") && !tag.starts_with("<v.")) return {};
    const auto space = tag.find(' ');
    return space == tag.npos ? std::string_view{}
                             : trimmed(tag.substr(space, tag.size() - 1 - space));
}

}  // namespace

SubtitleLine read_subtitle_line(std::string_view line) {
    SubtitleLine read;
    while (!line.empty()) {
        if (const auto length = markup_length(line); length > 0) {
            const auto speaker = speaker_of(line.substr(0, length));
            if (!speaker.empty()) read.speaker = speaker;
            line.remove_prefix(length);
            continue;
        }
        std::size_t taken = 0;
        for (const auto& [reference, text] : references) {
            if (!line.starts_with(reference)) continue;
            read.text += text;
            taken = reference.size();
        }
        if (taken == 0) {
            read.text += line.front();
            taken = 1;
        }
        line.remove_prefix(taken);
    }
    read.text = trimmed(read.text);
    return read;
}

}  // namespace ingestd::formats

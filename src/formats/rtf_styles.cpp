#include "rtf_styles.hpp"

#include <algorithm>
#include <cctype>

#include "block_writer.hpp"

namespace ingestd::formats {

const std::string& RtfFonts::encoding(int font, const std::string& otherwise) const {
    const auto found = encodings_.find(font);
    return found == encodings_.end() || found->second.empty() ? otherwise : found->second;
}

int heading_level_of_outline(int outline_level) {
    return outline_level >= 0 && outline_level < 9 ? outline_level + 1 : 0;
}

void RtfStyles::set_outline_level(int level) {
    styles_[current_].heading_level = heading_level_of_outline(level);
}

void RtfStyles::set_name(std::string_view name) {
    std::string lower{trimmed(name.substr(0, name.find(';')))};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    if (lower == "caption") styles_[current_].is_caption = true;
    if (lower == "title") styles_[current_].heading_level = 1;
    constexpr std::string_view heading = "heading ";
    if (lower.size() == heading.size() + 1 && lower.starts_with(heading)) {
        const int level = lower.back() - '0';
        if (level >= 1 && level <= 9) styles_[current_].heading_level = level;
    }
}

RtfStyle RtfStyles::style(int number) const {
    const auto found = styles_.find(number);
    return found == styles_.end() ? RtfStyle{} : found->second;
}

}  // namespace ingestd::formats

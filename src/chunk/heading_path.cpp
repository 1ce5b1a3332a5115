#include "heading_path.hpp"

#include <ingestd/base/utf8.hpp>

#include "code_points.hpp"

namespace ingestd::chunk {

std::string heading_title(std::string_view text) {
    constexpr std::string_view ellipsis = "…";
    std::string title;
    bool space = false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code_point = utf8::next(text, at);
        if (ink_of(code_point) == Ink::space) {
            space = !title.empty();
            continue;
        }
        if (space) title += ' ';
        space = false;
        utf8::append(title, code_point);
        if (title.size() > heading_bytes_max) {
            title.resize(utf8::floor_boundary(title, heading_bytes_max - ellipsis.size()));
            title += ellipsis;
            break;
        }
    }
    return title;
}

void HeadingPath::enter(std::uint8_t level, std::string title) {
    while (!levels_.empty() && levels_.back() >= level) {
        levels_.pop_back();
        titles_.pop_back();
    }
    levels_.push_back(level);
    titles_.push_back(std::move(title));
}

}  // namespace ingestd::chunk

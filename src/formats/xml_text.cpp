#include "xml_text.hpp"

#include <algorithm>

#include <ingestd/base/units.hpp>
#include <ingestd/formats/limits.hpp>

namespace ingestd::formats {
namespace {

constexpr std::size_t line_max = 1_MiB;     // a longer one is given in parts
constexpr std::size_t title_depth_max = 3;  // deeper ones are titles of parts

bool is_blank(std::string_view text) {
    return trimmed(text).empty();
}

std::string_view local(std::string_view name) {
    return name.substr(name.rfind(':') + 1);
}

// Lines without the indentation that XML is set with, and no white space twice.
std::string without_indentation(std::string_view text) {
    std::string out;
    for (const char c : trimmed(text)) {
        const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!is_space) {
            out += c;
        } else if (c == '\n' && out.ends_with(' ')) {
            out.back() = '\n';
        } else if (!out.ends_with(' ') && !out.ends_with('\n')) {
            out += c == '\n' ? '\n' : ' ';
        }
    }
    return out;
}

}  // namespace

bool XmlText::start(std::string_view element, const XmlAttributes& attributes) {
    if (!has_children_.empty()) has_children_.back() = true;
    const auto parent_depth = has_children_.size();
    if (is_in_line()) {
        if (is_behind_end_) line_ += ' ';
    } else if (!line_.empty()) {
        // "<b>one</b> <i>two</i>" is read as it looks.
        is_behind_space_ ? join(parent_depth) : end_line();
    }
    has_children_.push_back(false);
    is_behind_end_ = false;
    const bool may_name = title_.empty() && title_depth_ == 0;
    if (may_name && local(element) == "title" && has_children_.size() <= title_depth_max) {
        title_depth_ = has_children_.size();
    }
    for (const std::string_view name : {"title", "alt", "label", "summary"}) {
        const auto value = attributes.find(name);
        if (!value || is_blank(*value)) continue;
        is_in_line() ? static_cast<void>(line_.append(" ").append(*value).append(" "))
                     : writer_.line(*value);
    }
    return true;
}

void XmlText::text(std::string_view text) {
    if (title_depth_ > 0 && title_.size() < fact_bytes_max) title_ += text;
    if (is_blank(text) && !is_in_line()) {
        if (!line_.empty() && text.find('\n') != text.npos) end_line();
        is_behind_space_ = true;
        return;
    }
    if (line_.empty()) {
        owner_depth_ = has_children_.size();
        is_owner_closed_ = false;
    } else if (is_owner_closed_) {
        join(has_children_.size());
    }
    line_ += text;
    is_behind_end_ = false;
    if (line_.size() > line_max) {
        writer_.line(without_indentation(line_));
        line_.clear();
    }
}

void XmlText::end(std::string_view) {
    const auto depth = has_children_.size();
    if (!line_.empty() && is_owner_closed_ && depth < owner_depth_) end_line();
    if (is_in_line() && depth == owner_depth_) {
        is_owner_closed_ = true;
        is_behind_space_ = false;
    }
    if (title_depth_ == depth) title_depth_ = 0;
    is_behind_end_ = true;
    const bool held_elements = has_children_.back();
    has_children_.pop_back();
    if (!held_elements) return;
    end_line();
    writer_.begin_paragraph();
}

// What comes next is part of the line, though the element that it began in has ended.
void XmlText::join(std::size_t owner_depth) {
    if (is_behind_space_) line_ += ' ';
    owner_depth_ = owner_depth;
    is_owner_closed_ = false;
    is_behind_space_ = false;
}

void XmlText::end_line() {
    writer_.line(without_indentation(line_));
    line_.clear();
    is_owner_closed_ = false;
    is_behind_space_ = false;
}

}  // namespace ingestd::formats

#include "indented_lines.hpp"

#include <algorithm>
#include <limits>

namespace ingestd::formats {
namespace {

constexpr std::size_t tab_columns = 8;

IndentedLine line_at(std::string_view text, std::size_t at, std::size_t& next) {
    const auto end = std::min(text.find('\n', at), text.size());
    next = std::min(end + 1, text.size());
    IndentedLine line;
    line.raw = text.substr(at, end - at);
    line.raw = line.raw.substr(0, line.raw.find_last_not_of(" \t\r") + 1);
    std::size_t taken = 0;
    for (; taken < line.raw.size(); ++taken) {
        if (line.raw[taken] == ' ') {
            ++line.indent;
        } else if (line.raw[taken] == '\t') {
            line.indent += tab_columns - line.indent % tab_columns;
        } else {
            break;
        }
    }
    line.text = line.raw.substr(taken);
    return line;
}

// Where lines of one text share `columns` of indentation.
void append_without_indent(std::string& out, const IndentedLine& line, std::size_t columns) {
    if (!line.is_blank()) out.append(line.indent - columns, ' ').append(line.text);
    out += '\n';
}

}  // namespace

void IndentedLines::load() {
    line_ = is_at_end() ? IndentedLine{} : line_at(text_, at_, next_);
}

void IndentedLines::step() {
    at_ = next_;
    load();
}

IndentedLine IndentedLines::ahead(int lines) const {
    auto next = next_;
    IndentedLine line;
    for (int i = 0; i < lines; ++i) {
        if (next >= text_.size()) return {};
        line = line_at(text_, next, next);
    }
    return line;
}

void IndentedLines::skip_blank() {
    while (!is_at_end() && line_.is_blank()) step();
}

std::string IndentedLines::take_inside(std::size_t indent) {
    auto scan = *this;
    auto shared = std::numeric_limits<std::size_t>::max();
    for (; scan.is_inside(indent); scan.step()) {
        if (!scan.line_.is_blank()) shared = std::min(shared, scan.line_.indent);
    }
    std::string taken;
    for (; is_inside(indent); step()) append_without_indent(taken, line_, shared);
    return taken;
}

void IndentedLines::skip_inside(std::size_t indent) {
    while (is_inside(indent)) step();
}

}  // namespace ingestd::formats

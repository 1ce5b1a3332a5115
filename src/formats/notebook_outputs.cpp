#include "notebook_outputs.hpp"

#include <algorithm>

#include <ingestd/base/utf8.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/notebook.hpp>

#include "block_writer.hpp"

namespace ingestd::formats {
namespace {

constexpr char escape = '\x1B';

// Steps over "ESC [ parameters letter", or over the escape alone.
std::size_t behind_terminal_command(std::string_view text, std::size_t at) {
    ++at;
    if (at == text.size() || text[at] != '[') return at;
    const auto end =
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.end(), [](char c) {
            return c >= '@' && c <= '~';
        });
    return std::min(static_cast<std::size_t>(end - text.begin()) + 1, text.size());
}

std::string without_terminal_commands(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == escape) {
            at = behind_terminal_command(text, at);
        } else {
            out += text[at++];
        }
    }
    return out;
}

// What a carriage return wrote over is gone.
std::string as_it_stood_at_last(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        while (line.ends_with('\r')) line.remove_suffix(1);
        out += line.substr(line.rfind('\r') + 1);
        if (end < text.size()) out += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string beginning(std::string text) {
    if (text.size() <= output_text_max) return text;
    const auto last_line_end = text.rfind('\n', output_text_max - 1);
    text.resize(
        last_line_end != text.npos ? last_line_end : utf8::floor_boundary(text, output_text_max)
    );
    return text + "\n…";
}

}  // namespace

std::string output_text(std::string_view printed) {
    // What lies far behind the bound is not looked at: outputs of many megabytes exist.
    const auto looked_at = utf8::prefix(printed, 32 * output_text_max);
    std::string text;
    charset::Decoder{"utf-8"}.decode(
        as_it_stood_at_last(without_terminal_commands(looked_at)), true, text
    );
    return beginning(std::move(text));
}

}  // namespace ingestd::formats

#include <algorithm>
#include <cctype>

#include <ingestd/charset/detect.hpp>

namespace ingestd::charset {
namespace {

// Browsers look for the declaration in the first 1024 bytes; pages that break the rule put scripts
// first.
constexpr std::size_t head_bytes_max = 8192;

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return out;
}

bool is_label_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == ':' ||
           c == '.';
}

// The label that follows `key`, `=` and perhaps a quote, from `from` on.
std::string label_after(std::string_view text, std::string_view key, std::size_t from) {
    for (auto at = text.find(key, from); at != text.npos; at = text.find(key, at + 1)) {
        auto rest = text.substr(at + key.size());
        const auto skip = [&rest](std::string_view what) {
            rest.remove_prefix(std::min(rest.find_first_not_of(what), rest.size()));
        };
        skip(" \t\r\n");
        if (!rest.starts_with('=')) continue;
        skip("= \t\r\n\"'");
        const auto end = std::find_if_not(rest.begin(), rest.end(), is_label_character);
        if (end != rest.begin()) return std::string{rest.begin(), end};
    }
    return {};
}

}  // namespace

std::string declared_in_markup(std::string_view head) {
    const auto text = lower(head.substr(0, head_bytes_max));
    if (text.starts_with("<?xml")) {
        const auto declaration = std::string_view{text}.substr(0, text.find('>'));
        auto label = label_after(declaration, "encoding", 0);
        if (!label.empty()) return label;
    }
    const auto meta = text.find("<meta");
    return meta == text.npos ? std::string{} : label_after(text, "charset", meta);
}

}  // namespace ingestd::charset

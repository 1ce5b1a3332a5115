#include "front_matter.hpp"

#include <algorithm>

#include "block_writer.hpp"

namespace ingestd::formats {
namespace {

std::string value_of(std::string_view line, std::string_view key) {
    if (!line.starts_with(key)) return {};
    auto value = trimmed(line.substr(key.size()));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
        value.back() == value.front()) {
        value = value.substr(1, value.size() - 2);
    }
    return std::string{value};
}

void take_value(std::string_view line, FrontMatter& matter) {
    const auto take = [&](std::string_view key, std::string& fact) {
        if (auto value = value_of(line, key); !value.empty()) fact = std::move(value);
    };
    take("title:", matter.title);
    take("author:", matter.author);
    for (const std::string_view key : {"date:", "created:"}) take(key, matter.created);
    for (const std::string_view key : {"modified:", "updated:", "lastmod:"}) {
        take(key, matter.modified);
    }
}

// A rule, prose and another rule are no front matter.
bool may_be_yaml(std::string_view line) {
    return line.empty() || line.front() == '-' || line.front() == '#' ||
           line.find(':') != line.npos ||
           std::string_view{"[]{}\"'"}.find(line.back()) != std::string_view::npos;
}

}  // namespace

FrontMatter read_front_matter(std::string_view text) {
    if (!text.starts_with("---\n") && !text.starts_with("---\r\n")) return {};
    FrontMatter matter;
    auto at = text.find('\n') + 1;
    while (at < text.size()) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = trimmed(text.substr(at, end - at));
        at = std::min(end + 1, text.size());
        if (line == "---" || line == "...") {
            matter.bytes = at;
            return matter;
        }
        if (!may_be_yaml(line)) return {};
        take_value(line, matter);
    }
    return {};
}

}  // namespace ingestd::formats

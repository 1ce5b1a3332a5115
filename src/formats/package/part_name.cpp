#include "part_name.hpp"

#include <charconv>
#include <vector>

namespace ingestd::formats {
namespace {

std::string without_escapes(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        const bool is_escape =
            text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(&text[i + 1], &text[i + 3], byte, 16).ptr == &text[i + 3];
        plain += is_escape ? static_cast<char>(byte) : text[i];
        if (is_escape) i += 2;
    }
    return plain;
}

void walk(std::string_view path, std::vector<std::string_view>& folders) {
    while (!path.empty()) {
        const auto end = path.find('/');
        const auto step = path.substr(0, end);
        if (step == ".." && !folders.empty()) folders.pop_back();
        if (!step.empty() && step != "." && step != "..") folders.push_back(step);
        if (end == path.npos) return;
        path.remove_prefix(end + 1);
    }
}

}  // namespace

std::string resolve_part(std::string_view part, std::string_view target) {
    const auto plain = without_escapes(target.substr(0, target.find('#')));
    std::vector<std::string_view> steps;
    const auto slash = part.rfind('/');
    if (!plain.starts_with('/') && slash != part.npos) walk(part.substr(0, slash), steps);
    walk(plain, steps);
    std::string name;
    for (const auto step : steps) {
        if (!name.empty()) name += '/';
        name += step;
    }
    return name;
}

}  // namespace ingestd::formats

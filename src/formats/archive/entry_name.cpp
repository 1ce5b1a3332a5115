#include "entry_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <ingestd/base/units.hpp>
#include <ingestd/base/utf8.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/charset/detect.hpp>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t seen_bytes_max = 4_KiB;

bool is_drive(std::string_view component) {
    return component.size() >= 2 && component[1] == ':' &&
           std::isalpha(static_cast<unsigned char>(component.front())) != 0;
}

// Those that no name should hold: what is not seen, and what turns the direction of text.
bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

std::string without_controls(std::string_view name, bool& is_unsafe) {
    std::string clean;
    for (std::size_t at = 0; at < name.size();) {
        const auto c = utf8::next(name, at);
        if (is_control(c)) {
            is_unsafe = true;
        } else {
            utf8::append(clean, c);
        }
    }
    return clean;
}

}  // namespace

EntryName harmless_name(std::string_view name) {
    EntryName harmless;
    const auto repaired = utf8::repair(name);
    auto clean = without_controls(repaired, harmless.is_unsafe);
    std::replace(clean.begin(), clean.end(), '\\', '/');
    std::string_view rest{clean};
    if (is_drive(rest)) {
        harmless.is_unsafe = true;
        rest.remove_prefix(2);
    }
    if (rest.starts_with('/')) harmless.is_unsafe = true;
    while (!rest.empty()) {
        const auto component = rest.substr(0, rest.find('/'));
        rest.remove_prefix(std::min(component.size() + 1, rest.size()));
        if (component == "..") harmless.is_unsafe = true;
        if (component.empty() || component == "." || component == "..") continue;
        if (!harmless.name.empty()) harmless.name += '/';
        harmless.name += component;
    }
    if (harmless.name.empty()) harmless.name = "unnamed";
    return harmless;
}

bool is_dropping(std::string_view name) {
    constexpr std::array names{".DS_Store"sv, "Thumbs.db"sv, "desktop.ini"sv};
    const auto last = name.substr(name.rfind('/') + 1);
    return name.starts_with("__MACOSX/") || name.find("/__MACOSX/") != name.npos ||
           last.starts_with("._") || std::find(names.begin(), names.end(), last) != names.end();
}

NameEncoding::NameEncoding(std::string_view names, bool is_dos) {
    if (names.empty()) return;
    encoding_ =
        is_dos ? charset::detect_dos_encoding(names) : charset::detect_encoding(names).encoding;
}

std::string NameEncoding::decode(std::string_view name) {
    if (utf8::is_valid(name)) return std::string{name};
    auto encoding = encoding_;
    if (encoding.empty()) {
        if (seen_.size() + name.size() < seen_bytes_max) seen_.append(name).append("\n");
        encoding = charset::detect_encoding(seen_).encoding;
    }
    std::string decoded;
    charset::Decoder{encoding}.decode(name, true, decoded);
    return decoded;
}

}  // namespace ingestd::formats

#include "text_string.hpp"

#include <string_view>

#include <PDFDocEncoding.h>
#include <goo/GooString.h>
#include <ingestd/base/utf8.hpp>
#include <unicode/unistr.h>

namespace ingestd::formats {
namespace {

char16_t unit(std::string_view bytes, std::size_t at, bool is_little) {
    const auto first = static_cast<unsigned char>(bytes[at + (is_little ? 1 : 0)]);
    const auto second = static_cast<unsigned char>(bytes[at + (is_little ? 0 : 1)]);
    return static_cast<char16_t>(first << 8 | second);
}

}  // namespace

std::string text_string(const GooString* text) {
    if (text == nullptr) return {};
    const std::string_view bytes{text->c_str(), static_cast<std::size_t>(text->getLength())};
    if (bytes.starts_with("\xEF\xBB\xBF")) return utf8::repair(bytes.substr(3));
    icu::UnicodeString units;
    if (bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE")) {
        const bool is_little = bytes.starts_with("\xFF\xFE");
        for (std::size_t i = 2; i + 1 < bytes.size(); i += 2)
            units.append(unit(bytes, i, is_little));
    } else {
        for (const char c : bytes) {
            units.append(static_cast<UChar32>(pdfDocEncoding[static_cast<unsigned char>(c)]));
        }
    }
    std::string read;
    units.toUTF8String(read);  // lone halves become U+FFFD
    return read;
}

}  // namespace ingestd::formats

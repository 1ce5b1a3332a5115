#include "rtf_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <ingestd/base/utf8.hpp>

namespace ingestd::formats {
namespace {

constexpr char32_t replacement = 0xFFFD;

// RTF 1.9.1, "Character Set" of a font.
constexpr std::array<std::pair<int, int>, 19> code_page_by_charset{{
    {0, 1252},   {2, 1252},   {77, 10'000}, {128, 932},  {129, 949},  {134, 936},  {136, 950},
    {161, 1253}, {162, 1254}, {163, 1258},  {177, 1255}, {178, 1256}, {186, 1257}, {204, 1251},
    {222, 874},  {238, 1250}, {254, 437},   {255, 850},  {130, 949},
}};

bool is_plain(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](char c) {
        return (c >= ' ' && c < 0x7F) || c == '\t';
    });
}

bool is_high_half(char16_t unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low_half(char16_t unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

}  // namespace

std::string encoding_of_code_page(int code_page) {
    if (code_page == 65'001) return "utf-8";
    if (code_page == 932) return "shift_jis";
    if (code_page == 10'000) return "macintosh";
    const bool is_windows = (code_page >= 1250 && code_page <= 1258) || code_page == 874 ||
                            code_page == 936 || code_page == 949 || code_page == 950;
    if (is_windows) return "windows-" + std::to_string(code_page);
    if (code_page >= 437 && code_page < 1000) return "ibm-" + std::to_string(code_page);
    return "windows-1252";
}

std::string encoding_of_font_charset(int charset) {
    for (const auto& [known, code_page] : code_page_by_charset) {
        if (known == charset) return encoding_of_code_page(code_page);
    }
    return {};
}

charset::Decoder& RtfText::decoder(const std::string& encoding) {
    const auto found = decoders_.find(encoding);
    if (found != decoders_.end()) return found->second;
    return decoders_.emplace(encoding, charset::Decoder{encoding}).first->second;
}

// What waits is decoded, and half a pair that nothing completed is replaced.
void RtfText::settle() {
    if (!pending_.empty()) decoder(pending_encoding_).decode(pending_, true, text_);
    pending_.clear();
    if (std::exchange(high_half_, u'\0') != 0) {
        ++lone_halves_;
        utf8::append(text_, replacement);
    }
}

void RtfText::put_bytes(std::string_view bytes, const std::string& encoding) {
    if (high_half_ != 0 || pending_encoding_ != encoding) settle();
    if (pending_.empty() && is_plain(bytes)) {
        text_ += bytes;
        return;
    }
    pending_encoding_ = encoding;
    pending_ += bytes;
}

void RtfText::put_utf16(char16_t unit) {
    if (is_low_half(unit) && high_half_ != 0) {
        const char32_t high = std::exchange(high_half_, u'\0');
        utf8::append(text_, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
        return;
    }
    settle();
    if (is_high_half(unit)) {
        high_half_ = unit;
    } else if (is_low_half(unit)) {
        ++lone_halves_;
        utf8::append(text_, replacement);
    } else if (unit >= ' ' && (unit < 0x7F || unit >= 0xA0)) {
        utf8::append(text_, unit);
    }
}

void RtfText::put(char32_t code_point) {
    settle();
    utf8::append(text_, code_point);
}

std::string RtfText::take() {
    settle();
    return std::exchange(text_, {});
}

std::uint64_t RtfText::replaced() const {
    std::uint64_t count = lone_halves_;
    for (const auto& [encoding, decoder] : decoders_) count += decoder.replaced();
    return count;
}

std::uint64_t RtfText::left_out() const {
    std::uint64_t count = 0;
    for (const auto& [encoding, decoder] : decoders_) count += decoder.left_out();
    return count;
}

}  // namespace ingestd::formats

// Text of an RTF document: bytes in the code page of their font, and UTF-16 units. Private to the
// room.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <ingestd/charset/decoder.hpp>

namespace ingestd::formats {

// Names that charset::Decoder takes; windows-1252 where nothing better is known.
std::string encoding_of_code_page(int code_page);

// Of \fcharset. Empty: the document's own code page.
std::string encoding_of_font_charset(int charset);

// Gathers UTF-8. A character of two bytes may come in two calls.
class RtfText {
public:
    void put_bytes(std::string_view bytes, const std::string& encoding);
    void put_utf16(char16_t unit);  // halves of a pair come one after the other
    void put(char32_t code_point);
    std::string take();
    std::size_t size() const { return text_.size() + pending_.size(); }

    std::uint64_t replaced() const;
    std::uint64_t left_out() const;

private:
    void settle();
    charset::Decoder& decoder(const std::string& encoding);

    std::string text_;
    std::string pending_;  // bytes not decoded yet, all in `pending_encoding_`
    std::string pending_encoding_;
    char16_t high_half_ = 0;
    std::uint64_t lone_halves_ = 0;
    std::map<std::string, charset::Decoder, std::less<>> decoders_;
};

}  // namespace ingestd::formats

// Bytes of any encoding in, well-formed UTF-8 without control characters out, as they stream by.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace ingestd::charset {

// Decodes from one encoding. What cannot be decoded becomes U+FFFD. Of the control characters tab,
// LF and CR stay, form feed becomes an empty line (a page ends there), vertical tab and NEL become
// LF; the others, NUL among them, are left out.
//   memory  constant
class Decoder {
public:
    // An encoding that ICU does not know is read as windows-1252.
    explicit Decoder(std::string_view encoding);
    ~Decoder();
    Decoder(Decoder&&) noexcept;
    Decoder& operator=(Decoder&&) noexcept;

    // Appends to `out` what `bytes` continue; a character cut at their end waits for the next call.
    void decode(std::string_view bytes, bool is_last, std::string& out);

    std::uint64_t replaced() const;  // U+FFFD put in for what could not be decoded
    std::uint64_t left_out() const;  // control characters

private:
    class Source;
    std::unique_ptr<Source> source_;
    std::string decoded_;
    std::uint64_t left_out_ = 0;
};

// A Decoder that finds the encoding by itself: ASCII passes through until something else comes, and
// the encoding is decided on the 64 KiB in which that happens.
//   memory  constant
class DetectingDecoder {
public:
    explicit DetectingDecoder(std::string declared = {}) : declared_{std::move(declared)} {}

    void decode(std::string_view bytes, bool is_last, std::string& out);

    // Decided so far; "utf-8" while everything was ASCII.
    const std::string& encoding() const { return encoding_; }
    std::uint64_t replaced() const { return decoder_.replaced(); }
    std::uint64_t left_out() const { return decoder_.left_out(); }

private:
    void settle(bool is_last, std::string& out);

    std::string declared_;
    std::string encoding_ = "utf-8";
    Decoder decoder_{"utf-8"};
    std::string undecided_;
    bool is_settled_ = false;
    bool is_at_start_ = true;
};

// The whole of it, when it is in memory anyway.
struct Decoded {
    std::string text;
    std::string encoding;
    std::uint64_t replaced = 0;
    std::uint64_t left_out = 0;
};
Decoded decode_all(std::string_view bytes, std::string_view declared = {});

}  // namespace ingestd::charset

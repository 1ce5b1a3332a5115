#include <algorithm>
#include <array>
#include <cstddef>

#include <ingestd/base/utf8.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/charset/detect.hpp>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

namespace ingestd::charset {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// Appends `text` (well formed) without the control characters that are no text.
std::uint64_t append_without_controls(std::string_view text, std::string& out) {
    std::uint64_t left_out = 0;
    std::size_t plain_from = 0;
    const auto put = [&](std::size_t upto, std::size_t skip, std::string_view instead) {
        out.append(text.substr(plain_from, upto - plain_from));
        out.append(instead);
        plain_from = upto + skip;
        if (instead.empty()) ++left_out;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        at += utf8::printable_prefix(text.substr(at));
        if (at == text.size()) break;
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= 0x20 && byte != 0x7F && byte != 0xC2) continue;
        if (byte == '\t' || byte == '\n' || byte == '\r') continue;
        if (byte == '\f') {
            put(at, 1, "\n\n");
        } else if (byte == '\v') {
            put(at, 1, "\n");
        } else if (byte != 0xC2) {
            put(at, 1, "");
        } else if (static_cast<unsigned char>(text[at + 1]) < 0xA0) {  // U+0080 to U+009F
            put(at, 2, static_cast<unsigned char>(text[at + 1]) == 0x85 ? "\n" : "");
            ++at;
        }
    }
    out.append(text.substr(plain_from));
    return left_out;
}

// How many bytes at the end begin a UTF-8 sequence that more bytes could complete.
std::size_t incomplete_tail(std::string_view bytes) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, bytes.size()); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if (byte < 0x80) return 0;
        if (byte < 0xC0) continue;
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
        return length > back ? back : 0;
    }
    return 0;
}

std::uint64_t count_of(std::string_view needle, std::string_view text) {
    std::uint64_t count = 0;
    for (auto at = text.find(needle); at != text.npos; at = text.find(needle, at + needle.size())) {
        ++count;
    }
    return count;
}

// ICU's own substitution writes U+001A for some single bytes.
void count_and_substitute(
    const void* context,
    UConverterToUnicodeArgs* args,
    const char* /*units*/,
    std::int32_t /*length*/,
    UConverterCallbackReason reason,
    UErrorCode* error
) {
    if (reason > UCNV_IRREGULAR) return;
    auto* replaced = static_cast<std::uint64_t*>(const_cast<void*>(context));
    ++*replaced;
    constexpr UChar substitute = 0xFFFD;
    *error = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(args, &substitute, 1, 0, error);
}

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const std::string& name) {
    UErrorCode error = U_ZERO_ERROR;
    Converter converter{ucnv_open(name.c_str(), &error)};
    if (U_FAILURE(error)) return nullptr;
    return converter;
}

}  // namespace

// Turns bytes into well-formed UTF-8: UTF-8 by itself, since it is nearly always that, others by
// ICU.
class Decoder::Source {
public:
    explicit Source(std::string_view encoding) {
        if (encoding == "utf-8") return;
        from_ = open_converter(std::string{encoding});
        if (!from_) from_ = open_converter("windows-1252");
        to_ = open_converter("UTF-8");
        UErrorCode error = U_ZERO_ERROR;
        ucnv_setToUCallBack(
            from_.get(), count_and_substitute, &replaced_, nullptr, nullptr, &error
        );
    }

    void decode(std::string_view bytes, bool is_last, std::string& out) {
        if (from_) {
            convert(bytes, is_last, out);
        } else {
            take_utf8(bytes, is_last, out);
        }
    }

    std::uint64_t replaced() const { return replaced_; }

private:
    void take_utf8(std::string_view bytes, bool is_last, std::string& out) {
        std::string joined;
        if (!tail_.empty()) {
            joined = tail_ + std::string{bytes};
            bytes = joined;
        }
        const auto kept = is_last ? 0 : incomplete_tail(bytes);
        const auto whole = bytes.substr(0, bytes.size() - kept);
        if (utf8::is_valid(whole)) {
            out.append(whole);
        } else {
            const auto repaired = utf8::repair(whole);
            replaced_ += count_of(replacement, repaired) - count_of(replacement, whole);
            out.append(repaired);
        }
        tail_ = bytes.substr(bytes.size() - kept);
    }

    void convert(std::string_view bytes, bool is_last, std::string& out) {
        if (bytes.data() == nullptr) bytes = "";  // ICU takes no null, and would not end its text
        const char* source = bytes.data();
        const char* const source_end = source + bytes.size();
        std::array<char, 8192> buffer{};
        for (;;) {
            char* target = buffer.data();
            UErrorCode error = U_ZERO_ERROR;
            ucnv_convertEx(
                to_.get(),
                from_.get(),
                &target,
                buffer.data() + buffer.size(),
                &source,
                source_end,
                pivot_.data(),
                &pivot_source_,
                &pivot_target_,
                pivot_.data() + pivot_.size(),
                false,
                is_last,
                &error
            );
            out.append(buffer.data(), static_cast<std::size_t>(target - buffer.data()));
            if (error != U_BUFFER_OVERFLOW_ERROR) break;
        }
    }

    Converter from_;
    Converter to_;
    std::array<UChar, 4096> pivot_{};
    UChar* pivot_source_ = pivot_.data();
    UChar* pivot_target_ = pivot_.data();
    std::string tail_;
    std::uint64_t replaced_ = 0;
};

Decoder::Decoder(std::string_view encoding) : source_{std::make_unique<Source>(encoding)} {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

void Decoder::decode(std::string_view bytes, bool is_last, std::string& out) {
    decoded_.clear();
    source_->decode(bytes, is_last, decoded_);
    left_out_ += append_without_controls(decoded_, out);
}

std::uint64_t Decoder::replaced() const {
    return source_->replaced();
}
std::uint64_t Decoder::left_out() const {
    return left_out_;
}

namespace {

// Whether these bytes read the same in every encoding that has ASCII in it.
bool is_plain_ascii(std::string_view bytes) {
    constexpr char escape = '\x1B';  // begins the shifts of ISO 2022
    return std::all_of(bytes.begin(), bytes.end(), [](char byte) {
        return static_cast<signed char>(byte) > 0 && byte != escape;
    });
}

}  // namespace

void DetectingDecoder::decode(std::string_view bytes, bool is_last, std::string& out) {
    while (!is_settled_) {
        const auto taken = std::min(bytes.size(), sample_bytes_max - undecided_.size());
        undecided_.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        const bool is_end = is_last && bytes.empty();
        if (undecided_.size() < sample_bytes_max && !is_end) return;
        settle(is_end, out);
        if (is_end) return;
    }
    decoder_.decode(bytes, is_last, out);
}

void DetectingDecoder::settle(bool is_last, std::string& out) {
    std::string_view sample = undecided_;
    if (!is_plain_ascii(sample)) {
        auto found = detect_encoding(sample, declared_);
        // Past the start there is no byte order mark, and zeros are only zeros.
        const bool is_wide =
            found.encoding.starts_with("utf-16") || found.encoding.starts_with("utf-32");
        if (!is_at_start_ && (is_wide || found.bom_bytes != 0)) found = {};
        encoding_ = found.encoding;
        if (encoding_ != "utf-8") decoder_ = Decoder{encoding_};
        sample.remove_prefix(found.bom_bytes);
        is_settled_ = true;
    }
    decoder_.decode(sample, is_last, out);
    undecided_.clear();
    is_at_start_ = false;
}

Decoded decode_all(std::string_view bytes, std::string_view declared) {
    const auto found = detect_encoding(bytes.substr(0, sample_bytes_max), declared);
    Decoder decoder{found.encoding};
    Decoded decoded{.text = {}, .encoding = found.encoding};
    decoded.text.reserve(bytes.size());
    decoder.decode(bytes.substr(found.bom_bytes), true, decoded.text);
    decoded.replaced = decoder.replaced();
    decoded.left_out = decoder.left_out();
    return decoded;
}

}  // namespace ingestd::charset

#include <algorithm>

#include <ingestd/http/chunked_decoder.hpp>
#include <ingestd/http/errc.hpp>

namespace ingestd::http {
namespace {

constexpr std::size_t size_digits_max = 15;  // of 4 bits each: cannot overflow

Error bad_framing(std::string_view what) {
    return {
        make_error_code(Errc::bad_framing),
        "The chunked body is malformed: " + std::string{what} + "."};
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

Result<ChunkedDecoder::Step> ChunkedDecoder::read(std::span<const std::byte> given) {
    Step step;
    while (step.taken < given.size() && place_ != Place::done) {
        if (place_ == Place::bytes) {
            const auto available = given.size() - step.taken;
            const auto length =
                static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, available));
            step.bytes = given.subspan(step.taken, length);
            step.taken += length;
            remaining_ -= length;
            if (remaining_ == 0) place_ = Place::bytes_cr;
            return step;
        }
        auto read = read_framing(static_cast<char>(given[step.taken++]));
        if (!read) return read.error();
    }
    return step;
}

Result<void> ChunkedDecoder::read_framing(char c) {
    const bool in_trailer = place_ >= Place::trailer_start;
    if (in_trailer && ++trailer_bytes_ > trailer_bytes_max) {
        return bad_framing("its trailers are over " + std::to_string(trailer_bytes_max) + " bytes");
    }
    if (!in_trailer && ++line_bytes_ > chunk_line_bytes_max) {
        return bad_framing(
            "a chunk's size line is over " + std::to_string(chunk_line_bytes_max) + " bytes"
        );
    }
    switch (place_) {
        case Place::size:
            return read_size_digit(c);
        case Place::extension:
            if (c == '\r') place_ = Place::size_lf;
            if (c == '\n') return bad_framing("a line ends without CR");
            return {};
        case Place::size_lf:
            if (c != '\n') return bad_framing("a CR stands alone");
            end_size_line();
            return {};
        case Place::bytes_cr:
            if (c != '\r') return bad_framing("a chunk is longer than its size");
            place_ = Place::bytes_lf;
            return {};
        case Place::bytes_lf:
            if (c != '\n') return bad_framing("a chunk is longer than its size");
            place_ = Place::size;
            digits_ = line_bytes_ = 0;
            return {};
        case Place::trailer_start:
            if (c == '\n') return bad_framing("a line ends without CR");
            place_ = c == '\r' ? Place::end_lf : Place::trailer;
            return {};
        case Place::trailer:
            if (c == '\r') place_ = Place::trailer_lf;
            if (c == '\n') return bad_framing("a line ends without CR");
            return {};
        case Place::trailer_lf:
            if (c != '\n') return bad_framing("a CR stands alone");
            place_ = Place::trailer_start;
            return {};
        case Place::end_lf:
            if (c != '\n') return bad_framing("a CR stands alone");
            place_ = Place::done;
            return {};
        case Place::bytes:
        case Place::done:
            break;
    }
    return {};
}

Result<void> ChunkedDecoder::read_size_digit(char c) {
    if (const int digit = hex_digit(c); digit >= 0) {
        if (++digits_ > size_digits_max) return bad_framing("a chunk's size is out of range");
        remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
        return {};
    }
    if (digits_ == 0) return bad_framing("a chunk's size is not a hexadecimal number");
    if (c == '\r') {
        place_ = Place::size_lf;
    } else if (c == ';' || c == ' ' || c == '\t') {
        place_ = Place::extension;
    } else {
        return bad_framing("a chunk's size is not a hexadecimal number");
    }
    return {};
}

void ChunkedDecoder::end_size_line() {
    place_ = remaining_ == 0 ? Place::trailer_start : Place::bytes;
}

}  // namespace ingestd::http

// Takes the framing off a chunked body (RFC 9112 section 7.1), whatever way its bytes are cut.
//
//   (size-in-hex [;extensions] CRLF  bytes  CRLF)*  0 [;extensions] CRLF  (trailer CRLF)*  CRLF
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <ingestd/base/result.hpp>
#include <ingestd/base/units.hpp>

namespace ingestd::http {

// Sizes, extensions and trailers are read and dropped; nobody may make us read them for ever.
inline constexpr std::size_t chunk_line_bytes_max = 4_KiB;
inline constexpr std::size_t trailer_bytes_max = 8_KiB;

// Pure.
class ChunkedDecoder {
public:
    //   taken  how much of what was given is used up
    //   bytes  of the body, a part of what was given; may be empty
    struct Step {
        std::size_t taken = 0;
        std::span<const std::byte> bytes;
    };

    // Reads up to the end of the next run of body bytes, or all that was given.
    //   errors  Errc::bad_framing; final
    Result<Step> read(std::span<const std::byte> given);

    // The last chunk and its trailers are read; what follows belongs to the next request.
    bool is_done() const { return place_ == Place::done; }

private:
    enum class Place {
        size,
        extension,
        size_lf,
        bytes,
        bytes_cr,
        bytes_lf,
        trailer_start,
        trailer,
        trailer_lf,
        end_lf,
        done
    };

    Result<void> read_framing(char c);
    Result<void> read_size_digit(char c);
    void end_size_line();

    Place place_ = Place::size;
    std::uint64_t remaining_ = 0;  // of the chunk
    std::size_t digits_ = 0;
    std::size_t line_bytes_ = 0;
    std::size_t trailer_bytes_ = 0;
};

}  // namespace ingestd::http

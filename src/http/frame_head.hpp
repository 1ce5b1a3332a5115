// The head of a WebSocket frame as a server sends it (RFC 6455 section 5.2).
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace ingestd::http {

// Of a whole text message in one frame: FIN, opcode 1, not masked, the length in 1, 3 or 9 bytes.
class TextFrameHead {
public:
    //   length  of the payload, in bytes
    explicit TextFrameHead(std::size_t length);

    std::span<const std::byte> bytes() const { return std::span{bytes_}.first(size_); }

private:
    std::array<std::byte, 10> bytes_{};
    std::size_t size_ = 0;
};

}  // namespace ingestd::http

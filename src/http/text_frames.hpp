// WebSocket messages as a server sends them (RFC 6455 section 5.2).
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include <boost/asio/buffer.hpp>

#include <ingestd/progress/delivery_slot.hpp>

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

// Some events, each a message of one frame, for one gathered write.
//   valid until  the deliveries or this die
class TextFrames {
public:
    explicit TextFrames(std::span<const progress::Delivery> deliveries);
    TextFrames(const TextFrames&) = delete;
    TextFrames& operator=(const TextFrames&) = delete;

    // Head and payload in turn.
    const std::vector<boost::asio::const_buffer>& buffers() const { return buffers_; }

private:
    std::vector<TextFrameHead> heads_;
    std::vector<boost::asio::const_buffer> buffers_;
};

}  // namespace ingestd::http

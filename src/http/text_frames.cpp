#include "text_frames.hpp"

namespace ingestd::http {
namespace {

constexpr std::byte final_text{0x81};
constexpr std::size_t in_one_byte_max = 125;
constexpr std::byte two_bytes_follow{126};
constexpr std::byte eight_bytes_follow{127};

}  // namespace

TextFrameHead::TextFrameHead(std::size_t length) {
    bytes_[size_++] = final_text;
    std::size_t further = 0;
    if (length <= in_one_byte_max) {
        bytes_[size_++] = static_cast<std::byte>(length);
    } else if (length <= 0xFFFF) {
        bytes_[size_++] = two_bytes_follow;
        further = 2;
    } else {
        bytes_[size_++] = eight_bytes_follow;
        further = 8;
    }
    while (further > 0) bytes_[size_++] = static_cast<std::byte>(length >> 8 * --further & 0xFF);
}

TextFrames::TextFrames(std::span<const progress::Delivery> deliveries) {
    heads_.reserve(deliveries.size());  // the buffers point into it
    buffers_.reserve(2 * deliveries.size());
    for (const auto& delivery : deliveries) {
        const auto head = heads_.emplace_back(delivery.frame->size()).bytes();
        buffers_.emplace_back(head.data(), head.size());
        buffers_.push_back(boost::asio::buffer(*delivery.frame));
    }
}

}  // namespace ingestd::http

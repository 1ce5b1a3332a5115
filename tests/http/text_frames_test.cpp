#include "../../src/http/text_frames.hpp"

#include <memory>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace ingestd::http;

namespace {

std::vector<unsigned> octets(std::size_t length) {
    const TextFrameHead head{length};
    std::vector<unsigned> octets;
    for (const auto byte : head.bytes()) octets.push_back(std::to_integer<unsigned>(byte));
    return octets;
}
using Octets = std::vector<unsigned>;

}  // namespace

TEST_CASE("a text frame's head is as short as its length allows", "[http][text_frames]") {
    CHECK(octets(0) == Octets{0x81, 0});
    CHECK(octets(125) == Octets{0x81, 125});
    CHECK(octets(126) == Octets{0x81, 126, 0, 126});
    CHECK(octets(0xFFFF) == Octets{0x81, 126, 0xFF, 0xFF});
    CHECK(octets(0x1'0000) == Octets{0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0});
}

TEST_CASE("events go out each behind a head of its own", "[http][text_frames]") {
    const std::vector<ingestd::progress::Delivery> deliveries{
        {.frame = std::make_shared<const std::string>("one")},
        {.frame = std::make_shared<const std::string>(std::string(300, 'x'))}};
    const TextFrames frames{deliveries};

    std::string wire;
    for (const auto& part : frames.buffers()) {
        wire.append(static_cast<const char*>(part.data()), part.size());
    }
    CHECK(wire == "\x81\x03one\x81\x7E\x01\x2C" + std::string(300, 'x'));
}

// Whatever a helper says, it is a step or nonsense; and a step says the same again.
#include <ingestd/base/utf8.hpp>
#include <ingestd/extract/helper_protocol.hpp>

#include "fuzz_target.hpp"

using namespace ingestd;
using namespace ingestd::extract;

namespace {

std::string said_again(const ExtractStep& step) {
    if (const auto* extracted = std::get_if<Extracted>(&step)) return encode(*extracted);
    if (const auto* ended = std::get_if<Ended>(&step)) return encode(*ended);
    if (const auto* child = std::get_if<ChildBegins>(&step)) return encode(*child);
    if (const auto* bytes = std::get_if<ChildBytes>(&step)) return encode_child_bytes(bytes->bytes);
    if (const auto* ends = std::get_if<ChildEnds>(&step)) return encode(*ends);
    if (const auto* words = std::get_if<PageWords>(&step)) return encode(*words);
    return encode(std::get<DocumentFailure>(step));
}

void check(const Frame& frame) {
    decode_order(frame);
    const auto step = decode_step(frame);
    if (!step) return;
    FrameBuffer buffer;
    const auto bytes = said_again(*step);
    buffer.push(bytes);
    const auto again = buffer.next();
    fuzz::require(again && again->kind == frame.kind, "a step is a frame of its kind");
    fuzz::require(again->payload == frame.payload, "a step says the same again");
    if (const auto* extracted = std::get_if<Extracted>(&*step)) {
        for (const auto& block : extracted->blocks) {
            fuzz::require(!block.text.empty(), "a block has text");
            fuzz::require(block.text.size() <= block_text_max, "a block is bounded");
            fuzz::require(utf8::is_valid(block.text), "a block is UTF-8");
        }
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Pieces pieces{fuzz::text_of(data, size)};
    FrameBuffer buffer;
    for (auto piece = pieces.next(); !piece.empty(); piece = pieces.next()) {
        buffer.push(piece);
        while (const auto frame = buffer.next()) check(*frame);
        if (buffer.is_broken()) break;
    }
    return 0;
}

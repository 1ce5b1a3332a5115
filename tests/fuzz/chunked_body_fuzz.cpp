// However the bytes of a chunked body are cut, its content is the same.
#include <optional>
#include <string>

#include <ingestd/http/chunked_decoder.hpp>

#include "fuzz_target.hpp"

using namespace ingestd;

namespace {

struct Decoding {
    http::ChunkedDecoder decoder;
    std::string content;
    bool has_failed = false;
    std::size_t taken = 0;

    void read(std::string_view bytes) {
        while (!bytes.empty() && !has_failed && !decoder.is_done()) {
            const auto step = decoder.read(std::as_bytes(std::span{bytes}));
            has_failed = !step;
            if (has_failed) return;
            fuzz::require(step->taken <= bytes.size(), "no more is taken than was given");
            fuzz::require(step->taken > 0, "something is taken");
            content.append(reinterpret_cast<const char*>(step->bytes.data()), step->bytes.size());
            taken += step->taken;
            bytes.remove_prefix(step->taken);
        }
    }
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Pieces pieces{fuzz::text_of(data, size)};
    Decoding whole;
    whole.read(pieces.whole());
    Decoding cut;
    for (auto piece = pieces.next(); !piece.empty(); piece = pieces.next()) cut.read(piece);
    fuzz::require(whole.has_failed == cut.has_failed, "both fail or none");
    fuzz::require(whole.content == cut.content, "the content is the same");
    fuzz::require(whole.decoder.is_done() == cut.decoder.is_done(), "both end or none");
    fuzz::require(whole.has_failed || whole.taken == cut.taken, "both end at the same byte");
    return 0;
}

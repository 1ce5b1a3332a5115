// However bytes of an unknown encoding are cut, their text is the same, and UTF-8.
#include <ingestd/base/utf8.hpp>
#include <ingestd/charset/decoder.hpp>

#include "fuzz_target.hpp"

using namespace ingestd;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Pieces pieces{fuzz::text_of(data, size)};
    const auto whole = charset::decode_all(pieces.whole());
    fuzz::require(utf8::is_valid(whole.text), "text is UTF-8");

    charset::Decoder at_once{whole.encoding};
    std::string expected;
    at_once.decode(pieces.whole(), true, expected);
    charset::Decoder cut{whole.encoding};
    std::string text;
    for (auto piece = pieces.next(); !piece.empty(); piece = pieces.next()) {
        cut.decode(piece, false, text);
    }
    cut.decode({}, true, text);
    fuzz::require(text == expected, "the text is the same");
    return 0;
}

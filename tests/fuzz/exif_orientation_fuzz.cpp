#include "../../src/formats/ocr/exif_orientation.hpp"
#include "fuzz_target.hpp"

using namespace ingestd;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const int orientation = formats::exif_orientation(fuzz::text_of(data, size));
    fuzz::require(orientation >= 1 && orientation <= 8, "an orientation is one of eight");
    return 0;
}

#include <ingestd/formats/msg.hpp>

#include "../../src/formats/mail/compressed_rtf.hpp"
#include "checking_sink.hpp"

using namespace ingestd;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = fuzz::text_of(data, size);
    if (const auto rtf = formats::decompress_rtf(bytes)) {
        fuzz::require(rtf->size() <= 9 * bytes.size(), "two bytes give seventeen at most");
    }
    fuzz::CheckingSink sink;
    fuzz::check(formats::read_msg(bytes, sink));
    return 0;
}

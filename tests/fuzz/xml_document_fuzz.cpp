#include <ingestd/formats/xml.hpp>

#include "checking_sink.hpp"

using namespace ingestd;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    fuzz::CheckingSink sink;
    fuzz::check(formats::read_xml_document(text, "", sink));
    return 0;
}

// Whatever bytes and names are, they are a type or named as one that is not read.
#include <ingestd/extract/document_type.hpp>

#include "fuzz_target.hpp"

using namespace ingestd;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The name, a line end, then the content.
    const auto text = fuzz::text_of(data, size);
    const auto line = text.substr(0, text.find('\n'));
    const auto content = text.substr(std::min(text.size(), line.size() + 1));
    const auto verdict =
        extract::detect_type({.head = content, .filename = line, .content_type = line});
    if (const auto* unsupported = std::get_if<extract::UnsupportedType>(&verdict)) {
        fuzz::require(!unsupported->name.empty(), "what is not read has a name");
    }
    return 0;
}

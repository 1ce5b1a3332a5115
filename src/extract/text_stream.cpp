#include "text_stream.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <utility>

#include <ingestd/base/units.hpp>
#include <unistd.h>

namespace ingestd::extract {

TextStream::TextStream(ExtractRequest request) : request_{std::move(request)} {}

ExtractStep TextStream::next() {
    for (;;) {
        if (auto block = cutter_.next(is_read_)) {
            Extracted extracted;
            extracted.part_read = part_read();
            extracted.blocks.push_back(std::move(*block));
            return extracted;
        }
        if (is_read_) return finish();
        if (!read_more())
            return DocumentFailure{"internal", "The stored document could not be read."};
    }
}

bool TextStream::read_more() {
    std::array<char, 32_KiB> buffer;  // decoded, it is at most three times as long
    const auto wanted = std::min<std::uint64_t>(buffer.size(), request_.bytes - offset_);
    ssize_t got = 0;
    do {
        got = ::pread(request_.content.get(), buffer.data(), wanted, static_cast<off_t>(offset_));
    } while (got < 0 && errno == EINTR);
    if (got < 0) return false;
    offset_ += static_cast<std::uint64_t>(got);
    is_read_ = got == 0 || offset_ >= request_.bytes;
    decoder_.decode({buffer.data(), static_cast<std::size_t>(got)}, is_read_, cutter_.pending());
    return true;
}

ExtractStep TextStream::finish() const {
    if (!cutter_.wrote_text())
        return DocumentFailure{"no_text", "The document holds nothing but white space."};
    DocumentFacts facts;
    facts.format = "text";
    facts.encoding = decoder_.encoding();
    if (const auto count = decoder_.replaced(); count > 0) {
        facts.warnings.push_back(
            std::to_string(count) + " places that are not valid " + decoder_.encoding() +
            " were replaced by U+FFFD."
        );
    }
    if (const auto count = decoder_.left_out(); count > 0) {
        facts.warnings.push_back(std::to_string(count) + " control characters were left out.");
    }
    return Ended{std::move(facts)};
}

double TextStream::part_read() const {
    return static_cast<double>(offset_) /
           static_cast<double>(std::max<std::uint64_t>(request_.bytes, 1));
}

}  // namespace ingestd::extract

#include <string>
#include <utility>

#include <ingestd/base/units.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/charset/detect.hpp>
#include <ingestd/formats/xml.hpp>

#include "block_writer.hpp"
#include "xml_text.hpp"

namespace ingestd::formats {
namespace {

constexpr std::size_t step_bytes = 64_KiB;  // decoded at a time

std::string charset_of(std::string_view content_type) {
    const auto at = content_type.find("charset=");
    if (at == content_type.npos) return {};
    auto name = content_type.substr(at + 8);
    name = name.substr(0, name.find(';'));
    return std::string{trimmed(name.substr(0, name.find(' ')))};
}

}  // namespace

Outcome read_xml_document(
    std::string_view content, std::string_view content_type, BlockSink& sink
) {
    auto declared = charset::declared_in_markup(content.substr(0, charset::sample_bytes_max));
    if (declared.empty()) declared = charset_of(content_type);
    charset::DetectingDecoder decoder{std::move(declared)};
    BlockWriter writer{sink};
    XmlText text{writer};
    std::size_t taken = 0;
    std::string decoded;
    const auto next_piece = [&]() -> std::string_view {
        decoded.clear();
        // A step may decode to nothing: the decoder waits until it is sure.
        while (decoded.empty() && taken < content.size()) {
            const auto step = content.substr(taken, step_bytes);
            taken += step.size();
            decoder.decode(step, taken == content.size(), decoded);
            sink.tell_part_read(static_cast<double>(taken) / static_cast<double>(content.size()));
        }
        return decoded;
    };
    auto failure = read_xml("The XML document", next_piece, text);
    text.finish();
    if (failure) return std::move(*failure);
    if (!writer.wrote_text()) return no_text();

    Warnings warnings;
    warn_of_repairs(decoder.replaced(), decoder.left_out(), warnings);
    DocumentFacts facts;
    facts.format = "xml";
    facts.title = fact(text.title());
    facts.encoding = decoder.encoding();
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats

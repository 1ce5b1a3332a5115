// However the bytes of a form are cut, its parts and their content are the same.
#include <string>

#include <ingestd/http/multipart_parser.hpp>

#include "fuzz_target.hpp"

using namespace ingestd;
using http::MultipartParser;

namespace {

// What came, as one text: names, then content, part after part.
struct Reading {
    MultipartParser parser{"b"};
    std::string parts;
    bool has_failed = false;

    void read(std::string_view bytes) {
        if (has_failed) return;
        parser.feed(std::as_bytes(std::span{bytes}));
        for (;;) {
            const auto event = parser.next();
            has_failed = !event;
            if (has_failed || !*event) return;
            note(**event);
        }
    }
    void note(const MultipartParser::Event& event) {
        if (const auto* begin = std::get_if<MultipartParser::PartBegin>(&event)) {
            parts += "\nname " + begin->head.name + "\nfile " +
                     begin->head.filename.value_or("none") + "\ntype " + begin->head.content_type +
                     "\ncontent ";
        } else if (const auto* some = std::get_if<MultipartParser::PartBytes>(&event)) {
            parts.append(reinterpret_cast<const char*>(some->bytes.data()), some->bytes.size());
        } else if (std::holds_alternative<MultipartParser::PartEnd>(event)) {
            parts += "\nend";
        } else {
            parts += "\nclosed";
        }
    }
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Pieces pieces{fuzz::text_of(data, size)};
    Reading whole;
    whole.read(pieces.whole());
    Reading cut;
    for (auto piece = pieces.next(); !piece.empty(); piece = pieces.next()) cut.read(piece);
    fuzz::require(whole.has_failed == cut.has_failed, "both fail or none");
    fuzz::require(whole.parts == cut.parts, "the parts are the same");
    if (whole.has_failed) return 0;
    fuzz::require(
        whole.parser.finish().has_value() == cut.parser.finish().has_value(), "both end or none"
    );
    return 0;
}

// Walks the content of an OpenDocument presentation, slide by slide. Private to the room.
#pragma once

#include <cstdint>
#include <string_view>

#include <ingestd/formats/block_sink.hpp>

#include "../block_writer.hpp"
#include "../package/xml_events.hpp"
#include "odf_text.hpp"

namespace ingestd::formats {

// Titles are headings; the speaker's notes stand behind the slide's text, as they do in the file.
class OdpSlides final : public XmlHandler {
public:
    explicit OdpSlides(BlockSink& sink) : sink_{sink}, writer_{sink}, text_{writer_} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view text) override { text_.text(text); }

    // Writes what is open still: the document broke off.
    void finish() { text_.finish(); }

    std::uint32_t slides() const { return slides_; }
    bool wrote_text() const { return writer_.wrote_text(); }

private:
    BlockSink& sink_;
    BlockWriter writer_;
    OdfText text_;
    std::uint32_t slides_ = 0;
};

}  // namespace ingestd::formats

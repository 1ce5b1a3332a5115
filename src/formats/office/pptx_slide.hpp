// Walks a slide, its notes or a diagram on it, and writes the blocks. Private to the room.
#pragma once

#include <string_view>

#include "../package/xml_events.hpp"
#include "../text_flow.hpp"

namespace ingestd::formats {

// A slide is walked twice, since its title may be drawn last but is read first.
enum class SlideText {
    title,    // the title alone
    rest,     // all but the title, and but date, footer and number
    notes,    // what the speaker wrote, of a page of notes
    diagram,  // all that is there
};

class PptxSlide final : public XmlHandler {
public:
    PptxSlide(SlideText wanted, BlockWriter& writer) : wanted_{wanted}, flow_{writer} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view text) override;

    // Writes what is open still: the slide broke off.
    void finish() { flow_.finish(); }

private:
    // What a shape is a place for.
    enum class Place { none, title, body, notes, left_out };

    static Place place_of(const XmlAttributes& attributes);
    bool is_wanted() const;
    bool start_table(std::string_view element, const XmlAttributes& attributes);
    void begin_paragraph();

    SlideText wanted_;
    TextFlow flow_;
    Place place_ = Place::none;
    bool is_in_text_ = false;
};

}  // namespace ingestd::formats

// Draws the text of a PDF's page, and nothing else of it. Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "content_operands.hpp"
#include "graphics_states.hpp"
#include "page_resources.hpp"
#include "shared_objects.hpp"
#include "text_device.hpp"

class OCGs;
class PDFDoc;
class Page;

namespace ingestd::formats {

// Gives the text of a page to poppler's TextPage as poppler's own interpreter does, at a third of
// the price: fonts are the document's instead of made for each page, what draws no text is passed
// over, and tokens are cut from memory. It does the ordinary. Where content is damaged, hidden or
// unusual, it gives up: then poppler has to draw the page.
//   thread  one, that which reads the document
//   source  ISO 32000-1, 8.4, 8.10, 9.3, 9.4 and 14.6
class TextInterpreter {
public:
    TextInterpreter(PDFDoc& document, Page& page, SharedObjects& shared, TextDevice& device);

    // Does not end the page. False: it gave up, and what was drawn so far is not the page.
    bool draw();

private:
    struct Stream {
        PageResources& resources;
        ContentOperands operands{};
        int saved = 0;  // states that it saved and did not restore
        bool is_over = false;
    };

    void give_up() { has_given_up_ = true; }
    void draw_content(const Object& contents, PageResources& resources);
    void execute(std::string_view operation, Stream& stream);

    // False: it is none of theirs.
    bool execute_text(std::uint32_t operation, Stream& stream);
    bool execute_numbers(std::uint32_t operation, const ContentOperands& operands);
    bool execute_state(std::uint32_t operation, Stream& stream);
    bool execute_mark(std::uint32_t operation, Stream& stream);

    void restore(Stream& stream);
    void concatenate(const ContentOperands& operands);
    void set_matrix(const ContentOperands& operands);
    void set_font(Stream& stream);
    void move_by(double x, double y);
    void show(std::uint32_t operation, const ContentOperands& operands);
    void show_array(const ContentOperands& operands);
    void show_string(std::string_view text);
    void begin_mark(bool has_properties, Stream& stream);
    void begin_replaced(const ContentToken* at, const ContentToken* last);
    bool is_visible(const Object& optional_content) const;
    void use_state(Stream& stream);
    void draw_named(Stream& stream);

    // True: it shows no text, on whichever page.
    bool draw_mask(const Object& mask, PageResources& resources);
    bool draw_form(const Object& form, Ref ref, PageResources& outer);

    PDFDoc& document_;
    Page& page_;
    SharedObjects& shared_;
    TextDevice& device_;
    GraphicsStates state_;
    OCGs* const optional_;
    std::vector<bool> marks_;   // whether a text replaces what is marked
    std::vector<Ref> drawing_;  // which it is inside of
    std::size_t shown_ = 0;     // strings
    bool is_in_text_ = false;
    bool font_changed_ = false;
    bool has_given_up_ = false;
};

}  // namespace ingestd::formats

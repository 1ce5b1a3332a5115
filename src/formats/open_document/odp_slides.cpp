#include "odp_slides.hpp"

namespace ingestd::formats {
namespace {

// The same on every slide.
bool is_decoration(std::string_view presentation_class) {
    return presentation_class == "header" || presentation_class == "footer" ||
           presentation_class == "date-time" || presentation_class == "page-number";
}

}  // namespace

bool OdpSlides::start(std::string_view element, const XmlAttributes& attributes) {
    if (element == "draw:page") {
        writer_.set_page(++slides_);
        writer_.begin_paragraph();
    } else if (element == "draw:frame") {
        const auto presentation_class = attributes["presentation:class"];
        if (is_decoration(presentation_class)) return false;
        text_.set_in_title(presentation_class == "title");
    }
    return text_.start(element, attributes);
}

void OdpSlides::end(std::string_view element) {
    text_.end(element);
    if (element == "draw:frame") text_.set_in_title(false);
    if (element == "draw:page") sink_.end_page();
}

}  // namespace ingestd::formats

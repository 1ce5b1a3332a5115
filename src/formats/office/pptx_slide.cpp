#include "pptx_slide.hpp"

namespace ingestd::formats {
namespace {

bool is_on(std::string_view value) {
    return value == "1" || value == "true";
}

}  // namespace

PptxSlide::Place PptxSlide::place_of(const XmlAttributes& attributes) {
    const auto type = attributes["type"];
    if (type == "title" || type == "ctrTitle") return Place::title;
    if (type == "body") return Place::notes;
    if (type.empty() || type == "obj") return Place::body;
    if (type == "dt" || type == "ftr" || type == "hdr" || type == "sldNum") return Place::left_out;
    return Place::none;
}

bool PptxSlide::is_wanted() const {
    switch (wanted_) {
        case SlideText::title:
            return place_ == Place::title;
        case SlideText::rest:
            return place_ != Place::title && place_ != Place::left_out;
        case SlideText::notes:
            return place_ == Place::notes;
        case SlideText::diagram:
            return true;
    }
    return false;
}

bool PptxSlide::start(std::string_view element, const XmlAttributes& attributes) {
    if (element == "p:sp" || element == "p:graphicFrame") {
        place_ = Place::none;
    } else if (element == "p:ph") {
        place_ = place_of(attributes);
    } else if (element == "p:txBody" || element == "a:tbl") {
        if (!is_wanted()) return false;
        if (element == "a:tbl") flow_.begin_table();
        if (element == "p:txBody") flow_.begin_list();
    } else if (element == "a:p") {
        begin_paragraph();
    } else if (element == "a:t") {
        is_in_text_ = true;
    } else if (element == "a:br") {
        // A title is one line, however it is broken for the eye.
        flow_.add(place_ == Place::title ? " " : "\n");
    } else if (element == "a:buChar" || element == "a:buAutoNum") {
        if (place_ == Place::none) flow_.set_kind(TextFlow::Kind::list_item);
    } else if (element == "a:buNone") {
        if (place_ == Place::body || place_ == Place::notes) {
            flow_.set_kind(TextFlow::Kind::paragraph);
        }
    } else {
        return start_table(element, attributes);
    }
    return true;
}

bool PptxSlide::start_table(std::string_view element, const XmlAttributes& attributes) {
    if (element == "a:tblPr") {
        if (is_on(attributes["firstRow"])) flow_.expect_header_row();
    } else if (element == "a:tr") {
        flow_.begin_row();
    } else if (element == "a:tc") {
        flow_.begin_cell();
        // The cell that it is merged with holds the text; its place stays, for the columns' sake.
        return !is_on(attributes["hMerge"]) && !is_on(attributes["vMerge"]);
    }
    return true;
}

// The points of a slide's body are a list by its layout, which need not be said again here.
void PptxSlide::begin_paragraph() {
    const bool is_body = place_ == Place::body || place_ == Place::notes;
    if (wanted_ == SlideText::title) {
        flow_.begin_paragraph(TextFlow::Kind::heading, 1);
    } else if (wanted_ == SlideText::rest && is_body) {
        flow_.begin_paragraph(TextFlow::Kind::list_item);
    } else {
        flow_.begin_paragraph();
    }
}

void PptxSlide::end(std::string_view element) {
    if (element == "a:p") {
        flow_.end_paragraph();
    } else if (element == "a:t") {
        is_in_text_ = false;
    } else if (element == "a:tr") {
        flow_.end_row();
    } else if (element == "a:tbl") {
        flow_.end_table();
    }
}

void PptxSlide::text(std::string_view text) {
    if (is_in_text_) flow_.add(text);
}

}  // namespace ingestd::formats

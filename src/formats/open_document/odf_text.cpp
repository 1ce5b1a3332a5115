#include "odf_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t styles_max = 16'384;

// Comments, what was deleted under change tracking, numbers of notes, readings beside Chinese and
// Japanese signs, fields to fill in, descriptions, embedded documents and pictures.
constexpr std::array left_out{
    "office:annotation"sv,
    "text:tracked-changes"sv,
    "text:note-citation"sv,
    "text:ruby-text"sv,
    "office:forms"sv,
    "svg:title"sv,
    "svg:desc"sv,
    "draw:object"sv,
    "office:binary-data"sv,
};

// Those of LibreOffice, by their names inside of the file.
constexpr std::array caption_styles{
    "Caption"sv, "Illustration"sv, "Table"sv, "Figure"sv, "Drawing"sv, "Text"sv};

int parse_level(std::string_view text) {
    int level = 1;
    std::from_chars(text.data(), text.data() + text.size(), level);
    return level;
}

bool holds_text_of_its_own(std::string_view element) {
    return element == "text:note-body" || element == "draw:text-box";
}

}  // namespace

bool OdfText::start(std::string_view element, const XmlAttributes& attributes) {
    if (std::find(left_out.begin(), left_out.end(), element) != left_out.end()) return false;
    if (holds_text_of_its_own(element)) list_depths_.push_back(0);
    if (element.starts_with("text:")) return start_text(element, attributes);
    if (element.starts_with("table:")) return start_table(element);
    if (element == "style:style" && parent_styles_.size() < styles_max) {
        parent_styles_[std::string{attributes["style:name"]}] =
            attributes["style:parent-style-name"];
    }
    return true;
}

bool OdfText::start_text(std::string_view element, const XmlAttributes& attributes) {
    if (element == "text:p") {
        begin_paragraph(attributes["text:style-name"]);
    } else if (element == "text:h") {
        flow_.begin_paragraph(
            TextFlow::Kind::heading, parse_level(attributes["text:outline-level"])
        );
    } else if (element == "text:list") {
        if (list_depths_.back()++ == 0) flow_.begin_list();
    } else if (element == "text:s") {
        flow_.add(" ");
    } else if (element == "text:tab") {
        flow_.add("\t");
    } else if (element == "text:line-break") {
        // A title is one line, however it is broken for the eye.
        flow_.add(is_in_title_ ? " " : "\n");
    }
    return true;
}

bool OdfText::start_table(std::string_view element) {
    if (element == "table:table") {
        flow_.begin_table();
    } else if (element == "table:table-header-rows") {
        is_in_header_rows_ = true;
    } else if (element == "table:table-row") {
        flow_.begin_row();
        if (is_in_header_rows_) flow_.set_header_row();
    } else if (element == "table:table-cell") {
        flow_.begin_cell();
    } else if (element == "table:covered-table-cell") {
        return false;
    }
    return true;
}

void OdfText::begin_paragraph(std::string_view style) {
    const auto named = named_style(style);
    constexpr auto heading = "Heading_20_"sv;
    if (is_in_title_ || named == "Title") {
        flow_.begin_paragraph(TextFlow::Kind::heading, 1);
    } else if (named.starts_with(heading) && list_depths_.back() == 0) {
        flow_.begin_paragraph(TextFlow::Kind::heading, parse_level(named.substr(heading.size())));
    } else if (std::find(caption_styles.begin(), caption_styles.end(), named) != caption_styles.end()) {
        flow_.begin_paragraph(TextFlow::Kind::caption);
    } else {
        flow_.begin_paragraph(
            list_depths_.back() > 0 ? TextFlow::Kind::list_item : TextFlow::Kind::paragraph
        );
    }
}

// Those that were made for a few paragraphs have a named one as parent, and that is all.
std::string_view OdfText::named_style(std::string_view style) const {
    const auto found = parent_styles_.find(std::string{style});
    return found == parent_styles_.end() || found->second.empty() ? style : found->second;
}

void OdfText::end(std::string_view element) {
    if (holds_text_of_its_own(element)) list_depths_.pop_back();
    if (element == "text:p" || element == "text:h") {
        flow_.end_paragraph();
    } else if (element == "text:list") {
        --list_depths_.back();
    } else if (element == "table:table-header-rows") {
        is_in_header_rows_ = false;
    } else if (element == "table:table-row") {
        flow_.end_row();
    } else if (element == "table:table") {
        flow_.end_table();
    }
}

}  // namespace ingestd::formats

#include "docx_body.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

// Deleted or moved away under change tracking, how something was before a change, readings beside
// Chinese and Japanese signs, settings of sections and of fields to fill in.
constexpr std::array left_out{
    "w:del"sv,
    "w:moveFrom"sv,
    "w:pPrChange"sv,
    "w:rPrChange"sv,
    "w:rt"sv,
    "w:sectPr"sv,
    "w:sdtPr"sv,
};

bool is_on(std::string_view value) {
    return value != "0" && value != "false" && value != "off";
}

// The bit of w:tblLook that gives the first row a look of its own; newer files spell it out.
bool has_first_row_look(const XmlAttributes& attributes) {
    if (const auto first_row = attributes.find("w:firstRow")) return is_on(*first_row);
    const std::string bits{attributes["w:val"]};
    return (std::strtoul(bits.c_str(), nullptr, 16) & 0x20U) != 0;
}

// A separator between the text and its notes is no note.
bool is_note_separator(const XmlAttributes& attributes) {
    const auto type = attributes["w:type"];
    return !type.empty() && type != "normal";
}

}  // namespace

bool DocxBody::start(std::string_view element, const XmlAttributes& attributes) {
    if (std::find(left_out.begin(), left_out.end(), element) != left_out.end()) return false;
    if (element == "w:footnote" || element == "w:endnote") return !is_note_separator(attributes);
    if (is_in_properties_) return start_in_properties(element, attributes);
    if (element == "w:p") {
        properties_ = {};
        flow_.begin_paragraph();
    } else if (element == "w:pPr") {
        is_in_properties_ = true;
    } else if (element == "w:t" || element == "m:t") {
        is_in_text_ = true;
    } else if (element.starts_with("w:t")) {
        return start_in_table(element, attributes);
    } else {
        add_sign(element);
    }
    return true;
}

bool DocxBody::start_in_properties(std::string_view element, const XmlAttributes& attributes) {
    if (element == "w:pStyle") properties_.style = attributes["w:val"];
    if (element == "w:outlineLvl") properties_.outline_level = attributes["w:val"];
    if (element == "w:numId") properties_.list = attributes["w:val"];
    return true;
}

bool DocxBody::start_in_table(std::string_view element, const XmlAttributes& attributes) {
    if (element == "w:tbl") {
        flow_.begin_table();
    } else if (element == "w:tblLook") {
        if (has_first_row_look(attributes)) flow_.expect_header_row();
    } else if (element == "w:tr") {
        flow_.begin_row();
    } else if (element == "w:tblHeader") {
        if (is_on(attributes["w:val"])) flow_.set_header_row();
    } else if (element == "w:tc") {
        flow_.begin_cell();
    } else if (element == "w:tab") {
        flow_.add("\t");
    }
    return true;
}

void DocxBody::add_sign(std::string_view element) {
    if (element == "w:br" || element == "w:cr") flow_.add("\n");
    if (element == "w:noBreakHyphen") flow_.add("-");
    if (element == "w:ptab") flow_.add("\t");
}

void DocxBody::end(std::string_view element) {
    if (element == "w:pPr") {
        is_in_properties_ = false;
        apply_properties();
    } else if (element == "w:t" || element == "m:t") {
        is_in_text_ = false;
    } else if (element == "w:p") {
        flow_.end_paragraph();
    } else if (element == "w:tr") {
        flow_.end_row();
    } else if (element == "w:tbl") {
        flow_.end_table();
    }
}

void DocxBody::text(std::string_view text) {
    if (is_in_text_) flow_.add(text);
}

// The paragraph's own properties go before its style's.
void DocxBody::apply_properties() {
    auto role = styles_.role_of(properties_.style);
    if (!properties_.outline_level.empty()) {
        const int level = std::atoi(properties_.outline_level.c_str());
        role.heading_level = level >= 0 && level < 9 ? level + 1 : 0;
    }
    if (!properties_.list.empty()) role.is_list_item = properties_.list != "0";
    if (role.heading_level > 0) {
        flow_.set_kind(TextFlow::Kind::heading, role.heading_level);
    } else if (role.is_caption) {
        flow_.set_kind(TextFlow::Kind::caption);
    } else if (role.is_list_item) {
        flow_.set_kind(TextFlow::Kind::list_item);
    }
}

}  // namespace ingestd::formats

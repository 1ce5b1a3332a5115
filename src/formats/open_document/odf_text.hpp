// Walks the content of an OpenDocument text and writes its blocks. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "../package/xml_events.hpp"
#include "../text_flow.hpp"

namespace ingestd::formats {

// What was deleted under change tracking and comments are left out, what was inserted is kept.
class OdfText final : public XmlHandler {
public:
    explicit OdfText(BlockWriter& writer) : flow_{writer} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view text) override { flow_.add_collapsing(text); }

    // Whether the paragraphs to come are the title of a slide.
    void set_in_title(bool is_in_title) { is_in_title_ = is_in_title; }

    // Writes what is open still: the document broke off.
    void finish() { flow_.finish(); }

private:
    bool start_text(std::string_view element, const XmlAttributes& attributes);
    bool start_table(std::string_view element);
    void begin_paragraph(std::string_view style);
    std::string_view named_style(std::string_view style) const;

    TextFlow flow_;
    // The named style behind one that was made for a few paragraphs.
    std::unordered_map<std::string, std::string> parent_styles_;
    // How deep in lists; a new count begins in each note and text box.
    std::vector<int> list_depths_{0};
    bool is_in_header_rows_ = false;
    bool is_in_title_ = false;
};

}  // namespace ingestd::formats

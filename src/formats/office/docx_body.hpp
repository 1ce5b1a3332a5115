// Walks the body of a Word document, or its notes, and writes its blocks. Private to the room.
#pragma once

#include <string>
#include <string_view>

#include "../package/xml_events.hpp"
#include "../text_flow.hpp"
#include "docx_styles.hpp"

namespace ingestd::formats {

// What was deleted under change tracking is left out, what was inserted is kept; so are the results
// of fields, without their instructions.
class DocxBody final : public XmlHandler {
public:
    DocxBody(const DocxStyles& styles, BlockWriter& writer) : styles_{styles}, flow_{writer} {}

    bool start(std::string_view element, const XmlAttributes& attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view text) override;

    // Writes what is open still: the document broke off.
    void finish() { flow_.finish(); }

private:
    // Of the paragraph that is open, as its properties tell them.
    struct Properties {
        std::string style;
        std::string outline_level;
        std::string list;  // the id of its numbering; "0": none, whatever the style says
    };

    bool start_in_properties(std::string_view element, const XmlAttributes& attributes);
    bool start_in_table(std::string_view element, const XmlAttributes& attributes);
    void add_sign(std::string_view element);
    void apply_properties();

    const DocxStyles& styles_;
    TextFlow flow_;
    Properties properties_;
    bool is_in_properties_ = false;
    bool is_in_text_ = false;
};

}  // namespace ingestd::formats

#include "html_tree.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gumbo.h>

namespace ingestd::formats {
namespace {

using namespace std::string_view_literals;

struct DestroyTree {
    void operator()(GumboOutput* output) const {
        gumbo_destroy_output(&kGumboDefaultOptions, output);
    }
};

bool is_one_of(GumboTag tag, std::initializer_list<GumboTag> tags) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

// Holds no text of the document's own.
bool is_left_out(GumboTag tag) {
    return is_one_of(
        tag,
        {GUMBO_TAG_SCRIPT,
         GUMBO_TAG_NAV,
         GUMBO_TAG_STYLE,
         GUMBO_TAG_TEMPLATE,
         GUMBO_TAG_NOSCRIPT,
         GUMBO_TAG_HEAD,
         GUMBO_TAG_IFRAME,
         GUMBO_TAG_OBJECT,
         GUMBO_TAG_CANVAS,
         GUMBO_TAG_AUDIO,
         GUMBO_TAG_VIDEO,
         GUMBO_TAG_SVG}
    );
}

bool is_cell(GumboTag tag) {
    return is_one_of(tag, {GUMBO_TAG_TD, GUMBO_TAG_TH});
}

int heading_level(GumboTag tag) {
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6 ? tag - GUMBO_TAG_H1 + 1 : 0;
}

// Begins and ends lines of its own.
bool is_block(GumboTag tag) {
    return heading_level(tag) > 0 ||
           is_one_of(
               tag,
               {GUMBO_TAG_P,        GUMBO_TAG_DIV,     GUMBO_TAG_UL,         GUMBO_TAG_OL,
                GUMBO_TAG_LI,       GUMBO_TAG_DL,      GUMBO_TAG_DT,         GUMBO_TAG_DD,
                GUMBO_TAG_TABLE,    GUMBO_TAG_CAPTION, GUMBO_TAG_PRE,        GUMBO_TAG_BLOCKQUOTE,
                GUMBO_TAG_SECTION,  GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE,      GUMBO_TAG_HEADER,
                GUMBO_TAG_FOOTER,   GUMBO_TAG_MAIN,    GUMBO_TAG_NAV,        GUMBO_TAG_FORM,
                GUMBO_TAG_FIELDSET, GUMBO_TAG_FIGURE,  GUMBO_TAG_FIGCAPTION, GUMBO_TAG_ADDRESS,
                GUMBO_TAG_HR,       GUMBO_TAG_DETAILS, GUMBO_TAG_SUMMARY,    GUMBO_TAG_OPTION,
                GUMBO_TAG_BODY,     GUMBO_TAG_HTML,    GUMBO_TAG_CENTER,     GUMBO_TAG_HGROUP,
                GUMBO_TAG_LEGEND,   GUMBO_TAG_TR,      GUMBO_TAG_THEAD,      GUMBO_TAG_TBODY,
                GUMBO_TAG_TFOOT}
           );
}

std::string attribute(const GumboElement& element, const char* name) {
    const auto* found = gumbo_get_attribute(&element.attributes, name);
    return found == nullptr ? std::string{} : std::string{found->value};
}

const GumboVector* children_of(const GumboNode& node) {
    if (node.type == GUMBO_NODE_DOCUMENT) return &node.v.document.children;
    if (node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE)
        return &node.v.element.children;
    return nullptr;
}

// Inline text as it reads: runs of white space are one space.
class InlineText {
public:
    void add(std::string_view text) {
        for (const char c : text) {
            if (" \t\r\n\f"sv.find(c) != std::string_view::npos) {
                if (!text_.empty() && text_.back() != ' ' && text_.back() != '\n') text_ += ' ';
            } else {
                text_ += c;
            }
        }
    }
    void add_verbatim(std::string_view text) { text_ += text; }
    void end_line() {
        if (!text_.empty()) text_ += '\n';
    }
    std::string take() { return std::exchange(text_, {}); }
    std::string& text() { return text_; }

private:
    std::string text_;
};

// Goes through the tree without recursion: a document decides how deep it is.
class TreeWriter {
public:
    explicit TreeWriter(BlockWriter& writer) : writer_{writer} {}

    void write(const GumboNode& root) {
        std::vector<Step> steps{{&root, 0}};
        enter(root);
        while (!steps.empty()) {
            auto& step = steps.back();
            const auto* children = children_of(*step.node);
            if (children == nullptr || step.next_child == children->length) {
                leave(*step.node);
                steps.pop_back();
                continue;
            }
            const auto& child = *static_cast<const GumboNode*>(children->data[step.next_child++]);
            if (enter(child)) steps.push_back({&child, 0});
        }
        flush();
    }

private:
    struct Step {
        const GumboNode* node;
        unsigned next_child;
    };
    // A table inside a cell is part of the cell's text.
    struct Table {
        int depth = 0;
        std::vector<std::string> cells;
        bool is_header = true;
    };

    // False: nothing of it is of interest below.
    bool enter(const GumboNode& node) {
        switch (node.type) {
            case GUMBO_NODE_TEXT:
            case GUMBO_NODE_WHITESPACE:
            case GUMBO_NODE_CDATA:
                add_text(node.v.text.text);
                return false;
            case GUMBO_NODE_DOCUMENT:
                return true;
            case GUMBO_NODE_ELEMENT:
                return enter_element(node.v.element.tag);
            default:
                return false;
        }
    }

    void add_text(const char* text) { pre_depth_ > 0 ? text_.add_verbatim(text) : text_.add(text); }

    bool enter_element(GumboTag tag) {
        if (is_left_out(tag)) return false;
        if (tag == GUMBO_TAG_BR) {
            text_.end_line();
            return false;
        }
        if (table_.depth > 0 && is_block(tag) && tag != GUMBO_TAG_TABLE && tag != GUMBO_TAG_TR)
            text_.add(" ");
        if (tag == GUMBO_TAG_TABLE && table_.depth++ == 0) {
            flush();
            writer_.begin_table();
        }
        if (table_.depth > 0) return enter_in_table(tag);
        if (is_block(tag)) flush();
        if (tag == GUMBO_TAG_PRE) ++pre_depth_;
        if (tag == GUMBO_TAG_LI || tag == GUMBO_TAG_DD || tag == GUMBO_TAG_DT) ++item_depth_;
        return true;
    }

    bool enter_in_table(GumboTag tag) {
        if (table_.depth > 1) return true;
        if (tag == GUMBO_TAG_TR) {
            flush();
            table_.cells.clear();
            table_.is_header = true;
        } else if (is_cell(tag)) {
            text_.take();
            if (tag == GUMBO_TAG_TD) table_.is_header = false;
        } else if (tag == GUMBO_TAG_CAPTION) {
            text_.take();
        }
        return true;
    }

    void leave(const GumboNode& node) {
        if (node.type != GUMBO_NODE_ELEMENT) return;
        const auto tag = node.v.element.tag;
        if (table_.depth > 0) return leave_in_table(tag);
        if (const int level = heading_level(tag); level > 0) {
            writer_.heading(level, one_line(text_.take()));
        } else if (tag == GUMBO_TAG_PRE) {
            --pre_depth_;
            if (pre_depth_ == 0) writer_.code(text_.take());
        } else if (tag == GUMBO_TAG_FIGCAPTION) {
            writer_.caption(text_.take());
        } else if (is_block(tag)) {
            flush();
        }
        if (tag == GUMBO_TAG_LI || tag == GUMBO_TAG_DD || tag == GUMBO_TAG_DT) --item_depth_;
        if (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL || tag == GUMBO_TAG_DL)
            writer_.begin_paragraph();
    }

    void leave_in_table(GumboTag tag) {
        if (tag == GUMBO_TAG_TABLE) {
            if (--table_.depth == 0) text_.take();
            if (table_.depth > 0) text_.add(" ");
            return;
        }
        if (table_.depth > 1) {
            if (is_cell(tag) || is_block(tag)) text_.add(" ");
            return;
        }
        if (is_cell(tag)) {
            table_.cells.push_back(one_line(text_.take()));
        } else if (tag == GUMBO_TAG_TR) {
            writer_.row(table_.cells, table_.is_header);
            table_.cells.clear();
        } else if (tag == GUMBO_TAG_CAPTION) {
            writer_.caption(one_line(text_.take()));
            writer_.begin_table();
        } else if (is_block(tag)) {
            text_.add(" ");
        }
    }

    // What has gathered is a paragraph, or a list item inside of a list.
    void flush() {
        if (pre_depth_ > 0) return;
        const auto text = text_.take();
        item_depth_ > 0 ? writer_.list_item(text) : writer_.paragraph(text);
    }

    static std::string one_line(std::string text) {
        std::replace(text.begin(), text.end(), '\n', ' ');
        return text;
    }

    BlockWriter& writer_;
    InlineText text_;
    Table table_;
    int pre_depth_ = 0;
    int item_depth_ = 0;
};

// Pages name their data in three ways. When it was published is when it was made, for a reader.
void take_meta(const GumboElement& element, HtmlHead& head) {
    const std::string content = attribute(element, "content");
    for (const char* kind : {"name", "property", "itemprop"}) {
        const std::string name = attribute(element, kind);
        if (name == "author") head.author = content;
        if (name == "article:published_time" || name == "datePublished" ||
            name == "dcterms.created" || name == "DC.date.created") {
            head.created = content;
        }
        if (name == "article:modified_time" || name == "dateModified" ||
            name == "dcterms.modified" || name == "DC.date.modified") {
            head.modified = content;
        }
        if (name == "date" && head.created.empty()) head.created = content;
    }
}

HtmlHead read_head(const GumboOutput& output) {
    HtmlHead head;
    const auto& root = output.root->v.element;
    head.language = attribute(root, "lang");
    for (unsigned i = 0; i < root.children.length; ++i) {
        const auto& child = *static_cast<const GumboNode*>(root.children.data[i]);
        if (child.type != GUMBO_NODE_ELEMENT || child.v.element.tag != GUMBO_TAG_HEAD) continue;
        const auto& children = child.v.element.children;
        for (unsigned k = 0; k < children.length; ++k) {
            const auto& node = *static_cast<const GumboNode*>(children.data[k]);
            if (node.type != GUMBO_NODE_ELEMENT) continue;
            const auto& element = node.v.element;
            if (element.tag == GUMBO_TAG_TITLE && element.children.length > 0) {
                const auto& text = *static_cast<const GumboNode*>(element.children.data[0]);
                if (text.type == GUMBO_NODE_TEXT) head.title = text.v.text.text;
            }
            if (element.tag == GUMBO_TAG_META) take_meta(element, head);
        }
    }
    return head;
}

}  // namespace

HtmlHead write_html(std::string_view html, BlockWriter& writer) {
    const std::unique_ptr<GumboOutput, DestroyTree> output{
        gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size())};
    TreeWriter{writer}.write(*output->document);
    return read_head(*output);
}

}  // namespace ingestd::formats

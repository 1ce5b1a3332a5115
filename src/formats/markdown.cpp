#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/limits.hpp>
#include <ingestd/formats/markdown.hpp>

#include "block_writer.hpp"
#include "declared_time.hpp"
#include "front_matter.hpp"
#include "html_depth.hpp"
#include "html_tree.hpp"
#include "markdown_blocks.hpp"

namespace ingestd::formats {
namespace {

struct FreeParser {
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIterator {
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
using Tree = std::unique_ptr<cmark_node, FreeNode>;

Tree parse(std::string_view text) {
    cmark_gfm_core_extensions_ensure_registered();
    const std::unique_ptr<cmark_parser, FreeParser> parser{cmark_parser_new(CMARK_OPT_DEFAULT)};
    for (const char* name : {"table", "strikethrough"}) {
        cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(name));
    }
    cmark_parser_feed(parser.get(), text.data(), text.size());
    return Tree{cmark_parser_finish(parser.get())};
}

std::string_view literal(cmark_node* node) {
    const char* text = cmark_node_get_literal(node);
    return text == nullptr ? std::string_view{} : std::string_view{text};
}

// The extension keeps the numbers of its node types to itself, their names it tells.
bool is(cmark_node* node, std::string_view name) {
    return name == cmark_node_get_type_string(node);
}

bool is_line_break_tag(std::string_view html) {
    return html.starts_with("<br") || html.starts_with("<BR");
}

class MarkdownWriter {
public:
    explicit MarkdownWriter(BlockWriter& writer) : writer_{writer} {}

    void write(cmark_node* root) {
        const std::unique_ptr<cmark_iter, FreeIterator> iterator{cmark_iter_new(root)};
        for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
             event = cmark_iter_next(iterator.get())) {
            auto* node = cmark_iter_get_node(iterator.get());
            event == CMARK_EVENT_ENTER ? enter(node) : leave(node);
        }
    }

private:
    void enter(cmark_node* node) {
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
            text_ += literal(node);
        } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
            text_ += '\n';
        } else if (type == CMARK_NODE_HTML_INLINE) {
            if (is_line_break_tag(literal(node))) text_ += '\n';
        } else if (type == CMARK_NODE_CODE_BLOCK) {
            writer_.code(literal(node));
        } else if (type == CMARK_NODE_HTML_BLOCK) {
            write_html(flatten_html(literal(node)).html, writer_);
        } else if (type == CMARK_NODE_ITEM) {
            ++item_depth_;
        } else if (is(node, "table")) {
            writer_.begin_table();
        }
    }

    void leave(cmark_node* node) {
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_HEADING) {
            writer_.heading(cmark_node_get_heading_level(node), take_text());
        } else if (type == CMARK_NODE_PARAGRAPH) {
            item_depth_ > 0 ? writer_.list_item(take_text()) : writer_.paragraph(take_text());
        } else if (type == CMARK_NODE_ITEM) {
            --item_depth_;
        } else if (type == CMARK_NODE_LIST) {
            writer_.begin_paragraph();
        } else if (is(node, "table_cell")) {
            cells_.push_back(take_text());
        } else if (is(node, "table_header") || is(node, "table_row")) {
            writer_.row(std::exchange(cells_, {}), is(node, "table_header"));
        }
    }

    std::string take_text() { return std::exchange(text_, {}); }

    BlockWriter& writer_;
    std::string text_;
    std::vector<std::string> cells_;
    int item_depth_ = 0;
};

}  // namespace

void write_markdown(std::string_view text, BlockWriter& writer) {
    const auto tree = parse(text);
    MarkdownWriter{writer}.write(tree.get());
}

Outcome read_markdown(std::string_view content, BlockSink& sink) {
    if (content.size() > tree_bytes_max) return too_large("A Markdown document");
    auto decoded = charset::decode_all(content);
    const std::string_view text = decoded.text;
    const auto matter = read_front_matter(text);

    BlockWriter writer{sink};
    write_markdown(text.substr(matter.bytes), writer);
    if (!writer.wrote_text()) return no_text();

    Warnings warnings;
    warn_of_repairs(decoded.replaced, decoded.left_out, warnings);
    DocumentFacts facts;
    facts.format = "markdown";
    facts.title = fact(matter.title);
    facts.author = fact(matter.author);
    facts.encoding = std::move(decoded.encoding);
    facts.created = utc_of_iso(matter.created);
    facts.modified = utc_of_iso(matter.modified);
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats

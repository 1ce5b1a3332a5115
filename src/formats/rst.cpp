#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/limits.hpp>
#include <ingestd/formats/rst.hpp>

#include "block_writer.hpp"
#include "csv_records.hpp"
#include "indented_lines.hpp"
#include "rst_directives.hpp"
#include "rst_inline.hpp"
#include "rst_lines.hpp"
#include "rst_tables.hpp"

namespace ingestd::formats {
namespace {

constexpr std::size_t rule_min = 4;

class RstReader {
public:
    RstReader(std::string_view text, BlockWriter& writer) : lines_{text}, writer_{writer} {}

    void read(BlockSink& sink, std::size_t bytes) {
        for (lines_.skip_blank(); !lines_.is_at_end(); lines_.skip_blank()) {
            take_block();
            sink.tell_part_read(
                static_cast<double>(lines_.position()) / static_cast<double>(bytes)
            );
        }
    }

    const std::string& title() const { return title_; }
    const std::string& author() const { return author_; }

private:
    void take_block() {
        const auto& line = lines_.line();
        if (line.indent == 0 && take_title()) return;
        if (line.text == ".." || line.text.starts_with(".. ")) {
            take_explicit();
        } else if (line.text.starts_with("__ ")) {
            lines_.step();  // a target without a name
        } else if (line.text.size() >= rule_min && is_adornment(line.text)) {
            take_rule();
        } else if (begins_grid_table(line)) {
            take_grid_table(lines_, writer_);
        } else if (begins_simple_table(line)) {
            take_simple_table(lines_, writer_);
        } else if (line.text.starts_with(">>> ")) {
            writer_.code(take_to_blank());
        } else if (line.text.starts_with("| ")) {
            take_line_block();
        } else if (const auto field = parse_field(line.text)) {
            take_field(*field);
        } else {
            take_paragraph();
        }
    }

    bool take_title() {
        const auto first = lines_.line();
        const auto second = lines_.ahead(1);
        const bool has_overline = is_adornment(first.text) && !second.is_blank() &&
                                  lines_.ahead(2).raw == first.raw && !is_adornment(second.text);
        const bool is_titled =
            has_overline || (second.indent == 0 && underlines(second.text, first.text));
        if (!is_titled) return false;
        const auto text = without_rst_markup(has_overline ? second.text : first.text);
        const std::pair style{second.text.front(), has_overline};
        write_title(text, has_overline ? std::pair{first.text.front(), true} : style);
        for (int i = 0; i < (has_overline ? 3 : 2); ++i) lines_.step();
        return true;
    }

    // Levels are told by the order in which their adornments appear.
    void write_title(const std::string& text, std::pair<char, bool> style) {
        if (!writer_.wrote_text()) title_ = text;
        auto found = std::find(styles_.begin(), styles_.end(), style);
        if (found == styles_.end()) found = styles_.insert(styles_.end(), style);
        list_base_.reset();
        writer_.heading(static_cast<int>(found - styles_.begin()) + 1, text);
    }

    void take_rule() {
        list_base_.reset();
        writer_.begin_paragraph();
        lines_.step();
    }

    void take_explicit() {
        const auto line = lines_.line();
        const auto text = trimmed(line.text.substr(2));
        if (const auto directive = parse_directive(text)) {
            lines_.step();
            take_directive(*directive, line.indent);
        } else if (text.starts_with('[') && text.find(']') != text.npos) {
            lines_.step();
            write(take_argument(text, line.indent), line.indent);  // a note or a citation
        } else {
            // A comment, a target or a substitution.
            lines_.step();
            if (!(text.empty() && lines_.line().is_blank())) lines_.skip_inside(line.indent);
        }
    }

    void take_directive(const RstDirectiveLine& directive, std::size_t indent) {
        switch (directive_named(directive.name)) {
            case RstDirective::left_out:
                lines_.skip_inside(indent);
                break;
            case RstDirective::code:
                skip_options(indent);
                writer_.code(lines_.take_inside(indent));
                break;
            case RstDirective::formula:
                skip_options(indent);
                writer_.paragraph(
                    std::string{directive.argument} + "\n" + lines_.take_inside(indent)
                );
                break;
            case RstDirective::figure:
                skip_options(indent);
                lines_.skip_blank();
                if (lines_.is_inside(indent)) {
                    writer_.caption(without_rst_markup(take_to_blank()));
                }
                break;
            case RstDirective::table:
            case RstDirective::csv:
                writer_.caption(without_rst_markup(directive.argument));
                if (directive_named(directive.name) == RstDirective::csv) {
                    take_csv(indent);
                } else {
                    skip_options(indent);
                }
                break;
            case RstDirective::version:
                write(
                    std::string{version_words(directive.name)} +
                        take_argument(directive.argument, indent),
                    indent
                );
                break;
            case RstDirective::text:
                write(take_argument(directive.argument, indent), indent);
                break;
        }
    }

    // The argument, which may go on over lines; the options behind it go.
    std::string take_argument(std::string_view first_line, std::size_t indent) {
        std::string text{first_line};
        while (lines_.is_inside(indent) && !lines_.line().is_blank() &&
               !parse_field(lines_.line().text)) {
            if (!text.empty()) text += '\n';
            text += lines_.line().text;
            lines_.step();
        }
        skip_options(indent);
        return text;
    }

    void skip_options(std::size_t indent) {
        while (lines_.is_inside(indent) && !lines_.line().is_blank() &&
               parse_field(lines_.line().text)) {
            lines_.step();
        }
    }

    void take_csv(std::size_t indent) {
        writer_.begin_table();
        for (; lines_.is_inside(indent) && !lines_.line().is_blank(); lines_.step()) {
            const auto field = parse_field(lines_.line().text);
            if (!field) break;
            if (field->name == "header") write_records(field->body, true);
        }
        write_records(lines_.take_inside(indent), false);
    }

    void write_records(std::string_view text, bool is_header) {
        CsvRecords records{','};
        while (const auto cells = records.next(text)) writer_.row(*cells, is_header);
        if (const auto cells = records.finish()) writer_.row(*cells, is_header);
    }

    void take_line_block() {
        list_base_.reset();
        writer_.begin_paragraph();
        for (; lines_.line().text.starts_with('|'); lines_.step()) {
            writer_.line(without_rst_markup(lines_.line().text.substr(1)));
        }
        writer_.begin_paragraph();
    }

    void take_field(const RstField& field) {
        const auto indent = lines_.line().indent;
        std::string body{field.body};
        for (lines_.step(); lines_.is_inside(indent) && !lines_.line().is_blank(); lines_.step()) {
            body.append("\n").append(lines_.line().text);
        }
        body = without_rst_markup(trimmed(body));
        std::string name{field.name};
        if (name == "author" || name == "Author" || name == "authors" || name == "Authors") {
            if (author_.empty()) author_ = body;
        }
        if (!body.empty()) writer_.line(without_rst_markup(name) + ": " + body);
    }

    void take_paragraph() {
        const auto line = lines_.line();
        const auto mark = item_mark_length(line.text);
        std::string text{line.text.substr(mark)};
        if (mark > 0) list_base_ = std::min(list_base_.value_or(line.indent), line.indent);
        for (lines_.step(); goes_on(line, mark > 0); lines_.step()) {
            text.append("\n").append(lines_.line().text);
        }
        const bool has_literal = text.ends_with("::");
        // "text::" is shown as "text:", "text ::" as "text".
        std::string_view shown = text;
        if (has_literal) shown.remove_suffix(shown.size() > 2 && !shown.ends_with(" ::") ? 1 : 2);
        mark > 0 ? writer_.list_item(without_rst_markup(shown)) : write(shown, line.indent);
        if (has_literal) take_literal(line.indent + mark);
    }

    bool goes_on(const IndentedLine& first, bool is_item) const {
        const auto& line = lines_.line();
        if (lines_.is_at_end() || line.is_blank() || line.indent < first.indent) return false;
        if (!is_item) return true;
        // Items may follow each other without an empty line.
        return line.indent > first.indent && item_mark_length(line.text) == 0;
    }

    // What "::" announces: deeper lines, or lines that all begin with one mark.
    void take_literal(std::size_t indent) {
        if (!lines_.line().is_blank()) return;
        lines_.skip_blank();
        const auto& line = lines_.line();
        if (line.indent > indent) {
            writer_.code(lines_.take_inside(indent));
        } else if (line.indent == indent && !line.is_blank() && !is_adornment(line.text) &&
                   line.text.front() == '>') {
            writer_.code(take_to_blank());
        }
    }

    // Text without a mark of its own: of the item before it when it stands deeper.
    void write(std::string_view text, std::size_t indent) {
        if (list_base_ && indent <= *list_base_) {
            list_base_.reset();
            writer_.begin_paragraph();
        }
        const auto plain = without_rst_markup(text);
        list_base_ ? writer_.list_item(plain) : writer_.paragraph(plain);
    }

    std::string take_to_blank() {
        std::string text;
        for (; !lines_.is_at_end() && !lines_.line().is_blank(); lines_.step()) {
            text.append(text.empty() ? "" : "\n").append(lines_.line().text);
        }
        return text;
    }

    IndentedLines lines_;
    BlockWriter& writer_;
    std::vector<std::pair<char, bool>> styles_;
    std::optional<std::size_t> list_base_;  // where the marks of the outermost list stand
    std::string title_, author_;
};

}  // namespace

Outcome read_rst(std::string_view content, BlockSink& sink) {
    if (content.size() > tree_bytes_max) return too_large("A reStructuredText document");
    auto decoded = charset::decode_all(content);
    BlockWriter writer{sink};
    RstReader reader{decoded.text, writer};
    reader.read(sink, decoded.text.size());
    if (!writer.wrote_text()) return no_text();
    Warnings warnings;
    warn_of_repairs(decoded.replaced, decoded.left_out, warnings);
    DocumentFacts facts;
    facts.format = "rst";
    facts.title = fact(reader.title());
    facts.author = fact(reader.author());
    facts.encoding = std::move(decoded.encoding);
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats

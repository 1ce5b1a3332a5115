#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/latex.hpp>
#include <ingestd/formats/limits.hpp>

#include "block_writer.hpp"
#include "latex_blocks.hpp"
#include "latex_commands.hpp"
#include "latex_scanner.hpp"

namespace ingestd::formats {
namespace {

constexpr std::string_view document_begin = "\\begin{document}";

using Use = LatexUse;

//   outside  the text before the brace, where this one is kept apart from it
struct Group {
    Use use = Use::plain;
    int level = 0;
    std::string outside;
};

bool is_apart(Use use) {
    return use != Use::plain && use != Use::label;
}

class LatexReader {
public:
    LatexReader(std::string_view text, bool has_preamble, BlockSink& sink)
        : text_size_{text.size()}, scanner_{text}, sink_{sink}, blocks_{writer_, has_preamble} {}

    // False: nested too deep.
    bool read() {
        while (!scanner_.is_at_end() && !has_ended_ && !is_too_deep_) take();
        while (!groups_.empty()) close();
        if (blocks_.is_in_table()) blocks_.end_table(take_text());
        end_paragraph();
        return !is_too_deep_;
    }

    bool found_document() const { return !blocks_.is_preamble(); }
    bool wrote_text() const { return writer_.wrote_text(); }
    const std::string& title() const { return title_; }
    const std::string& author() const { return author_; }
    int files_left_out() const { return files_left_out_; }

private:
    void take() {
        const auto plain = scanner_.take_plain();
        text_ += plain;
        if (!plain.empty() || scanner_.is_at_end()) return;
        const char c = scanner_.take();
        switch (c) {
            case '\\':
                take_command(scanner_.take_command());
                break;
            case '%':
                scanner_.skip_comment();
                if (scanner_.is_at('\n') && scanner_.take_paragraph_end()) end_paragraph();
                break;
            case '{':
                open({});
                break;
            case '}':
                close();
                if (scanner_.is_at('{')) add_space();  // the next argument is another word
                break;
            case '[':
            case ']':
                take_bracket(c);
                break;
            case '$':
                take_formula();
                break;
            case '&':
                blocks_.is_in_table() ? blocks_.end_cell(take_text()) : add("&");
                break;
            default:
                take_mark(c);
        }
    }

    void take_mark(char c) {
        if (c == '\n') {
            scanner_.take_paragraph_end() ? end_paragraph() : add_space();
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '~') {
            add_space();
        } else if (c == '-' && scanner_.take_if('-')) {
            add(scanner_.take_if('-') ? "—" : "–");
        } else if (c == '`') {
            add(scanner_.take_if('`') ? "“" : "'");
        } else if (c == '\'') {
            add(scanner_.take_if('\'') ? "”" : "'");
        } else {
            text_ += c;
        }
    }

    void take_command(std::string_view name) {
        const auto meaning = meaning_of_command(name);
        switch (meaning.act) {
            case LatexAct::open:
                if (meaning.use == Use::heading) end_paragraph();
                open_argument({meaning.use, meaning.number, {}});
                break;
            case LatexAct::begin:
                begin(scanner_.take_argument());
                break;
            case LatexAct::end:
                end(scanner_.take_argument());
                break;
            case LatexAct::text:
                if (meaning.text.starts_with(',')) strip_space();
                meaning.text == " " ? add_space() : add(meaning.text);
                break;
            default:
                take_small_command(name, meaning);
        }
    }

    void take_small_command(std::string_view name, const LatexMeaning& meaning) {
        switch (meaning.act) {
            case LatexAct::item:
                end_paragraph();
                if (scanner_.take_if('[')) open({Use::label, 0, {}});
                break;
            case LatexAct::bibliography_item:
                end_paragraph();
                scanner_.skip_optional();
                scanner_.skip_argument();
                break;
            case LatexAct::accent:
                take_accent(meaning.text);
                break;
            case LatexAct::reference:
                while (scanner_.is_at('[')) scanner_.skip_optional();
                if (scanner_.is_at('{')) add("[" + std::string{scanner_.take_argument()} + "]");
                break;
            case LatexAct::raw:
                add(scanner_.take_argument());
                break;
            case LatexAct::verbatim:
                take_verbatim();
                break;
            case LatexAct::formula_begin:
                meaning.number > 0
                    ? take_displayed(scanner_.take_in_paragraph("\\]"))
                    : add("\\(" + std::string{scanner_.take_in_paragraph("\\)")} + "\\)");
                break;
            case LatexAct::make_title:
                end_paragraph();
                blocks_.heading(1, title_);
                break;
            case LatexAct::line_end:
                scanner_.skip_optional();
                blocks_.is_in_table() ? blocks_.end_row(take_text()) : add("\n");
                break;
            case LatexAct::paragraph_end:
                end_paragraph();
                break;
            default:
                take_left_out(name, meaning);
        }
    }

    void take_left_out(std::string_view name, const LatexMeaning& meaning) {
        // "[" behind a space is text more often than an option.
        if (meaning.act != LatexAct::none || !scanner_.is_behind_space()) scanner_.skip_optional();
        if (name == "cmidrule" && scanner_.take_if('(')) scanner_.take_in_paragraph(")");
        if (meaning.act == LatexAct::drop) {
            for (int i = 0; i < meaning.number; ++i) {
                scanner_.skip_argument();
                while (scanner_.is_at('[')) scanner_.skip_optional();
            }
        } else if (meaning.act == LatexAct::definition) {
            scanner_.skip_argument();
            while (!scanner_.is_at_end() && !scanner_.is_at('{') && !scanner_.is_at('\n')) {
                scanner_.take();
            }
            scanner_.skip_argument();
        } else if (meaning.act == LatexAct::include) {
            scanner_.skip_argument();
            if (!blocks_.is_preamble()) ++files_left_out_;
        } else if (meaning.act == LatexAct::false_branch) {
            scanner_.take_until("\\fi");
        } else if (!name.empty() && static_cast<unsigned char>(name.front()) >= 0x80) {
            add(name);
        }
    }

    void begin(std::string_view name) {
        const auto closer = "\\end{" + std::string{name} + "}";
        if (name.ends_with('*')) name.remove_suffix(1);
        const auto [place, arguments] = environment_named(name);
        end_paragraph();
        if (place != LatexPlace::formula) scanner_.skip_optional();
        for (int i = 0; i < arguments; ++i) scanner_.skip_argument();
        switch (place) {
            case LatexPlace::document:
                blocks_.begin_document();
                groups_.clear();
                text_.clear();
                closing_ = notes_ = 0;
                break;
            case LatexPlace::list:
                blocks_.begin_list();
                break;
            case LatexPlace::table:
                blocks_.begin_table();
                break;
            case LatexPlace::verbatim:
                blocks_.code(scanner_.take_until(closer));
                break;
            case LatexPlace::formula:
                blocks_.formula(scanner_.take_in_paragraph(closer));
                break;
            case LatexPlace::frame:
                if (scanner_.is_at('{')) open_argument({Use::heading, 3, {}});
                break;
            case LatexPlace::nowhere:
                scanner_.take_until(closer);
                break;
            case LatexPlace::plain:
                break;
        }
    }

    void end(std::string_view name) {
        if (name.ends_with('*')) name.remove_suffix(1);
        const auto place = environment_named(name).place;
        if (place == LatexPlace::table) {
            blocks_.is_in_table() ? blocks_.end_table(take_text()) : blocks_.end_table({});
            return;
        }
        end_paragraph();
        if (place == LatexPlace::list) blocks_.end_list();
        has_ended_ = place == LatexPlace::document;
    }

    // "$x$" stays in its paragraph, "$$x$$" does not.
    void take_formula() {
        if (scanner_.take_if('$')) {
            take_displayed(scanner_.take_in_paragraph("$$"));
        } else {
            add("$" + std::string{scanner_.take_in_paragraph("$")} + "$");
        }
    }

    void take_displayed(std::string_view source) {
        if (blocks_.is_in_table() || !groups_.empty()) {
            add(source);
            return;
        }
        end_paragraph();
        blocks_.formula(source);
    }

    // \'e, \'{e}, \'\i, \'{\i}
    void take_accent(std::string_view accent) {
        scanner_.skip_space();
        const bool is_braced = scanner_.take_if('{');
        std::string letter;
        if (scanner_.take_if('\\')) {
            letter = meaning_of_command(scanner_.take_command()).text;
        } else if (!scanner_.is_at_end() && !scanner_.is_at('}') && !scanner_.is_at('\n')) {
            letter = scanner_.take_character();
        }
        add(accented(accent, letter));
        if (is_braced && !scanner_.take_if('}')) open({});
    }

    void take_verbatim() {
        scanner_.skip_optional();
        if (scanner_.is_at_end()) return;
        const auto delimiter = scanner_.take_character();
        add(scanner_.take_in_paragraph(delimiter == "{" ? "}" : delimiter));
    }

    void take_bracket(char c) {
        if (c == ']' && !groups_.empty() && groups_.back().use == Use::label) {
            groups_.pop_back();
            add_space();
        } else {
            text_ += c;
        }
    }

    void open_argument(Group group) {
        scanner_.skip_optional();
        scanner_.skip_space();
        if (scanner_.take_if('{')) open(std::move(group));
    }

    void open(Group group) {
        is_too_deep_ = groups_.size() >= latex_depth_max;
        if (is_apart(group.use)) {
            group.outside = take_text();
            ++(group.use == Use::note ? notes_ : closing_);
        }
        groups_.push_back(std::move(group));
    }

    // Ends labels on the way: their bracket is missing.
    void close() {
        while (!groups_.empty() && groups_.back().use == Use::label) groups_.pop_back();
        if (groups_.empty()) return;
        auto group = std::move(groups_.back());
        groups_.pop_back();
        if (!is_apart(group.use)) return;
        --(group.use == Use::note ? notes_ : closing_);
        auto text = std::exchange(text_, std::move(group.outside));
        if (group.use == Use::heading) blocks_.heading(group.level, text);
        if (group.use == Use::caption) blocks_.caption(text);
        if (group.use == Use::title) title_ = trimmed(text);
        if (group.use == Use::author) author_ = trimmed(text);
        if (group.use == Use::note) blocks_.add_note(std::move(text));
    }

    // A heading and the like that was never closed ends with its paragraph, a note goes on.
    void end_paragraph() {
        while (closing_ > 0) close();
        if (notes_ > 0 || blocks_.is_in_table()) {
            add("\n");
            return;
        }
        blocks_.end_paragraph(take_text());
        // A preamble that turns out to be none is read again.
        if (blocks_.is_preamble() || text_size_ == 0) return;
        sink_.tell_part_read(
            static_cast<double>(scanner_.position()) / static_cast<double>(text_size_)
        );
    }

    void strip_space() {
        while (text_.ends_with(' ')) text_.pop_back();
    }
    void add(std::string_view text) { text_ += text; }
    void add_space() {
        if (!text_.empty() && text_.back() != ' ' && text_.back() != '\n') text_ += ' ';
    }
    std::string take_text() { return std::exchange(text_, {}); }

    std::size_t text_size_;
    LatexScanner scanner_;
    BlockSink& sink_;
    BlockWriter writer_{sink_};
    LatexBlocks blocks_;
    std::vector<Group> groups_;
    std::string text_;
    std::string title_, author_;
    int files_left_out_ = 0;
    int closing_ = 0;  // open groups that end with their paragraph
    int notes_ = 0;    // open notes
    bool has_ended_ = false;
    bool is_too_deep_ = false;
};

}  // namespace

Outcome read_latex(std::string_view content, BlockSink& sink) {
    if (content.size() > tree_bytes_max) return too_large("A LaTeX document");
    auto decoded = charset::decode_all(content);
    const bool has_preamble = decoded.text.find(document_begin) != std::string::npos;
    std::optional<LatexReader> reader{std::in_place, decoded.text, has_preamble, sink};
    bool is_read = reader->read();
    if (!reader->found_document()) {
        // That its beginning is named, in a comment perhaps, did not make it one.
        reader.emplace(decoded.text, false, sink);
        is_read = reader->read();
    }
    if (!is_read) {
        return DocumentFailure{
            "malformed",
            "The LaTeX document is nested deeper than " + std::to_string(latex_depth_max) +
                " braces."};
    }
    if (!reader->wrote_text()) return no_text();
    Warnings warnings;
    if (reader->files_left_out() > 0) {
        warnings.add(
            "Other files that the document includes were not read: " +
            std::to_string(reader->files_left_out()) + "."
        );
    }
    warn_of_repairs(decoded.replaced, decoded.left_out, warnings);
    DocumentFacts facts;
    facts.format = "latex";
    facts.title = fact(reader->title());
    facts.author = fact(reader->author());
    facts.encoding = std::move(decoded.encoding);
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats

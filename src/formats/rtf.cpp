#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/formats/rtf.hpp>

#include "block_writer.hpp"
#include "rtf_paragraphs.hpp"
#include "rtf_styles.hpp"
#include "rtf_text.hpp"
#include "rtf_times.hpp"
#include "rtf_tokens.hpp"
#include "rtf_words.hpp"

namespace ingestd::formats {
namespace {

constexpr int unicode_skip_max = 100;
constexpr std::size_t paragraph_max = 1_MiB;  // a longer one is given in parts

// What a group inherits, and what ends with it.
//   before_either  where the text of \ud goes
//   outline_level  -1: the paragraph's style decides
struct Group {
    RtfPlace place = RtfPlace::body;
    RtfPlace before_either = RtfPlace::body;
    int unicode_skip = 1;
    int font = 0;
    bool is_hidden = false;
    int style = 0;
    int outline_level = -1;
    bool is_in_list = false;
    bool is_in_table = false;
};

// Whether the writer set a page break: \page, but not \pagebb.
bool has_page_breaks(std::string_view content) {
    constexpr std::string_view word = "\\page";
    for (auto at = content.find(word); at != content.npos; at = content.find(word, at + 1)) {
        const auto behind = at + word.size();
        if (behind < content.size() &&
            std::isalpha(static_cast<unsigned char>(content[behind])) == 0)
            return true;
    }
    return false;
}

class RtfReader {
public:
    RtfReader(std::string_view content, BlockSink& sink)
        : content_{content},
          tokens_{content},
          sink_{sink},
          pages_{has_page_breaks(content) ? 1U : 0U} {
        writer_.set_page(pages_);
    }

    Outcome read() {
        for (auto token = tokens_.next(); token.kind != RtfTokenKind::end; token = tokens_.next()) {
            if (token.kind == RtfTokenKind::group_begin) {
                if (groups_.size() >= rtf_depth_max) return too_deep();
                groups_.push_back(group_);
                skip_left_ = 0;
            } else if (token.kind == RtfTokenKind::group_end) {
                is_complete_ = groups_.size() <= 1;
                if (is_complete_) break;  // what follows the document is none of it
                end_group();
            } else {
                take(token);
            }
        }
        return finish();
    }

private:
    void take(const RtfToken& token) {
        if (text_.size() > paragraph_max) end_paragraph();
        if (token.kind == RtfTokenKind::word) {
            take_word(token);
        } else if (token.kind == RtfTokenKind::symbol) {
            take_symbol(token.text.front());
        } else if (token.kind == RtfTokenKind::binary) {
            skip_left_ = std::max(0, skip_left_ - 1);
        } else {
            take_bytes(token.text);
        }
    }

    void take_bytes(std::string_view bytes) {
        const auto skipped = std::min(bytes.size(), static_cast<std::size_t>(skip_left_));
        skip_left_ -= static_cast<int>(skipped);
        bytes.remove_prefix(skipped);
        if (auto* text = place_for_text(); text != nullptr && !bytes.empty()) {
            text->put_bytes(
                bytes, text == &word_ ? encoding_ : fonts_.encoding(group_.font, encoding_)
            );
        }
    }

    void take_symbol(char symbol) {
        if (symbol == '*') {
            is_optional_ = true;
            return;
        }
        constexpr char32_t no_break_space = 0xA0;
        if (symbol == '~') put(no_break_space);
        if (symbol == '_') put('-');
        if (symbol == '\\' || symbol == '{' || symbol == '}') put(static_cast<char32_t>(symbol));
        if (symbol == '\t') put('\t');
    }

    void put(char32_t code_point) {
        if (skip_left_ > 0) {
            --skip_left_;
        } else if (auto* text = place_for_text()) {
            text->put(code_point);
        }
    }

    void take_word(const RtfToken& token) {
        const auto meaning = meaning_of(token.text);
        const bool is_optional = std::exchange(is_optional_, false);
        // A destination that nobody has to know, and that is not known here.
        if (is_optional && meaning.act == RtfAct::none) group_.place = RtfPlace::nowhere;
        if (group_.place == RtfPlace::nowhere) return;
        const int number = token.number.value_or(1);
        if (!take_text_word(meaning, number) && !take_structure(meaning) &&
            !take_form(meaning, number)) {
            take_table_word(meaning, token.number.value_or(0));
        }
    }

    bool take_text_word(const RtfMeaning& meaning, int number) {
        switch (meaning.act) {
            case RtfAct::place:
                begin_place(meaning.place());
                return true;
            case RtfAct::unicode_twin:
                if (group_.place == RtfPlace::either) group_.place = group_.before_either;
                return true;
            case RtfAct::shape_text:
                if (group_.place == RtfPlace::shape) begin_place(RtfPlace::box);
                return true;
            case RtfAct::list_mark:
                has_list_mark_ = has_list_mark_ || group_.place == RtfPlace::body;
                group_.place = RtfPlace::nowhere;
                return true;
            case RtfAct::character:
                put(meaning.value);
                return true;
            case RtfAct::unicode:
                if (auto* text = place_for_text()) text->put_utf16(static_cast<char16_t>(number));
                skip_left_ = group_.unicode_skip;
                return true;
            case RtfAct::time_part:
                if (is_in_time()) times_.set(meaning.time_part(), number);
                return true;
            case RtfAct::unicode_skip:
                group_.unicode_skip = std::clamp(number, 0, unicode_skip_max);
                return true;
            default:
                return false;
        }
    }

    bool take_structure(const RtfMeaning& meaning) {
        const bool is_in_body = group_.place == RtfPlace::body;
        switch (meaning.act) {
            case RtfAct::line_end:
                put('\n');
                return true;
            case RtfAct::nested_cell_end:
                put('\t');
                return true;
            case RtfAct::paragraph_end:
                is_in_body ? end_paragraph() : put('\n');
                return true;
            case RtfAct::page_end:
                if (is_in_body) end_page();
                return true;
            case RtfAct::cell_end:
                is_in_body ? paragraphs_.end_cell(text_.take()) : put('\t');
                has_list_mark_ = false;
                return true;
            case RtfAct::row_end:
                is_in_body ? paragraphs_.end_row(is_header_row_) : put('\n');
                return true;
            default:
                return false;
        }
    }

    bool take_form(const RtfMeaning& meaning, int number) {
        switch (meaning.act) {
            case RtfAct::row_begin:
                is_header_row_ = false;
                return true;
            case RtfAct::header_row:
                is_header_row_ = true;
                return true;
            case RtfAct::paragraph_defaults:
                group_.style = 0;
                group_.outline_level = -1;
                group_.is_in_list = group_.is_in_table = false;
                return true;
            case RtfAct::character_defaults:
                group_.font = default_font_;
                group_.is_hidden = false;
                return true;
            case RtfAct::in_table:
                group_.is_in_table = true;
                return true;
            case RtfAct::in_list:
                group_.is_in_list = number > 0;
                return true;
            case RtfAct::hidden:
                group_.is_hidden = number != 0;
                return true;
            default:
                return false;
        }
    }

    void take_table_word(const RtfMeaning& meaning, int number) {
        const bool is_style = group_.place == RtfPlace::stylesheet;
        switch (meaning.act) {
            case RtfAct::style:
                is_style ? styles_.select(number) : static_cast<void>(group_.style = number);
                break;
            case RtfAct::outline_level:
                is_style ? styles_.set_outline_level(number)
                         : static_cast<void>(group_.outline_level = number);
                break;
            case RtfAct::font:
                if (group_.place == RtfPlace::font_table) fonts_.select(number);
                group_.font = number;
                break;
            case RtfAct::default_font:
                default_font_ = group_.font = number;
                break;
            case RtfAct::font_charset:
                fonts_.set_encoding(encoding_of_font_charset(number));
                break;
            case RtfAct::font_code_page:
                fonts_.set_encoding(encoding_of_code_page(number));
                break;
            case RtfAct::code_page:
                encoding_ = encoding_of_code_page(number);
                break;
            case RtfAct::code_page_is:
                encoding_ = encoding_of_code_page(static_cast<int>(meaning.value));
                break;
            default:
                break;
        }
    }

    // nullptr: the text is not taken.
    RtfText* place_for_text() {
        switch (group_.place) {
            case RtfPlace::body:
                return group_.is_hidden ? nullptr : &text_;
            case RtfPlace::note:
            case RtfPlace::box:
                return group_.is_hidden ? nullptr : &note_;
            case RtfPlace::title:
            case RtfPlace::author:
            case RtfPlace::stylesheet:
                return &word_;
            default:
                return nullptr;
        }
    }

    bool is_in_time() const {
        return group_.place == RtfPlace::created || group_.place == RtfPlace::modified;
    }

    void begin_place(RtfPlace place) {
        const bool is_fact = place >= RtfPlace::title && place <= RtfPlace::modified;
        if (is_fact && group_.place != RtfPlace::info) return;
        if (place == RtfPlace::either) group_.before_either = group_.place;
        group_.place = place;
        if (is_fact || place == RtfPlace::stylesheet) word_.take();
    }

    void end_group() {
        const auto ended = std::exchange(group_, groups_.back());
        groups_.pop_back();
        is_optional_ = false;
        skip_left_ = 0;
        if (ended.place == RtfPlace::stylesheet) {
            styles_.set_name(word_.take());
            styles_.begin_style();
        }
        if (ended.place == group_.place) return;
        if (ended.place == RtfPlace::note) paragraphs_.add_note(note_.take());
        if (ended.place == RtfPlace::box) paragraphs_.add_box(note_.take());
        if (ended.place == RtfPlace::title) title_ = word_.take();
        if (ended.place == RtfPlace::author) author_ = word_.take();
        if (ended.place == RtfPlace::created) created_ = times_.take();
        if (ended.place == RtfPlace::modified) modified_ = times_.take();
    }

    void end_paragraph() {
        const auto style = styles_.style(group_.style);
        RtfParagraph form;
        form.heading_level = group_.outline_level < 0
                                 ? style.heading_level
                                 : heading_level_of_outline(group_.outline_level);
        form.is_caption = style.is_caption;
        form.is_item = std::exchange(has_list_mark_, false) || group_.is_in_list;
        form.is_in_table = group_.is_in_table;
        paragraphs_.end_paragraph(text_.take(), form);
        sink_.tell_part_read(
            static_cast<double>(tokens_.position()) / static_cast<double>(content_.size())
        );
    }

    void end_page() {
        end_paragraph();
        sink_.end_page();
        writer_.set_page(++pages_);
    }

    DocumentFailure too_deep() const {
        return {
            "malformed",
            "The RTF document is nested deeper than " + std::to_string(rtf_depth_max) + " groups."};
    }

    Outcome finish() {
        group_.is_in_table = false;
        end_paragraph();
        paragraphs_.finish();
        if (!writer_.wrote_text()) return no_text();
        Warnings warnings;
        if (!is_complete_) {
            warnings.add("The document ends before its groups do; it seems to be cut off.");
        }
        warn_of_repairs(
            text_.replaced() + note_.replaced(), text_.left_out() + note_.left_out(), warnings
        );
        DocumentFacts facts;
        facts.format = "rtf";
        facts.title = fact(title_);
        facts.author = fact(author_);
        facts.encoding = encoding_;
        facts.created = created_;
        facts.modified = modified_;
        facts.pages = pages_;
        facts.warnings = warnings.finish();
        return facts;
    }

    std::string_view content_;
    RtfTokens tokens_;
    BlockSink& sink_;
    std::uint32_t pages_;
    BlockWriter writer_{sink_};
    RtfParagraphs paragraphs_{writer_};
    RtfFonts fonts_;
    RtfStyles styles_;
    Group group_;
    std::vector<Group> groups_;
    RtfText text_, note_, word_;
    RtfTimes times_;
    std::string title_, author_, created_, modified_;
    std::string encoding_ = "windows-1252";
    int default_font_ = 0;
    int skip_left_ = 0;  // of what stands in for the last \u
    bool is_complete_ = false;
    bool is_optional_ = false;  // \* stood before
    bool has_list_mark_ = false;
    bool is_header_row_ = false;
};

}  // namespace

Outcome read_rtf(std::string_view content, BlockSink& sink) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (content.starts_with(byte_order_mark)) content.remove_prefix(byte_order_mark.size());
    const auto start = std::min(content.find_first_not_of(" \t\r\n"), content.size());
    content.remove_prefix(start);
    if (!content.starts_with("{\\rtf")) {
        return DocumentFailure{"malformed", "The document does not begin as RTF does."};
    }
    return RtfReader{content, sink}.read();
}

}  // namespace ingestd::formats

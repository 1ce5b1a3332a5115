#include "page_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <ingestd/base/utf8.hpp>
#include <unicode/uchar.h>

#include "links.hpp"

namespace ingestd::formats {
namespace {

constexpr std::size_t heading_bytes_max = 240;
constexpr std::size_t heading_lines_max = 4;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t letters_in(std::string_view text) {
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size();) {
        letters += u_isalpha(static_cast<UChar32>(utf8::next(text, at))) ? 1 : 0;
    }
    return letters;
}

bool begins_small(std::string_view text) {
    std::size_t at = 0;
    return !text.empty() && u_islower(static_cast<UChar32>(utf8::next(text, at)));
}

// "2.1 Results": 2; "Results": 0.
int number_depth(std::string_view text) {
    int depth = 0;
    std::size_t at = 0;
    while (at < text.size() && is_digit(text[at])) {
        const auto begin = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        if (at - begin > 2) return 0;
        ++depth;
        if (at < text.size() && text[at] == '.') ++at;
    }
    return at < text.size() && text[at] == ' ' ? depth : 0;
}

std::string on_one_line(std::string_view text) {
    std::string line{text};
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

// "Figure 3: what is shown", but not "Figure 3 shows what".
bool is_caption(std::string_view text) {
    static constexpr std::array<std::string_view, 18> words{
        "Figure",
        "FIGURE",
        "Fig.",
        "FIG.",
        "Table",
        "TABLE",
        "Tab.",
        "Abbildung",
        "Abb.",
        "Tabelle",
        "Tableau",
        "Figura",
        "Tabla",
        "Scheme",
        "Chart",
        "Exhibit",
        "Listing",
        "Algorithm"};
    const auto found =
        std::find_if(words.begin(), words.end(), [&](auto word) { return text.starts_with(word); });
    if (found == words.end()) return false;
    text.remove_prefix(found->size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const auto number = std::min(text.find_first_not_of("0123456789.-IVXABCDS"), text.size());
    if (number == 0) return false;
    const bool had_point = text[number - 1] == '.';
    text.remove_prefix(number);
    return text.empty() || had_point || text.front() == ':' || text.front() == '|' ||
           text.front() == '\n' || text.starts_with(" |") || text.starts_with(" \u2013") ||
           text.starts_with("\u2013");
}

}  // namespace

void PdfPageWriter::learn(const PdfPage& page) {
    for (const auto& line : page.lines) {
        const auto bytes = line.text.size();
        sizes_[static_cast<int>(std::lround(std::clamp(line.size, 0.0, 500.0) * 2))] += bytes;
        all_ += bytes;
        if (line.is_bold) bold_ += bytes;
        if (line.is_fixed) fixed_ += bytes;
    }
    const auto most =
        std::max_element(sizes_.begin(), sizes_.end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
        });
    if (most != sizes_.end()) body_size_ = most->first / 2.0;
}

void PdfPageWriter::write(PdfPage& page) {
    page_ = static_cast<std::uint32_t>(page.number);
    writer_.set_page(page_);
    attach_marks(page);
    const auto tables = take_tables(page);
    const auto paragraphs = paragraphs_of(page);
    std::size_t next_table = 0;
    for (std::size_t i = 0; i < paragraphs.size(); ++i) {
        for (; next_table < tables.size() && tables[next_table].before <= paragraphs[i].first_line;
             ++next_table) {
            write_table(tables[next_table]);
        }
        write_paragraph(paragraphs, i);
    }
    for (; next_table < tables.size(); ++next_table) write_table(tables[next_table]);
}

void PdfPageWriter::write_seen(const PdfPage& page) {
    end_open();
    page_ = static_cast<std::uint32_t>(page.number);
    writer_.set_page(page_);
    for (const auto& paragraph : page.seen) writer_.paragraph(paragraph);
}

void PdfPageWriter::write_table(const PdfTable& table) {
    end_open();
    writer_.begin_table();
    for (const auto& row : table.rows) {
        writer_.row(row, table.has_header && &row == &table.rows.front());
    }
    writer_.begin_paragraph();
}

int PdfPageWriter::heading_level(const std::vector<PdfParagraph>& all, std::size_t at) {
    const auto& paragraph = all[at];
    const auto& text = paragraph.text;
    if (text.size() > heading_bytes_max || paragraph.lines > heading_lines_max) return 0;
    if (letters_in(text) < 2) return 0;
    if (const int level = outline_.take_level(text); level > 0) return level;
    if (bullet_length(text) > 0 || text.ends_with(',') || text.ends_with(';')) return 0;

    const double ratio = body_size_ > 0 ? paragraph.size / body_size_ : 1;
    const int depth = number_depth(text);
    if (ratio >= 1.15 && !(text.ends_with('.') && text.size() > 80)) {
        if (depth > 0) return std::min(depth + 1, 6);
        return ratio >= 1.7 ? 1 : ratio >= 1.35 ? 2 : 3;
    }
    if (!paragraph.is_bold || is_body_bold() || ratio < 0.95 || paragraph.lines > 2) return 0;
    if (text.size() > 120 || text.ends_with('.') || text.ends_with(':') || begins_small(text))
        return 0;
    // What it is the heading of stands below it.
    if (at + 1 == all.size()) return 0;
    const auto& below = all[at + 1];
    const bool is_above_text = !below.is_bold && below.text.size() >= 60 &&
                               below.box.y0 >= paragraph.box.y1 - 2 &&
                               below.box.y0 - paragraph.box.y1 < 3 * paragraph.size;
    if (!is_above_text) return 0;
    return depth > 0 ? std::min(depth + 1, 6) : 4;
}

void PdfPageWriter::write_code(const PdfParagraph& paragraph) {
    end_open();
    writer_.code(paragraph.text);
}

void PdfPageWriter::write_text(const PdfParagraph& paragraph, bool is_last) {
    end_open();
    std::string_view text = paragraph.text;
    if (paragraph.ends_in_hyphen) text.remove_suffix(text.ends_with('-') ? 1 : 3);
    if (is_last && paragraph.ends_full && paragraph.lines > 1) {
        open_ = Open{paragraph, page_, paragraph.ends_in_hyphen};
        writer_.paragraph(text);
    } else {
        writer_.paragraph(with_targets(text, paragraph.targets));
    }
}

void PdfPageWriter::go_on(const PdfParagraph& paragraph) {
    auto targets = std::move(open_->paragraph.targets);
    targets.insert(targets.end(), paragraph.targets.begin(), paragraph.targets.end());
    const std::string lead = open_->lost_hyphen ? "" : " ";
    open_.reset();
    writer_.paragraph_goes_on(lead + with_targets(paragraph.text, targets));
}

void PdfPageWriter::end_open() {
    if (open_ && !open_->paragraph.targets.empty()) {
        writer_.set_page(open_->page);
        writer_.paragraph_goes_on(with_targets("", open_->paragraph.targets));
        writer_.set_page(page_);
    }
    open_.reset();
}

void PdfPageWriter::write_paragraph(const std::vector<PdfParagraph>& all, std::size_t at) {
    const auto& paragraph = all[at];
    const auto& text = paragraph.text;
    if (trimmed(text).empty()) return;
    if (open_ && at == 0 && std::abs(open_->paragraph.size - paragraph.size) < 0.5 &&
        goes_on(open_->paragraph, text)) {
        go_on(paragraph);
        return;
    }
    const bool is_code_like = paragraph.is_fixed && fixed_ * 2 < all_;
    const auto bullet = bullet_length(text);
    if (is_code_like && paragraph.lines > 1) {
        write_code(paragraph);
    } else if (const int level = heading_level(all, at); level > 0) {
        end_open();
        writer_.heading(level, on_one_line(text));
    } else if (is_caption(text)) {
        end_open();
        writer_.caption(with_targets(text, paragraph.targets));
    } else if (bullet > 0 || has_item_number(text)) {
        end_open();
        const auto item = std::string_view{text}.substr(bullet);
        writer_.list_item(with_targets(item, paragraph.targets));
    } else {
        write_text(paragraph, at + 1 == all.size());
    }
}

}  // namespace ingestd::formats

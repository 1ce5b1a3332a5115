#include "paragraphs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <ingestd/base/utf8.hpp>
#include <unicode/uchar.h>

namespace ingestd::formats {
namespace {

constexpr std::array<std::string_view, 18> bullets{
    "\u2022",
    "\u25E6",
    "\u25AA",
    "\u25AB",
    "\u2023",
    "\u2043",
    "\u25CF",
    "\u25CB",
    "\u25A0",
    "\u25A1",
    "\u2013",
    "\u2014",
    "\u00B7",
    "\u27A2",
    "\u2713",
    "\uF0B7",
    "\uF0A7",
    "-"};

std::optional<char32_t> first_of(std::string_view text) {
    if (text.empty()) return std::nullopt;
    std::size_t at = 0;
    return utf8::next(text, at);
}

std::optional<char32_t> last_of(std::string_view text) {
    if (text.empty()) return std::nullopt;
    auto at = utf8::floor_boundary(text, text.size() - 1);
    return utf8::next(text, at);
}

bool is_lower(std::optional<char32_t> code) {
    return code && u_islower(static_cast<UChar32>(*code));
}

bool is_letter(std::optional<char32_t> code) {
    return code && u_isalpha(static_cast<UChar32>(*code));
}

// Scripts that part no words by blanks.
bool is_unparted(std::optional<char32_t> code) {
    return code && ((*code >= 0x2E80 && *code <= 0xA4CF && *code != 0x3000) ||
                    (*code >= 0xF900 && *code <= 0xFAFF) || (*code >= 0xFF00 && *code <= 0xFFEF) ||
                    (*code >= 0x20000 && *code <= 0x3FFFF));
}

bool ends_sentence(std::string_view text) {
    static constexpr std::array<std::string_view, 10> ends{
        ".", "!", "?", ":", ";", "\u3002", "\uFF01", "\uFF1F", "\u061F", "\u06D4"};
    while (text.ends_with('"') || text.ends_with(')') || text.ends_with("\u201D") ||
           text.ends_with(' ')) {
        text.remove_suffix(text.ends_with("\u201D") ? 3 : 1);
    }
    return std::any_of(ends.begin(), ends.end(), [&](auto end) { return text.ends_with(end); });
}

std::string_view hyphen_of(std::string_view text) {
    for (const std::string_view hyphen : {"-", "\u2010"}) {
        if (text.ends_with(hyphen) &&
            is_letter(last_of(text.substr(0, text.size() - hyphen.size())))) {
            return hyphen;
        }
    }
    return {};
}

void join_line(std::string& text, std::string_view line) {
    const auto hyphen = hyphen_of(text);
    if (!hyphen.empty() && is_letter(first_of(line))) {
        // "exam-ple" was one word; "Jean-Paul" has its hyphen from somebody.
        if (is_lower(first_of(line))) text.resize(text.size() - hyphen.size());
    } else if (!is_unparted(last_of(text)) || !is_unparted(first_of(line))) {
        text += ' ';
    }
    text += line;
}

bool is_same_style(const PdfLine& a, const PdfLine& b) {
    return std::abs(a.size - b.size) <= 0.08 * std::max(a.size, b.size) && a.is_bold == b.is_bold &&
           a.is_fixed == b.is_fixed && a.turned == b.turned;
}

class Joiner {
public:
    explicit Joiner(const PdfPage& page) : page_{page} {}

    std::vector<PdfParagraph> join() {
        const auto& lines = page_.lines;
        for (std::size_t begin = 0; begin < lines.size();) {
            auto end = begin + 1;
            while (end < lines.size() && lines[end].block == lines[begin].block) ++end;
            join_block(begin, end);
            begin = end;
        }
        return std::move(paragraphs_);
    }

private:
    void join_block(std::size_t begin, std::size_t end) {
        edges_ = page_.lines[begin].box;
        for (auto i = begin; i < end; ++i) edges_.join(page_.lines[i].box);
        std::size_t ended = 0;
        for (auto i = begin + 1; i < end; ++i) {
            ended += is_broken_off(page_.lines[i - 1], page_.lines[i]) ? 1 : 0;
        }
        keeps_lines_ = end - begin > 2 && ended * 2 >= end - begin - 1;
        const PdfLine* last = nullptr;
        for (auto i = begin; i < end; ++i) {
            const auto& line = page_.lines[i];
            if (line.is_running || line.is_in_table) {
                last = nullptr;
            } else {
                last == nullptr ? begin_in_block(line, i) : put(line, i, *last);
                last = &line;
                paragraphs_.back().ends_full = edges_.x1 - line.box.x1 < 4 * line.size;
            }
        }
    }

    // A block may go on with what the one before it said: poppler parts them at a formula, at a
    // taller line, at a column's end.
    void begin_in_block(const PdfLine& line, std::size_t at) {
        if (!paragraphs_.empty() && !line.begins_item) {
            auto& before = paragraphs_.back();
            const bool is_alike = std::abs(before.size - line.size) <= 0.08 * line.size &&
                                  before.is_bold == line.is_bold && !before.is_fixed &&
                                  !line.is_fixed && before.turned == line.turned;
            const bool is_next = !was_interrupted_since(before, at);
            if (is_alike && is_next &&
                (goes_on(before, line.text) || is_below_in_midst(before, line))) {
                append(before, line);
                return;
            }
        }
        begin(line, at);
    }

    // A line that hangs below the first one of an item.
    static bool is_below_in_midst(const PdfParagraph& before, const PdfLine& line) {
        return before.lines == 1 && bullet_length(before.text) > 0 &&
               is_lower(first_of(line.text)) && !ends_sentence(before.text) &&
               line.box.y0 >= before.box.y1 - 0.5 * line.size &&
               line.box.y0 - before.box.y1 < line.size && line.box.x0 > before.box.x0;
    }

    bool was_interrupted_since(const PdfParagraph& before, std::size_t at) const {
        for (auto i = before.first_line; i < at; ++i) {
            if (page_.lines[i].is_in_table) return true;
        }
        return false;
    }

    void begin(const PdfLine& line, std::size_t at) {
        PdfParagraph paragraph;
        paragraph.text = line.text;
        paragraph.targets = line.targets;
        paragraph.box = line.box;
        paragraph.size = line.size;
        paragraph.is_bold = line.is_bold;
        paragraph.is_fixed = line.is_fixed;
        paragraph.lines = 1;
        paragraph.first_line = at;
        paragraph.flow = line.flow;
        paragraph.turned = line.turned;
        paragraphs_.push_back(std::move(paragraph));
    }

    static void append(PdfParagraph& paragraph, const PdfLine& line) {
        join_line(paragraph.text, line.text);
        count_in(paragraph, line);
    }

    static void append_line(PdfParagraph& paragraph, const PdfLine& line, std::size_t indent) {
        paragraph.text += '\n' + std::string(indent, ' ') + line.text;
        count_in(paragraph, line);
    }

    static void count_in(PdfParagraph& paragraph, const PdfLine& line) {
        auto& targets = paragraph.targets;
        targets.insert(targets.end(), line.targets.begin(), line.targets.end());
        paragraph.box.join(line.box);
        ++paragraph.lines;
    }

    void put(const PdfLine& line, std::size_t at, const PdfLine& last) {
        auto& paragraph = paragraphs_.back();
        if (!is_same_style(line, last) || begins_paragraph(line, last)) {
            begin(line, at);
        } else if (line.is_fixed) {
            append_line(paragraph, line, indent_of(line));
        } else if (keeps_lines_ || is_broken_off(last, line)) {
            append_line(paragraph, line, 0);
        } else {
            append(paragraph, line);
        }
    }

    std::size_t indent_of(const PdfLine& line) const {
        const double width =
            line.box.width() / static_cast<double>(std::max<std::size_t>(line.text.size(), 1));
        const double columns = width > 0 ? (line.box.x0 - edges_.x0) / width : 0;
        return static_cast<std::size_t>(std::clamp(std::round(columns), 0.0, 80.0));
    }

    // The first word of the line would have stood on the last one, too: somebody ended that.
    bool is_broken_off(const PdfLine& last, const PdfLine& line) const {
        if (line.words.empty()) return false;
        return last.box.x1 + 0.35 * line.size + line.words.front().box.width() <
               edges_.x1 - 0.5 * line.size;
    }

    bool begins_paragraph(const PdfLine& line, const PdfLine& last) const {
        if (line.is_fixed) return line.box.y0 - last.box.y1 > 1.5 * line.size;
        if (line.begins_item || bullet_length(line.text) > 0) return true;
        const bool is_short = is_broken_off(last, line);
        if (has_item_number(line.text) && (is_short || ends_sentence(last.text))) return true;
        const double indent = 0.7 * line.size;
        const bool is_indented =
            line.box.x0 > edges_.x0 + indent && last.box.x0 < edges_.x0 + 0.3 * line.size;
        const bool is_outdented =
            line.box.x0 < last.box.x0 - indent && line.box.x0 < edges_.x0 + 0.3 * line.size;
        if (is_short && ends_sentence(last.text)) return true;
        if (is_indented && ends_sentence(last.text)) return line.box.x0 - edges_.x0 < 6 * line.size;
        // An entry of a list of sources: its further lines are indented.
        return is_outdented && is_short;
    }

    const PdfPage& page_;
    PdfBox edges_;              // of the block
    bool keeps_lines_ = false;  // an address, a poem: even the longest line ends where it ends
    std::vector<PdfParagraph> paragraphs_;
};

}  // namespace

std::size_t bullet_length(std::string_view text) {
    for (const auto bullet : bullets) {
        if (!text.starts_with(bullet)) continue;
        if (text.size() == bullet.size()) return 0;
        // A dash may begin speech or a negative number; with a blank behind it is a mark.
        return text[bullet.size()] == ' ' ? bullet.size() + 1 : 0;
    }
    return 0;
}

bool has_item_number(std::string_view text) {
    const bool is_open = text.starts_with('(');
    if (is_open) text.remove_prefix(1);
    std::size_t length = 0;
    while (length < text.size() && length < 3 && text[length] >= '0' && text[length] <= '9')
        ++length;
    if (length == 0 && text.size() > 1 && ((text[0] | 0x20) >= 'a' && (text[0] | 0x20) <= 'z')) {
        if (text[1] != ')') return false;
        length = 1;
    }
    if (length == 0 || length > 2 || length + 1 >= text.size()) return false;
    return (text[length] == ')' || (text[length] == '.' && !is_open)) && text[length + 1] == ' ';
}

bool goes_on(const PdfParagraph& part, std::string_view next) {
    if (!part.ends_full || part.lines < 2 || ends_sentence(part.text)) return false;
    return is_lower(first_of(next)) && !has_item_number(next);
}

namespace {

bool is_mark_alone(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (text.empty() || text.size() > 8) return false;
    const std::string with_text = std::string{text} + " x";
    if (bullet_length(with_text) > 0 || has_item_number(with_text)) return true;
    // "2.1" before a heading.
    return text.front() >= '1' && text.front() <= '9' &&
           text.find_first_not_of("0123456789.") == text.npos && text.find('.') != text.npos;
}

}  // namespace

void attach_marks(PdfPage& page) {
    std::vector<std::size_t> marks;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const auto& line = page.lines[i];
        if (!line.is_running && is_mark_alone(line.text)) marks.push_back(i);
    }
    if (marks.empty() || marks.size() * page.lines.size() > 4'000'000) return;
    std::vector<bool> is_attached(page.lines.size());
    for (const auto at : marks) {
        const auto& mark = page.lines[at];
        PdfLine* nearest = nullptr;
        for (auto& line : page.lines) {
            const double gap = line.box.x0 - mark.box.x1;
            if (&line == &mark || line.is_running || line.turned != mark.turned ||
                is_mark_alone(line.text) || gap < -0.2 * line.size || gap > 5 * line.size ||
                std::abs(line.box.middle() - mark.box.middle()) > 0.5 * line.size) {
                continue;
            }
            if (nearest == nullptr || line.box.x0 < nearest->box.x0) nearest = &line;
        }
        if (nearest == nullptr) continue;
        nearest->text = std::string{mark.text.substr(0, mark.text.find_last_not_of(' ') + 1)} +
                        " " + nearest->text;
        nearest->words.insert(nearest->words.begin(), mark.words.begin(), mark.words.end());
        nearest->begins_item = true;
        is_attached[at] = true;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        if (is_attached[i]) continue;
        if (kept != i) page.lines[kept] = std::move(page.lines[i]);
        ++kept;
    }
    page.lines.resize(kept);
}

std::vector<PdfParagraph> paragraphs_of(const PdfPage& page) {
    auto paragraphs = Joiner{page}.join();
    for (auto& paragraph : paragraphs) {
        paragraph.ends_in_hyphen =
            paragraph.ends_full && paragraph.lines > 1 && !hyphen_of(paragraph.text).empty();
    }
    return paragraphs;
}

}  // namespace ingestd::formats

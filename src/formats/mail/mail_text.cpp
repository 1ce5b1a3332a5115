#include "mail_text.hpp"

#include <algorithm>
#include <cctype>
#include <unordered_set>
#include <utility>

#include <ingestd/base/units.hpp>
#include <ingestd/base/utf8.hpp>

#include "../html_depth.hpp"
#include "../html_tree.hpp"

namespace ingestd::formats {
namespace {

constexpr std::size_t head_line_max = 16_KiB;  // a thousand recipients
constexpr std::size_t paragraph_max = 1_MiB;   // a longer one is given in parts

std::string_view take_line(std::string_view& rest) {
    const auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

// Gathers the lines of a paragraph.
class Paragraphs {
public:
    explicit Paragraphs(BlockWriter& writer) : writer_{writer} {}

    void add(std::string_view line, bool goes_on) {
        if (text_.size() > paragraph_max) end();
        text_ += line;
        if (!goes_on) text_ += '\n';
    }
    void end() {
        writer_.paragraph(text_);
        text_.clear();
    }

private:
    BlockWriter& writer_;
    std::string text_;
};

std::size_t quote_depth(std::string_view line) {
    return std::min(line.find_first_not_of('>'), line.size());
}

// One line of flowed text without what only serves its transport.
struct FlowedLine {
    std::size_t depth = 0;
    std::string_view text;
    bool goes_on = false;
};

FlowedLine read_flowed(std::string_view line, bool drops_spaces) {
    FlowedLine flowed;
    flowed.depth = quote_depth(line);
    flowed.text = line.substr(flowed.depth);
    if (flowed.text.starts_with(' ')) flowed.text.remove_prefix(1);  // stuffed
    flowed.goes_on = flowed.text.ends_with(' ') && flowed.text != "-- ";
    if (flowed.goes_on && drops_spaces) flowed.text.remove_suffix(1);
    return flowed;
}

class PlainText {
public:
    PlainText(PlainForm form, BlockWriter& writer) : form_{form}, paragraphs_{writer} {}

    void add(std::string_view line) {
        if (is_in_cipher_) {
            is_in_cipher_ = !line.starts_with("-----END PGP MESSAGE-----");
            return;
        }
        is_in_cipher_ = line.starts_with("-----BEGIN PGP MESSAGE-----");
        if (is_in_cipher_) return;
        form_.is_flowed ? add_flowed(line) : add_fixed(line);
    }
    void finish() { paragraphs_.end(); }

private:
    void add_fixed(std::string_view line) {
        if (trimmed(line.substr(quote_depth(line))).empty()) return paragraphs_.end();
        paragraphs_.add(line, false);
    }

    void add_flowed(std::string_view line) {
        const auto flowed = read_flowed(line, form_.drops_spaces);
        if (trimmed(flowed.text).empty()) {
            goes_on_ = false;
            return paragraphs_.end();
        }
        if (goes_on_ && flowed.depth != depth_) paragraphs_.add("", false);
        const bool continues = goes_on_ && flowed.depth == depth_;
        std::string text;
        if (flowed.depth > 0 && !continues) text = std::string(flowed.depth, '>') + ' ';
        text += flowed.text;
        paragraphs_.add(text, flowed.goes_on);
        goes_on_ = flowed.goes_on;
        depth_ = flowed.depth;
    }

    PlainForm form_;
    Paragraphs paragraphs_;
    bool is_in_cipher_ = false;
    bool goes_on_ = false;
    std::size_t depth_ = 0;
};

// Keeps blocks until it is known whether they are wanted.
class KeptBlocks final : public BlockSink {
public:
    void add(Block block) override { blocks_.push_back(std::move(block)); }
    void tell_part_read(double) override {}
    void end_page() override {}
    void begin_child(ChildName) override {}
    void add_child_bytes(std::string_view) override {}
    void end_child() override {}

    std::string text() const {
        std::string all;
        for (const auto& block : blocks_) all.append(block.text).append("\n");
        return all;
    }
    void hand_over(BlockSink& sink) {
        for (auto& block : blocks_) sink.add(std::move(block));
        blocks_.clear();
    }

private:
    std::vector<Block> blocks_;
};

// Scripts that part words by spaces end before this; beyond it each character counts for itself.
constexpr char32_t first_unspaced = 0x2E80;

template <class Take>
void for_each_word(std::string_view text, Take take) {
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) take(std::exchange(word, {}));
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto c = utf8::next(text, at);
        const bool is_word = c >= 0x80 || std::isalnum(static_cast<int>(c)) != 0;
        if (!is_word || c == 0xA0) {
            end_word();
        } else if (c >= first_unspaced) {
            end_word();
            take(std::string{text.substr(begin, at - begin)});
        } else if (c < 0x80) {
            word += static_cast<char>(std::tolower(static_cast<int>(c)));
        } else {
            word += text.substr(begin, at - begin);
        }
    }
    end_word();
}

}  // namespace

void write_mail_head(const MailHead& head, BlockWriter& writer) {
    writer.heading(1, utf8::prefix(head.subject, head_line_max));
    writer.begin_paragraph();
    const auto line = [&writer](const char* name, std::string_view value) {
        if (value.empty()) return;
        writer.line(std::string{name}.append(": ").append(utf8::prefix(value, head_line_max)));
    };
    line("From", head.from);
    line("To", head.to);
    line("Cc", head.cc);
    line("Date", head.date);
    writer.begin_paragraph();
}

void write_plain_text(std::string_view text, PlainForm form, BlockWriter& writer) {
    PlainText lines{form, writer};
    while (!text.empty()) lines.add(take_line(text));
    lines.finish();
}

bool says_the_same(std::string_view text, std::string_view other) {
    constexpr double nearly_all = 0.8;
    std::unordered_set<std::string> known;
    for_each_word(other, [&known](std::string word) { known.insert(std::move(word)); });
    std::size_t words = 0;
    std::size_t found = 0;
    for_each_word(text, [&](const std::string& word) {
        ++words;
        found += known.count(word);
    });
    return static_cast<double>(found) >= nearly_all * static_cast<double>(words);
}

void write_alternatives(const Alternatives& texts, BlockSink& sink, Warnings& warnings) {
    KeptBlocks html;
    if (!texts.html.empty()) {
        BlockWriter kept{html};
        const auto flat = flatten_html(texts.html);
        write_html(flat.html, kept);
        if (flat.was_deeper)
            warnings.add("Elements nested deeper than 512 levels were read as plain text.");
    }
    KeptBlocks plain;
    BlockWriter kept{plain};
    write_plain_text(texts.plain, texts.form, kept);
    if (!says_the_same(plain.text(), html.text())) plain.hand_over(sink);
    html.hand_over(sink);
}

}  // namespace ingestd::formats

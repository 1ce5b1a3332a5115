// From words and where they stand to blocks; poppler is not at work here. The input is text:
//   page                     begins a page
//   line FLOW BLOCK TURN SIZE  begins a line on it
//   word X Y WIDTH MARKS text  a word of it; marks: 1 bold, 2 of fixed width, 4 a link
#include <algorithm>
#include <charconv>
#include <deque>
#include <string>

#include <ingestd/base/utf8.hpp>

#include "../../src/formats/pdf/links.hpp"
#include "../../src/formats/pdf/page_writer.hpp"
#include "../../src/formats/pdf/running_lines.hpp"
#include "checking_sink.hpp"

using namespace ingestd;
using namespace ingestd::formats;

namespace {

constexpr std::size_t pages_max = 40;

std::string_view take(std::string_view& text, char end) {
    const auto length = std::min(text.find(end), text.size());
    const auto taken = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    return taken;
}

int take_number(std::string_view& text) {
    const auto word = take(text, ' ');
    int number = 0;
    std::from_chars(word.data(), word.data() + word.size(), number);
    return std::clamp(number, -1'000'000, 1'000'000);
}

void begin_line(PdfPage& page, std::string_view fields) {
    auto& line = page.lines.emplace_back();
    line.flow = take_number(fields);
    line.block = take_number(fields);
    line.turned = take_number(fields) & 3;
    line.size = take_number(fields) / 2.0;
    line.is_bold = line.is_fixed = true;
}

void add_word(PdfLine& line, std::string_view fields) {
    PdfWord word;
    word.size = line.size;
    word.box.x0 = take_number(fields);
    word.box.y0 = take_number(fields);
    word.box.x1 = word.box.x0 + take_number(fields);
    word.box.y1 = word.box.y0 + line.size;
    const int marks = take_number(fields);
    word.is_bold = (marks & 1) != 0;
    word.is_fixed = (marks & 2) != 0;
    word.link = (marks & 4) != 0 ? marks >> 3 & 1 : no_link;
    word.text = fields;
    if (word.text.empty()) return;
    line.text += (line.text.empty() ? "" : " ") + word.text;
    line.words.empty() ? void(line.box = word.box) : line.box.join(word.box);
    line.is_bold = line.is_bold && word.is_bold;
    line.is_fixed = line.is_fixed && word.is_fixed;
    line.words.push_back(std::move(word));
}

// As the reader gives them: lines without words are none.
std::deque<PdfPage> pages_of(std::string_view input) {
    std::string text = utf8::repair(input);
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n'; });
    std::deque<PdfPage> pages(1);
    for (std::string_view rest = text; !rest.empty();) {
        auto fields = take(rest, '\n');
        const auto kind = take(fields, ' ');
        if (kind == "page" && pages.size() < pages_max) pages.emplace_back();
        if (kind == "line") begin_line(pages.back(), fields);
        if (kind == "word" && !pages.back().lines.empty()) {
            add_word(pages.back().lines.back(), fields);
        }
    }
    int number = 0;
    for (auto& page : pages) {
        page.number = ++number;
        page.width = 612;
        page.height = 792;
        page.targets = {"https://example.org/a", "a@example.org"};
        std::erase_if(page.lines, [](const PdfLine& line) { return line.words.empty(); });
        settle_links(page);
    }
    return pages;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto pages = pages_of(fuzz::text_of(data, size));
    fuzz::CheckingSink sink;
    BlockWriter writer{sink};
    PdfOutline outline;
    PdfPageWriter page_writer{writer, outline};
    RunningLines running_lines;
    for (const auto& page : pages) page_writer.learn(page);
    for (std::size_t at = 0; at < pages.size(); ++at) {
        running_lines.mark(pages, at);
        page_writer.write(pages[at]);
    }
    page_writer.finish();
    return 0;
}

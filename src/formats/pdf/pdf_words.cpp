// Where the words of a PDF's pages stand.
#include <algorithm>
#include <memory>
#include <utility>

#include <ingestd/formats/pdf.hpp>

#include "open_pdf.hpp"
#include "page_reader.hpp"

namespace ingestd::formats {
namespace {

void pass_over_complaint(ErrorCategory, Goffset, const char*) {}

// From reading coordinates, which turn with the line, to the page's own: what page_reader.cpp does,
// undone.
PageBox shown_box(const PdfBox& box, int turned, const PdfPage& page) {
    const auto width = box.width(), height = box.height();
    switch (turned) {
        case 1:
            return {page.width - box.y1, box.x0, height, width};
        case 2:
            return {page.width - box.x1, page.height - box.y1, width, height};
        case 3:
            return {box.y0, page.height - box.x1, height, width};
        default:
            return {box.x0, box.y0, width, height};
    }
}

// Some fonts have boxes of a negative size.
PageBox upright(PageBox box) {
    if (box.width < 0) box.x += std::exchange(box.width, -box.width);
    if (box.height < 0) box.y += std::exchange(box.height, -box.height);
    return box;
}

// A line's words come from left to right, its text as it is read.
void put_in_reading_order(PdfLine& line) {
    if (line.words.size() < 2) return;
    const std::string_view text = line.text;
    if (!text.starts_with(line.words.front().text) && text.starts_with(line.words.back().text))
        std::ranges::reverse(line.words);
}

PageWords words_of(PdfPage page) {
    PageWords told{static_cast<std::uint32_t>(page.number), page.width, page.height, {}};
    std::uint32_t line_number = 0;
    for (auto& line : page.lines) {
        put_in_reading_order(line);
        for (auto& word : line.words) {
            if (word.text.empty()) continue;
            const auto box = upright(shown_box(word.box, line.turned, page));
            told.words.push_back({line_number, box, std::move(word.text)});
        }
        ++line_number;
    }
    return told;
}

}  // namespace

Outcome read_pdf_words(
    std::string_view content,
    const ReadingOptions& options,
    const PageSpan& pages,
    const std::function<void(const PageWords&)>& tell
) {
    use_poppler(pass_over_complaint);
    auto opened = open_whole_pdf(content, options.password);
    if (const auto* failure = std::get_if<DocumentFailure>(&opened)) return *failure;
    auto& document = *std::get<std::unique_ptr<PDFDoc>>(opened);
    const auto count = static_cast<std::uint32_t>(document.getNumPages());
    PageReader reader{document};
    for (auto number = pages.first; number <= std::min(pages.last, count); ++number)
        tell(words_of(reader.read(static_cast<int>(number))));
    DocumentFacts facts;
    facts.format = "pdf";
    facts.pages = count;
    return facts;
}

}  // namespace ingestd::formats

#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include <Catalog.h>
#include <PDFDoc.h>
#include <ingestd/formats/pdf.hpp>
#include <unicode/unistr.h>

#include "../block_writer.hpp"
#include "../declared_time.hpp"
#include "../ocr/pages_by_ocr.hpp"
#include "drawn_content.hpp"
#include "open_pdf.hpp"
#include "outline.hpp"
#include "page_reader.hpp"
#include "page_writer.hpp"
#include "pages_ahead.hpp"
#include "running_lines.hpp"
#include "text_string.hpp"

namespace ingestd::formats {
namespace {

// What poppler complains of while it reads: a table of objects that had to be rebuilt is damage
// that a person should know of; most of the rest is pedantry.
std::atomic<bool> told_damage = false;

void note_complaint(ErrorCategory, Goffset, const char* message) {
    const std::string_view view{message};
    for (const std::string_view sign : {"xref", "trailer", "Loop", "loop", "page count"}) {
        if (view.find(sign) != view.npos) told_damage = true;
    }
}

std::string pages_without_text(int without, int pages) {
    return std::to_string(without) + " of " + std::to_string(pages) + " pages hold no text.";
}

std::string pages_read_by_ocr(int count) {
    return count == 1 ? "1 page was read by OCR."
                      : std::to_string(count) + " pages were read by OCR.";
}

std::string garbled_pages(int count, std::string_view what_was_done) {
    const auto pages = count == 1 ? "1 page" : std::to_string(count) + " pages";
    return "The characters of " + pages + " have no meaning; " + std::string{what_was_done};
}

// What stands on a page as text, or else is seen on it.
PdfPage read_or_see(
    PageReader& reader, int number, PagesByOcr& by_ocr, const PartRecognized& tell
) {
    auto& document = reader.document();
    auto page = reader.read(number);
    const bool is_usable = !page.lines.empty() && !page.is_garbled;
    if (!page.is_readable || is_usable) return page;
    if (!page.is_garbled && !may_show_text(document, number)) return page;
    auto seen = by_ocr.read(document, number, tell);
    page.ocr_warning = std::move(seen.warning);
    page.seen = std::move(seen.text.paragraphs);
    if (!page.seen.empty()) page.lines.clear();
    return page;
}

// Page after page, looking some pages ahead for what comes again.
class PagesReader {
public:
    PagesReader(PDFDoc& document, PagesAhead& pages, BlockSink& sink)
        : document_{document},
          ahead_{pages},
          sink_{sink},
          outline_{document},
          pages_{document.getNumPages()} {}

    Outcome read() {
        for (int number = 1; number <= pages_; ++number) {
            window_.push_back(next(number));
            page_writer_.learn(window_.back());
            // The first pages tell what is the text's size.
            if (window_.size() - at_ > running_pages_ahead) write_next();
        }
        while (at_ < window_.size()) write_next();
        page_writer_.finish();
        if (unreadable_ == pages_)
            return DocumentFailure{"malformed", "None of the PDF's pages can be read."};
        if (!writer_.wrote_text()) {
            return DocumentFailure{
                "no_text",
                "The pages of this PDF hold no text layer: they are pictures or empty." +
                    (ocr_warning_.empty() ? "" : " " + ocr_warning_)};
        }
        return facts();
    }

private:
    PdfPage next(int number) {
        return ahead_.next([this, number](double part) {
            told_ = std::max(told_, (number - 1 + part) / pages_);
            sink_.tell_part_read(told_);
        });
    }

    void write_next() {
        auto& page = window_[at_];
        count(page);
        running_lines_.mark(window_, at_);
        page.seen.empty() ? page_writer_.write(page) : page_writer_.write_seen(page);
        told_ = std::max(told_, static_cast<double>(page.number) / pages_);
        sink_.tell_part_read(told_);
        sink_.end_page();
        if (++at_ > running_pages_ahead) {
            window_.pop_front();
            --at_;
        }
    }

    void count(const PdfPage& page) {
        const bool is_seen = !page.seen.empty();
        if (!page.is_readable) ++unreadable_;
        if (page.lines.empty() && !is_seen) ++without_text_;
        if (page.is_cut) ++cut_;
        if (is_seen) ++by_ocr_;
        if (page.is_garbled) ++(is_seen ? garbled_and_seen_ : garbled_);
        if (!page.ocr_warning.empty()) ocr_warning_ = page.ocr_warning;
    }

    DocumentFacts facts() {
        Warnings warnings;
        if (by_ocr_ > 0) warnings.add(pages_read_by_ocr(by_ocr_));
        if (!ocr_warning_.empty()) warnings.add(ocr_warning_);
        if (garbled_and_seen_ > 0)
            warnings.add(garbled_pages(garbled_and_seen_, "what is seen there was read."));
        if (garbled_ > 0) warnings.add(garbled_pages(garbled_, "they were taken as they stand."));
        if (without_text_ > 0) warnings.add(pages_without_text(without_text_, pages_));
        if (cut_ > 0) {
            warnings.add(
                "Of " + std::to_string(cut_) +
                " pages with millions of characters only the first were read."
            );
        }
        if (told_damage) warnings.add("The PDF is damaged; what could be read was taken.");
        DocumentFacts facts;
        facts.format = "pdf";
        facts.title = fact(text_string(document_.getDocInfoTitle().get()));
        facts.author = fact(text_string(document_.getDocInfoAuthor().get()));
        facts.created = utc_of_pdf(text_string(document_.getDocInfoCreatDate().get()));
        facts.modified = utc_of_pdf(text_string(document_.getDocInfoModDate().get()));
        facts.pages = static_cast<std::uint32_t>(pages_);
        facts.warnings = warnings.finish();
        return facts;
    }

    PDFDoc& document_;
    PagesAhead& ahead_;
    BlockSink& sink_;
    PdfOutline outline_;
    int pages_;
    BlockWriter writer_{sink_};
    PdfPageWriter page_writer_{writer_, outline_};
    RunningLines running_lines_;
    std::deque<PdfPage> window_;  // the next page to be written stands at `at_`
    std::size_t at_ = 0;
    int without_text_ = 0;
    int cut_ = 0;
    int unreadable_ = 0;
    int by_ocr_ = 0;
    int garbled_ = 0;
    int garbled_and_seen_ = 0;
    double told_ = 0;          // how much has been read
    std::string ocr_warning_;  // what of Tesseract is missing
};

}  // namespace

Outcome read_pdf(std::string_view content, const ReadingOptions& options, BlockSink& sink) {
    use_poppler(note_complaint);
    told_damage = false;
    auto whole = open_whole_pdf(content, options.password);
    if (const auto* failure = std::get_if<DocumentFailure>(&whole)) return *failure;
    const auto& document = std::get<std::unique_ptr<PDFDoc>>(whole);
    const auto again = [&] { return open_pdf(content, options.password); };
    PagesByOcr by_ocr{options};
    PagesAhead ahead{
        *document, again, [&](PageReader& reader, int number, const PartRecognized& tell) {
            return read_or_see(reader, number, by_ocr, tell);
        }};
    return PagesReader{*document, ahead, sink}.read();
}

Outcome read_pdf(std::string_view content, BlockSink& sink) {
    return read_pdf(content, ReadingOptions{}, sink);
}

}  // namespace ingestd::formats

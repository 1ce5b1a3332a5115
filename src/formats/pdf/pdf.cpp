#include <algorithm>
#include <atomic>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <Catalog.h>
#include <Error.h>
#include <ErrorCodes.h>
#include <GlobalParams.h>
#include <PDFDoc.h>
#include <Stream.h>
#include <ingestd/formats/pdf.hpp>
#include <unicode/unistr.h>

#include "../block_writer.hpp"
#include "../declared_time.hpp"
#include "../ocr/page_by_ocr.hpp"
#include "outline.hpp"
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

// Page after page, looking some pages ahead for what comes again.
class PagesReader {
public:
    PagesReader(PDFDoc& document, PagesAhead& ahead, const ReadingOptions& options, BlockSink& sink)
        : document_{document},
          ahead_{ahead},
          options_{options},
          sink_{sink},
          outline_{document},
          pages_{document.getNumPages()} {}

    Outcome read() {
        for (int number = 1; number <= pages_; ++number) {
            window_.push_back(ahead_.next());
            page_writer_.learn(window_.back());
            // The first pages tell what is the text's size.
            if (window_.size() - at_ > ahead) write_next();
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
    static constexpr std::size_t ahead = running_pages_ahead;

    void write_next() {
        auto& page = window_[at_];
        if (!page.is_readable) ++unreadable_;
        const bool is_seen = page.lines.empty() && read_by_ocr(page);
        if (page.lines.empty() && !is_seen) ++without_text_;
        if (page.is_cut) ++cut_;
        running_lines_.mark(window_, at_);
        if (!is_seen) page_writer_.write(page);
        sink_.tell_part_read(static_cast<double>(page.number) / pages_);
        sink_.end_page();
        if (++at_ > running_pages_ahead) {
            window_.pop_front();
            --at_;
        }
    }

    // False: nothing could be read on it.
    bool read_by_ocr(const PdfPage& page) {
        if (!page.is_readable) return false;
        const auto seen = read_page_by_ocr(
            document_,
            page.number,
            options_,
            [&, told = 0.0](double part) mutable {
                told = std::max(told, part);
                sink_.tell_part_read((page.number - 1 + told) / pages_);
            }
        );
        if (!seen.warning.empty()) ocr_warning_ = seen.warning;
        writer_.set_page(static_cast<std::uint32_t>(page.number));
        for (const auto& paragraph : seen.text.paragraphs) writer_.paragraph(paragraph);
        if (seen.text.paragraphs.empty()) return false;
        ++by_ocr_;
        return true;
    }

    DocumentFacts facts() {
        Warnings warnings;
        if (by_ocr_ > 0) warnings.add(pages_read_by_ocr(by_ocr_));
        if (!ocr_warning_.empty()) warnings.add(ocr_warning_);
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
    const ReadingOptions& options_;
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
    std::string ocr_warning_;  // what of Tesseract is missing
};

std::unique_ptr<PDFDoc> open_pdf(std::string_view content, std::string_view password) {
    std::optional<GooString> secret;
    if (!password.empty()) secret.emplace(std::string{password});
    return std::make_unique<PDFDoc>(
        new MemStream{content.data(), 0, static_cast<Goffset>(content.size()), Object{objNull}},
        secret,
        secret
    );
}

}  // namespace

Outcome read_pdf(std::string_view content, const ReadingOptions& options, BlockSink& sink) {
    if (content.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return DocumentFailure{"too_large", "A PDF of more than 2 GiB cannot be read."};
    }
    const GlobalParamsIniter parameters{note_complaint};
    told_damage = false;
    const auto document = open_pdf(content, options.password);
    if (!document->isOk()) {
        if (document->getErrorCode() != errEncrypted)
            return DocumentFailure{"malformed", "The PDF is damaged beyond what can be repaired."};
        return DocumentFailure{
            "password_required",
            options.password.empty()
                ? "The PDF is encrypted and opens only with its password."
                : "The PDF is encrypted, and the password that was given does not open it."};
    }
    if (document->getNumPages() <= 0)
        return DocumentFailure{"malformed", "The PDF holds no pages."};
    const auto again = [&] { return open_pdf(content, options.password); };
    PagesAhead ahead{*document, again, threads_for(document->getNumPages())};
    return PagesReader{*document, ahead, options, sink}.read();
}

Outcome read_pdf(std::string_view content, BlockSink& sink) {
    return read_pdf(content, ReadingOptions{}, sink);
}

}  // namespace ingestd::formats

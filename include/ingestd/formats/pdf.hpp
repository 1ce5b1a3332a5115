// PDF through poppler.
#pragma once

#include <functional>
#include <string_view>

#include <ingestd/document/page_words.hpp>
#include <ingestd/formats/block_sink.hpp>
#include <ingestd/formats/reading_options.hpp>

namespace ingestd::formats {

// Page by page, in the reading order that poppler finds (columns one after another): headings (by
// bookmarks, font sizes, bold lines), paragraphs of joined lines, list items, captions, code, rows
// of tables whose columns are plain to see. Headers, footers and page numbers are left out; a
// header stays where it comes first. Targets of links stand behind the text. Title, author,
// dates and number of pages come from the document's own data.
//   options   the user's and the owner's password both open it; a page without text, or whose
//             text means nothing, is read by OCR where a language is named
//   memory    five pages, and on several cores those that are read ahead
//   errors    password_required, also when the one given does not open it; malformed; no_text when
//             no page has a text layer; too_large (over 2 GiB)
Outcome read_pdf(std::string_view content, const ReadingOptions& options, BlockSink& sink);
Outcome read_pdf(std::string_view content, BlockSink& sink);

// Where the words of some pages stand, each page as it has been read; what of a page's text layer
// read_pdf reads, in the same order, with headers and footers. Pages that are not there are left
// out; one without a text layer has no words.
//   errors  password_required, malformed, too_large
Outcome read_pdf_words(
    std::string_view content,
    const ReadingOptions& options,
    const PageSpan& pages,
    const std::function<void(const PageWords&)>& tell
);

}  // namespace ingestd::formats

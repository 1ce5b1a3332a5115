// Opens a PDF through poppler. Private to the room.
#pragma once

#include <memory>
#include <string_view>
#include <variant>

#include <Error.h>
#include <PDFDoc.h>
#include <ingestd/document/document_failure.hpp>

namespace ingestd::formats {

// Before a document is opened: who is told what poppler complains of.
void use_poppler(ErrorCallback complain);

// The bytes stay the caller's and must outlive the document.
std::unique_ptr<PDFDoc> open_pdf(std::string_view content, std::string_view password);

// One that has pages, or why there is none: too_large, password_required, malformed.
using OpenedPdf = std::variant<std::unique_ptr<PDFDoc>, DocumentFailure>;
OpenedPdf open_whole_pdf(std::string_view content, std::string_view password);

}  // namespace ingestd::formats

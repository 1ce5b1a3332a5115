// Pages of a PDF that are pictures. Private to the room.
#pragma once

#include <string>

#include "text_recognition.hpp"

class PDFDoc;

namespace ingestd::formats {

//   warning  what of Tesseract's data is missing; empty: nothing
struct PageByOcr {
    RecognizedText text;
    std::string warning;
};

// Draws the page, at 300 dpi unless that is more than recognized_pixels_max, and reads the picture.
// An empty page is not read, and no picture is where the options name no language.
PageByOcr read_page_by_ocr(
    PDFDoc& document, int page, const ReadingOptions& options, const PartRecognized& tell
);

}  // namespace ingestd::formats

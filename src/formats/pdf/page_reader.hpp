// Reads what stands on the pages of a PDF, through poppler. Private to the room.
#pragma once

#include "page_text.hpp"
#include "shared_objects.hpp"

class PDFDoc;

namespace ingestd::formats {

// Keeps from page to page what they share.
//   thread  one, that which reads the document
class PageReader {
public:
    explicit PageReader(PDFDoc& document) : document_{document} {}

    //   number  from 1
    PdfPage read(int number);

    PDFDoc& document() const { return document_; }

private:
    PDFDoc& document_;
    SharedObjects shared_;
};

}  // namespace ingestd::formats

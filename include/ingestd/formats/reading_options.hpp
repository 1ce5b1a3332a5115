// What an upload asked of its documents' readers.
#pragma once

#include <string>

namespace ingestd::formats {

//   password       opens the document if it is encrypted; empty: none is known
//   ocr_languages  names of Tesseract's data joined by '+', "eng+deu"; empty: pictures are not read
//   tessdata       the folder where that data lies; empty: where Debian puts it
struct ReadingOptions {
    std::string password{};
    std::string ocr_languages{};
    std::string tessdata{};
};

}  // namespace ingestd::formats

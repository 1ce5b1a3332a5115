// Pages of a PDF that are pictures. Private to the room.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "text_recognition.hpp"

class PDFDoc;

namespace ingestd::formats {

//   warning  what of Tesseract's data is missing; empty: nothing
struct PageByOcr {
    RecognizedText text;
    std::string warning;
};

// Reads the pages of one document, several at once where that fits: all of them together have
// recognized_pixels_max, and a second Tesseract is loaded when a page waits for the first, unless
// there are many languages.
//   thread  any, each with a PDFDoc of its own
class PagesByOcr {
public:
    // options  must outlive this
    explicit PagesByOcr(const ReadingOptions& options);
    ~PagesByOcr();
    PagesByOcr(const PagesByOcr&) = delete;
    PagesByOcr& operator=(const PagesByOcr&) = delete;

    // Draws the page, at 300 dpi unless that is more than recognized_pixels_max, and reads the
    // picture. An empty page is not read, and no picture is where the options name no language.
    PageByOcr read(PDFDoc& document, int page, const PartRecognized& tell);

private:
    class Place;
    class Lent;

    void load_first();
    TextRecognition* lend();
    std::unique_ptr<TextRecognition> load_another();

    const ReadingOptions& options_;
    std::mutex mutex_;
    std::condition_variable changed_;
    // guarded by mutex_
    std::uint64_t pixels_ = 0;  // of the pages that are being read
    bool is_loaded_ = false;
    std::string warning_;
    std::size_t engines_ = 0;
    std::size_t engines_max_;
    std::vector<TextRecognition*> idle_;
    std::vector<std::unique_ptr<TextRecognition>> others_;  // than the one that is kept
};

}  // namespace ingestd::formats

// The pages of a PDF, read on several cores and given in order. Private to the room.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "../ocr/text_recognition.hpp"
#include "page_reader.hpp"
#include "page_text.hpp"

class PDFDoc;

namespace ingestd::formats {

// Poppler reads one document on one thread at a time, but several documents at once: each thread
// opens the same bytes for itself. What a page gives depends on that page alone, so the order of
// the threads changes nothing. A short document is read by who asks, until a page of it had to be
// read by OCR: then there is work for more threads.
//   thread  one asks
//   memory  a page on each thread, and those that are read and not yet asked for: pages_ahead_max
class PagesAhead {
public:
    //   open     the document once more; called on the threads
    //   read     a page of it; called on the threads. Tells how much of the page has been read
    using Open = std::function<std::unique_ptr<PDFDoc>()>;
    using Read = std::function<PdfPage(PageReader&, int number, const PartRecognized& tell)>;
    PagesAhead(PDFDoc& document, Open open, Read read);
    ~PagesAhead();
    PagesAhead(const PagesAhead&) = delete;
    PagesAhead& operator=(const PagesAhead&) = delete;

    // The next page, from the first.
    //   tell      on the caller's thread, how much of the page has been read; also 0 now and then,
    //   as
    //             long as other pages are being read by OCR
    //   REQUIRES  it was not asked for the last before
    PdfPage next(const PartRecognized& tell);

private:
    void start(int threads_wanted);
    void read_on_thread();
    void read_pages(PageReader& reader);

    PageReader reader_;
    const Open open_;
    const Read read_one_;
    const int pages_;

    std::mutex mutex_;
    std::condition_variable changed_;
    // guarded by mutex_
    int to_read_ = 1;  // which page is nobody's yet
    int to_give_ = 1;
    bool is_stopping_ = false;
    std::optional<double> told_;  // of the page that is waited for
    std::map<int, PdfPage> read_;
    std::exception_ptr failed_;

    std::vector<std::thread> threads_;
};

}  // namespace ingestd::formats

// The pages of a long PDF, read on several cores and given in order. Private to the room.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "page_text.hpp"

class PDFDoc;

namespace ingestd::formats {

// Poppler reads one document on one thread at a time, but several documents at once: each thread
// opens the same bytes for itself. What a page gives depends on that page alone, so the order of
// the threads changes nothing. A short document is read by who asks.
//   thread  one asks
//   memory  a page on each thread, and those that are read and not yet asked for: pages_ahead_max
class PagesAhead {
public:
    //   open     the document once more; called on the threads
    //   threads  at most; 1: none
    PagesAhead(PDFDoc& document, std::function<std::unique_ptr<PDFDoc>()> open, unsigned threads);
    ~PagesAhead();
    PagesAhead(const PagesAhead&) = delete;
    PagesAhead& operator=(const PagesAhead&) = delete;

    // The next page, from the first.  REQUIRES: it was not asked for the last before
    PdfPage next();

private:
    void read();
    void read_pages(PDFDoc& document);

    PDFDoc& document_;
    const std::function<std::unique_ptr<PDFDoc>()> open_;
    const int pages_;

    std::mutex mutex_;
    std::condition_variable changed_;
    // guarded by mutex_
    int to_read_ = 1;  // which page is nobody's yet
    int to_give_ = 1;
    bool is_stopping_ = false;
    std::map<int, PdfPage> read_;
    std::exception_ptr failed_;

    std::vector<std::thread> threads_;
};

// As many as this machine runs at once, for a document of so many pages.
unsigned threads_for(int pages);

}  // namespace ingestd::formats

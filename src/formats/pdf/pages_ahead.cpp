#include "pages_ahead.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <PDFDoc.h>

#include "page_reader.hpp"

namespace ingestd::formats {
namespace {

constexpr int pages_ahead_max = 32;

// Opening the document once more costs what a few pages do.
constexpr int pages_worth_a_thread = 24;
constexpr unsigned threads_max = 8;

}  // namespace

unsigned threads_for(int pages) {
    const auto worth = static_cast<unsigned>(pages / pages_worth_a_thread);
    return std::clamp(std::min(worth, std::thread::hardware_concurrency()), 1u, threads_max);
}

PagesAhead::PagesAhead(
    PDFDoc& document, std::function<std::unique_ptr<PDFDoc>()> open, unsigned threads
)
    : document_{document}, open_{std::move(open)}, pages_{document.getNumPages()} {
    if (threads < 2) return;
    try {
        for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { read(); });
    } catch (const std::system_error&) {
        // With fewer, or with none: who asks reads then.
    }
}

PagesAhead::~PagesAhead() {
    {
        const std::lock_guard lock{mutex_};
        is_stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
}

PdfPage PagesAhead::next() {
    std::unique_lock lock{mutex_};
    const int number = to_give_++;
    if (threads_.empty()) return read_page(document_, number);
    changed_.notify_all();  // there is room for one more
    changed_.wait(lock, [&] { return read_.contains(number) || failed_; });
    if (failed_) std::rethrow_exception(failed_);
    return std::move(read_.extract(number).mapped());
}

void PagesAhead::read() {
    try {
        const auto document = open_();
        read_pages(*document);
    } catch (...) {
        const std::lock_guard lock{mutex_};
        failed_ = std::current_exception();
        changed_.notify_all();
    }
}

void PagesAhead::read_pages(PDFDoc& document) {
    std::unique_lock lock{mutex_};
    for (;;) {
        changed_.wait(lock, [this] {
            return is_stopping_ || to_read_ > pages_ || to_read_ < to_give_ + pages_ahead_max;
        });
        if (is_stopping_ || to_read_ > pages_) return;
        const int number = to_read_++;
        lock.unlock();
        auto page = read_page(document, number);
        lock.lock();
        read_.emplace(number, std::move(page));
        changed_.notify_all();
    }
}

}  // namespace ingestd::formats

#include "pages_ahead.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <PDFDoc.h>

namespace ingestd::formats {
namespace {

constexpr int pages_ahead_max = 32;

// Opening the document once more costs what a few pages do.
constexpr int pages_worth_a_thread = 24;
constexpr int threads_max = 8;

}  // namespace

PagesAhead::PagesAhead(PDFDoc& document, Open open, Read read)
    : reader_{document},
      open_{std::move(open)},
      read_one_{std::move(read)},
      pages_{document.getNumPages()} {
    start(pages_ / pages_worth_a_thread);
}

void PagesAhead::start(int threads_wanted) {
    const auto cores = static_cast<int>(std::thread::hardware_concurrency());
    const auto threads = std::min({threads_wanted, cores, threads_max});
    if (threads < 2) return;
    try {
        for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { read_on_thread(); });
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

PdfPage PagesAhead::next(const PartRecognized& tell) {
    std::unique_lock lock{mutex_};
    const int number = to_give_++;
    if (threads_.empty()) {
        to_read_ = number + 1;
        auto page = read_one_(reader_, number, tell);
        // The threads take the mutex: they wait until this page is given.
        if (!page.seen.empty()) start(pages_ - number);
        return page;
    }
    changed_.notify_all();  // there is room for one more
    for (;;) {
        changed_.wait(lock, [&] { return read_.contains(number) || failed_ || told_; });
        if (failed_) std::rethrow_exception(failed_);
        if (read_.contains(number)) return std::move(read_.extract(number).mapped());
        const double part = *std::exchange(told_, std::nullopt);
        lock.unlock();
        tell(part);
        lock.lock();
    }
}

void PagesAhead::read_on_thread() {
    try {
        const auto document = open_();
        PageReader reader{*document};
        read_pages(reader);
    } catch (...) {
        const std::lock_guard lock{mutex_};
        failed_ = std::current_exception();
        changed_.notify_all();
    }
}

void PagesAhead::read_pages(PageReader& reader) {
    std::unique_lock lock{mutex_};
    for (;;) {
        changed_.wait(lock, [this] {
            return is_stopping_ || to_read_ > pages_ || to_read_ < to_give_ + pages_ahead_max;
        });
        if (is_stopping_ || to_read_ > pages_) return;
        const int number = to_read_++;
        lock.unlock();
        auto page = read_one_(reader, number, [this, number](double part) {
            const std::lock_guard told{mutex_};
            told_ = number == to_give_ - 1 ? part : 0;
            changed_.notify_all();
        });
        lock.lock();
        read_.emplace(number, std::move(page));
        changed_.notify_all();
    }
}

}  // namespace ingestd::formats

#include "pages_by_ocr.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <thread>
#include <utility>
#include <variant>

#include <PDFDoc.h>
#include <SplashOutputDev.h>
#include <ingestd/document/upload_options.hpp>
#include <splash/SplashBitmap.h>

namespace ingestd::formats {
namespace {

constexpr double wanted_dpi = 300;
constexpr double least_dpi = 70;  // below it letters are a few pixels high
constexpr double points_an_inch = 72;
constexpr unsigned char paper_white = 250;
constexpr std::ptrdiff_t drawn_pixels_min = 100;  // a speck is no text
constexpr int row_alignment = 4;                  // bytes

// Each takes some 50 MB, and that a language.
constexpr std::size_t engines_at_once = 2;
constexpr std::size_t languages_for_several = 2;

double square_inches(PDFDoc& document, int page) {
    return document.getPageCropWidth(page) / points_an_inch *
           (document.getPageCropHeight(page) / points_an_inch);
}

// 0: the page is too large to be read.
double dpi_for(double square_inches) {
    if (!(square_inches > 0)) return 0;
    const double most = std::sqrt(static_cast<double>(recognized_pixels_max) / square_inches);
    return most < least_dpi ? 0 : std::min(wanted_dpi, most);
}

bool is_empty(SplashBitmap& bitmap) {
    std::ptrdiff_t drawn = 0;
    for (int y = 0; y < bitmap.getHeight(); ++y) {
        const auto* row = bitmap.getDataPtr() + std::ptrdiff_t{y} * bitmap.getRowSize();
        drawn += std::count_if(row, row + bitmap.getWidth(), [](unsigned char gray) {
            return gray < paper_white;
        });
        if (drawn > drawn_pixels_min) return false;
    }
    return true;
}

PixPtr to_pix(SplashBitmap& bitmap) {
    PixPtr pix{::pixCreateNoInit(bitmap.getWidth(), bitmap.getHeight(), 8)};
    if (!pix) return nullptr;
    const auto words = static_cast<std::ptrdiff_t>(::pixGetWpl(pix.get()));
    for (int y = 0; y < bitmap.getHeight(); ++y) {
        const auto* from = bitmap.getDataPtr() + std::ptrdiff_t{y} * bitmap.getRowSize();
        l_uint32* line = ::pixGetData(pix.get()) + y * words;
        for (int x = 0; x < bitmap.getWidth(); ++x) SET_DATA_BYTE(line, x, from[x]);
    }
    return pix;
}

// Null: nothing stands on it, or it cannot be drawn.
PixPtr draw(PDFDoc& document, int page, double dpi) {
    SplashColor white{0xFF};
    SplashOutputDev device{splashModeMono8, row_alignment, false, white};
    device.startDoc(&document);
    document.displayPage(&device, page, dpi, dpi, 0, false, true, false);
    auto* bitmap = device.getBitmap();
    if (bitmap == nullptr || bitmap->getDataPtr() == nullptr || is_empty(*bitmap)) return nullptr;
    auto pix = to_pix(*bitmap);
    const auto whole_dpi = static_cast<l_int32>(dpi);
    if (pix) ::pixSetResolution(pix.get(), whole_dpi, whole_dpi);
    return pix;
}

}  // namespace

// A place among the pages that are being read, so large that their pictures fit into memory.
class PagesByOcr::Place {
public:
    Place(PagesByOcr& pages, std::uint64_t pixels) : pages_{pages}, pixels_{pixels} {
        std::unique_lock lock{pages_.mutex_};
        pages_.changed_.wait(lock, [this] {
            return pages_.pixels_ == 0 || pages_.pixels_ + pixels_ <= recognized_pixels_max;
        });
        pages_.pixels_ += pixels_;
    }
    ~Place() {
        const std::lock_guard lock{pages_.mutex_};
        pages_.pixels_ -= pixels_;
        pages_.changed_.notify_all();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    PagesByOcr& pages_;
    std::uint64_t pixels_;
};

class PagesByOcr::Lent {
public:
    explicit Lent(PagesByOcr& pages) : pages_{pages}, recognition_{pages.lend()} {}
    ~Lent() {
        const std::lock_guard lock{pages_.mutex_};
        pages_.idle_.push_back(recognition_);
        pages_.changed_.notify_all();
    }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;

    TextRecognition* operator->() const { return recognition_; }

private:
    PagesByOcr& pages_;
    TextRecognition* recognition_;
};

PagesByOcr::PagesByOcr(const ReadingOptions& options) : options_{options} {
    const auto languages = split_ocr_languages(options.ocr_languages).size();
    const bool are_several =
        languages <= languages_for_several && std::thread::hardware_concurrency() > 1;
    engines_max_ = are_several ? engines_at_once : 1;
}

PagesByOcr::~PagesByOcr() = default;

// REQUIRES: the lock is held. Without languages there will be no engine.
void PagesByOcr::load_first() {
    if (std::exchange(is_loaded_, true)) return;
    const auto recognition = TextRecognition::of(options_);
    if (const auto* failure = std::get_if<DocumentFailure>(&recognition)) {
        warning_ = failure->detail;
        return;
    }
    idle_.push_back(std::get<TextRecognition*>(recognition));
    idle_.reserve(engines_max_);
    warning_ = idle_.back()->missing();
    engines_ = 1;
}

TextRecognition* PagesByOcr::lend() {
    std::unique_lock lock{mutex_};
    if (idle_.empty() && engines_ < engines_max_) {
        ++engines_;
        lock.unlock();
        auto another = load_another();
        lock.lock();
        if (another) {
            others_.push_back(std::move(another));
            return others_.back().get();
        }
        engines_max_ = --engines_;
    }
    changed_.wait(lock, [this] { return !idle_.empty(); });
    auto* const lent = idle_.back();
    idle_.pop_back();
    return lent;
}

// Null: there is not enough memory, and the first one has to do.
std::unique_ptr<TextRecognition> PagesByOcr::load_another() {
    try {
        auto made = TextRecognition::load(options_);
        auto* const another = std::get_if<std::unique_ptr<TextRecognition>>(&made);
        return another != nullptr ? std::move(*another) : nullptr;
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

PageByOcr PagesByOcr::read(PDFDoc& document, int page, const PartRecognized& tell) {
    PageByOcr read;
    const double area = square_inches(document, page);
    const double dpi = dpi_for(area);
    if (options_.ocr_languages.empty() || dpi == 0) return read;
    const Place place{*this, static_cast<std::uint64_t>(area * dpi * dpi)};
    {
        const std::lock_guard lock{mutex_};
        load_first();
        read.warning = warning_;
        if (engines_ == 0) return read;
    }
    const auto pix = draw(document, page, dpi);
    if (!pix) return read;
    const Lent recognition{*this};
    read.text = recognition->read(pix.get(), tell);
    return read;
}

}  // namespace ingestd::formats

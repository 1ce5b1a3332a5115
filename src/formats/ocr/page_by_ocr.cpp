#include "page_by_ocr.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include <PDFDoc.h>
#include <SplashOutputDev.h>
#include <splash/SplashBitmap.h>

namespace ingestd::formats {
namespace {

constexpr double wanted_dpi = 300;
constexpr double least_dpi = 70;  // below it letters are a few pixels high
constexpr double points_an_inch = 72;
constexpr unsigned char paper_white = 250;
constexpr std::ptrdiff_t drawn_pixels_min = 100;  // a speck is no text
constexpr int row_alignment = 4;                  // bytes

// 0: the page is too large to be read.
double dpi_for(PDFDoc& document, int page) {
    const double square_inches = document.getPageCropWidth(page) / points_an_inch *
                                 (document.getPageCropHeight(page) / points_an_inch);
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

PageByOcr read_page_by_ocr(
    PDFDoc& document, int page, const ReadingOptions& options, const PartRecognized& tell
) {
    PageByOcr read;
    const double dpi = dpi_for(document, page);
    if (options.ocr_languages.empty() || dpi == 0) return read;
    const auto recognition = TextRecognition::of(options);
    if (const auto* failure = std::get_if<DocumentFailure>(&recognition)) {
        read.warning = failure->detail;
        return read;
    }
    auto* const reader = std::get<TextRecognition*>(recognition);
    const auto pix = draw(document, page, dpi);
    if (!pix) return read;
    read.warning = reader->missing();
    read.text = reader->read(pix.get(), tell);
    return read;
}

}  // namespace ingestd::formats

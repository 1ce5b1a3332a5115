#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <ingestd/formats/picture.hpp>

#include "../block_writer.hpp"
#include "exif_orientation.hpp"
#include "text_recognition.hpp"

namespace ingestd::formats {
namespace {

const l_uint8* octets(std::string_view content) {
    return reinterpret_cast<const l_uint8*>(content.data());
}

const char* format_word(int format) {
    switch (format) {
        case IFF_PNG:
            return "png";
        case IFF_JFIF_JPEG:
            return "jpeg";
        case IFF_WEBP:
            return "webp";
        case IFF_GIF:
            return "gif";
        case IFF_BMP:
            return "bmp";
        case IFF_PNM:
            return "pnm";
        default:
            return "tiff";
    }
}

// Leptonica knows more formats than those that people have: its own among them.
bool is_read(int format) {
    switch (format) {
        case IFF_PNG:
        case IFF_JFIF_JPEG:
        case IFF_WEBP:
        case IFF_GIF:
        case IFF_BMP:
        case IFF_PNM:
        case IFF_TIFF:
        case IFF_TIFF_PACKBITS:
        case IFF_TIFF_RLE:
        case IFF_TIFF_G3:
        case IFF_TIFF_G4:
        case IFF_TIFF_LZW:
        case IFF_TIFF_ZIP:
        case IFF_TIFF_JPEG:
            return true;
        default:
            return false;
    }
}

bool is_tiff(std::string_view content) {
    return content.starts_with("II*") || content.starts_with("MM");
}

struct Size {
    l_int32 width = 0;
    l_int32 height = 0;

    std::uint64_t pixels() const {
        return static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height);
    }
};

// Leptonica decodes a GIF to tell its size: it is read here.
Size gif_size(std::string_view content) {
    const auto number = [&](std::size_t at) {
        return static_cast<l_int32>(static_cast<unsigned char>(content[at])) |
               static_cast<l_int32>(static_cast<unsigned char>(content[at + 1])) << 8;
    };
    return content.size() < 10 ? Size{} : Size{number(6), number(8)};
}

// As declared, before a pixel is decoded; nullopt: that cannot be told.
std::optional<Size> declared_size(std::string_view content, int format) {
    Size size = format == IFF_GIF ? gif_size(content) : Size{};
    if (format != IFF_GIF) {
        const int failed = ::pixReadHeaderMem(
            octets(content),
            content.size(),
            nullptr,
            &size.width,
            &size.height,
            nullptr,
            nullptr,
            nullptr
        );
        if (failed != 0) return std::nullopt;
    }
    if (size.width <= 0 || size.height <= 0) return std::nullopt;
    return size;
}

// Gray alone where the file can give it: a quarter of the memory.
PixPtr decode(std::string_view content, int format) {
    if (format == IFF_JFIF_JPEG) {
        PixPtr gray{::pixReadMemJpeg(
            octets(content), content.size(), 0, 1, nullptr, L_JPEG_READ_LUMINANCE
        )};
        if (gray) return gray;
    }
    return PixPtr{::pixReadMem(octets(content), content.size())};
}

// Orientations 1 to 8 of EXIF: mirrored or not, then turned.
PixPtr turn_upright(PixPtr pix, int orientation) {
    constexpr int quarters[] = {0, 0, 2, 2, 3, 1, 1, 3};
    constexpr bool is_mirrored[] = {false, true, false, true, true, false, true, false};
    const auto index = static_cast<std::size_t>(orientation - 1);
    if (pix && is_mirrored[index]) ::pixFlipLR(pix.get(), pix.get());
    if (!pix || quarters[index] == 0) return pix;
    return PixPtr{::pixRotateOrth(pix.get(), quarters[index])};
}

// One document being read, page by page.
class PictureReader {
public:
    PictureReader(std::string_view content, BlockSink& sink, TextRecognition& recognition)
        : content_{content}, sink_{sink}, writer_{sink}, recognition_{recognition} {}

    std::optional<DocumentFailure> read_single(int format) {
        const auto size = declared_size(content_, format);
        if (!size) return damaged();
        if (size->pixels() > picture_pixels_max) return has_too_many_pixels();
        auto pix = decode(content_, format);
        if (!pix) return damaged();
        const int turned = format == IFF_JFIF_JPEG ? exif_orientation(content_) : 1;
        return read_page(turn_upright(to_recognizable(std::move(pix)), turned), 0.5);
    }

    // A page each; one that is damaged ends it, and those before stand.
    std::optional<DocumentFailure> read_tiff() {
        std::size_t offset = 0;
        do {
            if (pages_ == picture_pages_max) {
                warnings_.add("Only the first " + std::to_string(pages_) + " pages were read.");
                return std::nullopt;
            }
            Size size;
            const int failed = ::readHeaderMemTiff(
                octets(content_),
                content_.size(),
                static_cast<l_int32>(pages_),
                &size.width,
                &size.height,
                nullptr,
                nullptr,
                nullptr,
                nullptr,
                nullptr
            );
            if (failed != 0 || size.width <= 0 || size.height <= 0) return end_damaged();
            if (size.pixels() > picture_pixels_max) return has_too_many_pixels();
            PixPtr pix{::pixReadMemFromMultipageTiff(octets(content_), content_.size(), &offset)};
            if (!pix) return end_damaged();
            const auto ended = read_page(to_recognizable(std::move(pix)), share_of_tiff(offset));
            if (ended) return ended;
        } while (offset != 0);
        return std::nullopt;
    }

    Outcome finish(int format, std::optional<DocumentFailure> failure) && {
        if (failure) return std::move(*failure);
        if (!writer_.wrote_text()) {
            return DocumentFailure{"no_text", "Nothing can be read in this picture."};
        }
        if (!recognition_.missing().empty()) warnings_.add(recognition_.missing());
        DocumentFacts facts;
        facts.format = format_word(format);
        facts.pages = pages_;
        facts.warnings = warnings_.finish();
        return facts;
    }

private:
    static DocumentFailure damaged() {
        return {"malformed", "The picture is damaged, or of a kind that cannot be read."};
    }
    static DocumentFailure has_too_many_pixels() {
        return {
            "too_large",
            "The picture has more than " + std::to_string(picture_pixels_max / 1'000'000) +
                " million pixels."};
    }
    std::optional<DocumentFailure> end_damaged() {
        if (pages_ == 0) return damaged();
        warnings_.add(
            "The picture is damaged behind page " + std::to_string(pages_) +
            "; what came before"
            " was read."
        );
        return std::nullopt;
    }
    double share_of_tiff(std::size_t offset) const {
        const auto whole = static_cast<double>(content_.size());
        return offset == 0 ? 1 : std::min(1.0, static_cast<double>(offset) / whole);
    }

    std::optional<DocumentFailure> read_page(PixPtr pix, double part_after) {
        if (!pix) return DocumentFailure{"out_of_memory", "The picture takes too much memory."};
        writer_.set_page(++pages_);
        const auto tell = [&](double part) {
            part_read_ = std::max(part_read_, part_before_ + part * (part_after - part_before_));
            sink_.tell_part_read(part_read_);
        };
        for (const auto& paragraph : recognition_.read(pix.get(), tell).paragraphs) {
            writer_.paragraph(paragraph);
        }
        part_before_ = std::max(part_before_, part_after);
        sink_.end_page();
        return std::nullopt;
    }

    std::string_view content_;
    BlockSink& sink_;
    BlockWriter writer_;
    TextRecognition& recognition_;
    Warnings warnings_;
    std::uint32_t pages_ = 0;
    double part_before_ = 0;
    double part_read_ = 0;
};

}  // namespace

Outcome read_picture(std::string_view content, BlockSink& sink, const ReadingOptions& options) {
    ::setMsgSeverity(L_SEVERITY_NONE);
    l_int32 format = IFF_UNKNOWN;
    if (content.size() < 12 || ::findFileFormatBuffer(octets(content), &format) != 0 ||
        !is_read(format)) {
        return DocumentFailure{"malformed", "The picture is damaged beyond what can be read."};
    }
    auto recognition = TextRecognition::of(options);
    if (auto* failure = std::get_if<DocumentFailure>(&recognition)) return std::move(*failure);
    PictureReader reader{content, sink, *std::get<TextRecognition*>(recognition)};
    auto failure = is_tiff(content) ? reader.read_tiff() : reader.read_single(format);
    return std::move(reader).finish(format, std::move(failure));
}

}  // namespace ingestd::formats

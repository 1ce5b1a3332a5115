// Pictures of text: PNG, JPEG, TIFF, WebP, GIF, BMP and PNM, through Leptonica and Tesseract.
#pragma once

#include <cstdint>
#include <string_view>

#include <ingestd/formats/block_sink.hpp>
#include <ingestd/formats/reading_options.hpp>

namespace ingestd::formats {

// Looked at before anything is decoded. A page of A3 at 600 dpi has 70 million.
inline constexpr std::uint64_t picture_pixels_max = 100'000'000;
inline constexpr std::uint32_t picture_pages_max = 2'000;  // of a TIFF; the rest is told

// What can be read in it as paragraphs; each picture of a TIFF is a page. Turned as its EXIF
// orientation says, and further where only that makes it legible. Of an animation the first picture
// is read.
//   memory  some 10 bytes a pixel of what is recognized, 4 of what is decoded
//   errors  malformed; too_large; no_text: nothing can be read in it; unsupported_type: Tesseract's
//           data is not installed
Outcome read_picture(std::string_view content, BlockSink& sink, const ReadingOptions& options);

}  // namespace ingestd::formats

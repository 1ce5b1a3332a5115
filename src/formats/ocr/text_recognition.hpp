// The text of one picture, through Tesseract. Private to the room.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <ingestd/document/document_failure.hpp>
#include <ingestd/formats/reading_options.hpp>
#include <leptonica/allheaders.h>

namespace ingestd::formats {

struct FreePix {
    void operator()(Pix* pix) const { ::pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, FreePix>;

// More pixels do not make text more legible; what is larger is read smaller. An A3 page at 300 dpi
// has 17 million. Tesseract takes some 10 bytes a pixel.
inline constexpr std::uint64_t recognized_pixels_max = 24'000'000;

//   paragraphs  in reading order, lines joined and hyphenation mended
struct RecognizedText {
    std::vector<std::string> paragraphs;
    int confidence = 0;  // 0..100
};

// How much of the picture has been read, 0..1. May begin anew: what was illegible is turned.
using PartRecognized = std::function<void(double)>;

class TextRecognition {
public:
    // Loads the languages' data, unless the last call in this process asked for the same: that
    // takes longer than reading a small picture.
    //   errors   unsupported_type: none of the languages is installed; names the packages
    //   thread   one at a time
    static std::variant<TextRecognition*, DocumentFailure> of(const ReadingOptions& options);
    // One more, to read two pictures at once.  thread: any
    static std::variant<std::unique_ptr<TextRecognition>, DocumentFailure> load(
        const ReadingOptions& options
    );
    ~TextRecognition();

    // Upright, or turned by a quarter or a half where that is more legible.
    //   pix  8 bits a pixel, gray
    RecognizedText read(Pix* pix, const PartRecognized& tell);

    // What of the languages asked for is missing: for a warning. Empty: nothing.
    const std::string& missing() const { return missing_; }

private:
    struct Engine;
    TextRecognition();
    RecognizedText read_as_it_stands(Pix* pix, const PartRecognized& tell);

    std::unique_ptr<Engine> engine_;
    std::string missing_;
};

// Gray, of at most recognized_pixels_max, enlarged where it is small; null: there is not enough
// memory.
PixPtr to_recognizable(PixPtr pix);

// The lines of a paragraph as running text: a word that is parted at a line's end is one again.
std::string join_lines(const std::string& lines);

}  // namespace ingestd::formats

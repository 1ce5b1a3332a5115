// Pictures of text. What Tesseract makes of real ones the corpus tells; here stand our own rules.
#include <filesystem>

#include <ingestd/formats/picture.hpp>

#include "../../src/formats/ocr/exif_orientation.hpp"
#include "../../src/formats/ocr/text_recognition.hpp"
#include "gathered.hpp"
#include "support/catch.hpp"

#ifdef INGESTD_SANITIZED
// Tesseract keeps its dictionaries until the process ends, fontconfig what it has read of fonts.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libtesseract\nleak:libfontconfig";
}
#endif

namespace ingestd::formats {
namespace {

using namespace std::string_literals;

test::Gathered read(std::string_view content, std::string languages = "eng") {
    test::Gathered gathered;
    gathered.outcome =
        read_picture(content, gathered, {.password = {}, .ocr_languages = std::move(languages)});
    return gathered;
}

DocumentFailure failure_of(const test::Gathered& gathered) {
    REQUIRE(std::holds_alternative<DocumentFailure>(gathered.outcome));
    return std::get<DocumentFailure>(gathered.outcome);
}

std::string big_endian(std::uint32_t number) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xFF);
    return bytes;
}

// The head of a PNG that declares its size and holds nothing.
std::string declared_png(std::uint32_t width, std::uint32_t height) {
    return "\x89PNG\r\n\x1A\n"s + big_endian(13) + "IHDR" + big_endian(width) + big_endian(height) +
           "\x08\0\0\0\0"s + big_endian(0) + big_endian(0) + "IEND" + big_endian(0);
}

// A gray picture in which all is white.
std::string white_pnm(int width, int height) {
    return "P5\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n" +
           std::string(static_cast<std::size_t>(width * height), '\xFF');
}

std::string jpeg_with_exif(const std::string& tiff) {
    const auto data = "Exif\0\0"s + tiff;
    const auto length = data.size() + 2;
    return "\xFF\xD8\xFF\xE0\0\x04JF\xFF\xE1"s + static_cast<char>(length >> 8) +
           static_cast<char>(length & 0xFF) + data + "\xFF\xDA\0\x02"s;
}

TEST_CASE("a picture's declared pixels are looked at before any is decoded", "[formats][picture]") {
    const auto failure = failure_of(read(declared_png(60'000, 60'000)));

    CHECK(failure.code == "too_large");
    CHECK(failure.detail == "The picture has more than 100 million pixels.");
}

TEST_CASE("a damaged picture is told as one", "[formats][picture]") {
    for (const auto& content :
         {declared_png(100, 100),
          "\x89PNG\r\n\x1A\n"s,
          "P5\n9 9\n255\nx"s,
          "II*\0\x08\0\0\0\0\0\0\0\x08\0\0\0"s,
          "GIF89a\x05\0\x05\0\0\0\0"s,
          "spix\x10\0\0\0\x10\0\0\0"s,
          ""s}) {
        CAPTURE(content);
        CHECK(failure_of(read(content)).code == "malformed");
    }
}

TEST_CASE("a picture in which nothing stands says so", "[formats][picture]") {
    const auto failure = failure_of(read(white_pnm(60, 40)));

    CHECK(failure.code == "no_text");
    CHECK(failure.detail == "Nothing can be read in this picture.");
}

TEST_CASE("a language that is not installed is named with its package", "[formats][picture]") {
    const auto failure = failure_of(read(white_pnm(60, 40), "xxx_Latn"));

    CHECK(failure.code == "unsupported_type");
    CHECK_THAT(failure.detail, Catch::Contains("install tesseract-ocr-xxx-latn for xxx_Latn"));
}

TEST_CASE("what is no name of a language is never looked for", "[formats][picture]") {
    CHECK(failure_of(read(white_pnm(60, 40), "../../etc/eng")).code == "unsupported_type");
}

TEST_CASE("lines become running text, and words that were parted are whole", "[formats][picture]") {
    CHECK(join_lines("one\ntwo  \n\nthree\n") == "one two three");
    CHECK(join_lines("a hyphen-\nated word") == "a hyphenated word");
    CHECK(join_lines("North-\nSouth, 1990-\n2000, -\nx") == "North- South, 1990- 2000, - x");
    CHECK(join_lines("\n\n").empty());
}

TEST_CASE("the orientation of a photo is found in its EXIF data", "[formats][picture]") {
    const auto little = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"s;
    const auto big =
        "MM\0*\0\0\0\x08\0\x02\x01\x0F\0\x02\0\0\0\x01\0\0\0\0\x01\x12\0\x03\0\0\0\x01\0\x08\0\0"s;

    CHECK(exif_orientation(jpeg_with_exif(little)) == 6);
    CHECK(exif_orientation(jpeg_with_exif(big)) == 8);
}

TEST_CASE("EXIF data that lies is left alone", "[formats][picture]") {
    const auto little = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"s;
    const auto whole = jpeg_with_exif(little);
    for (std::size_t cut = 0; cut < whole.size() - 7; ++cut) {
        const auto orientation = exif_orientation(std::string_view{whole}.substr(0, cut));
        CHECK(orientation == 1);
    }
    CHECK(exif_orientation(jpeg_with_exif("II*\0\xFF\xFF\xFF\xFF"s)) == 1);
    CHECK(exif_orientation(jpeg_with_exif("II*\0\x08\0\0\0\xFF\xFF"s)) == 1);
    CHECK(
        exif_orientation(jpeg_with_exif("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x63\0\0\0"s)
        ) == 1
    );
}

}  // namespace
}  // namespace ingestd::formats

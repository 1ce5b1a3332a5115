// Which encoding bytes of text are in, told from the bytes and, where they leave it open, from what
// the document declares.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ingestd::charset {

// More bytes do not make a guess better, only slower.
inline constexpr std::size_t sample_bytes_max = 64 * 1024;

//   encoding   a name that Decoder takes, lower case: "utf-8", "utf-16le", "windows-1252", …
//   bom_bytes  length of the byte order mark at the start, which is no text
struct Detection {
    std::string encoding = "utf-8";
    std::size_t bom_bytes = 0;

    friend bool operator==(const Detection&, const Detection&) = default;
};

// In this order: byte order mark; the pattern of zeros of UTF-16 and UTF-32; UTF-8 that is well
// formed, or nearly so; the declared encoding, when the sample can be read in it; the likeliest
// legacy one.
//   sample    the start of the document; may end inside a character
//   declared  as in an HTML meta element or a Content-Type, any case; empty: none
// Pure and deterministic.
Detection detect_encoding(std::string_view sample, std::string_view declared = {});

// The encoding of names that a program under DOS or Windows wrote without telling it: as
// detect_encoding, but between a code page of DOS and its Windows sibling the former is likelier.
std::string detect_dos_encoding(std::string_view names);

// The encoding that the start of an HTML or XML document declares for itself; empty when none.
std::string declared_in_markup(std::string_view head);

// Whether a person would take this for text in some encoding. Zeros alone do not speak against it.
bool looks_like_text(std::string_view sample);

}  // namespace ingestd::charset

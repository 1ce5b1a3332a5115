// What a document is found by: a passage with its exact place.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ingestd {

// Half-open, in UTF-8 bytes of the extracted text.
struct ByteRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    std::uint64_t size() const { return end - begin; }
    friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

// A date that can be read in two ways, as it stands in the text: 3/4/2024.
//   readings  in ISO form, the earlier first
struct AmbiguousDate {
    std::string text;
    std::array<std::string, 2> readings;

    friend bool operator==(const AmbiguousDate&, const AmbiguousDate&) = default;
};

// An enricher that did not do its work on a chunk; the others did theirs.
//   detail  a sentence for a person
struct EnrichmentFailure {
    std::string enricher;
    std::string detail;

    friend bool operator==(const EnrichmentFailure&, const EnrichmentFailure&) = default;
};

// What an enricher of the user's own has found in a chunk.
//   json  an object
struct AddedEnrichment {
    std::string enricher;
    std::string json;

    friend bool operator==(const AddedEnrichment&, const AddedEnrichment&) = default;
};

// What enrichment adds to a chunk. Lists are bounded, hold nothing twice, and are in the order of
// the text.
//   language      ISO 639-1 where there is one, else 639-3; "und" when it cannot be told
//   keywords      most telling first, lower case
//   reading_ease  0 hard to 100 easy, some beyond; nullopt: not known for this language, or no
//                 prose
//   dates         ISO: 2024-03-12, or 2024-03 where no day is named
//   urls          as written, scheme included where there is one
//   added         of each enricher once
struct Enrichment {
    std::string language = "und";
    std::vector<std::string> keywords{};
    std::uint32_t words = 0;
    std::uint32_t characters = 0;  // code points
    std::uint32_t sentences = 0;
    std::optional<double> reading_ease{};
    std::vector<std::string> dates{};
    std::vector<AmbiguousDate> ambiguous_dates{};
    std::vector<std::string> emails{};
    std::vector<std::string> urls{};
    std::vector<EnrichmentFailure> failed{};
    std::vector<AddedEnrichment> added{};

    friend bool operator==(const Enrichment&, const Enrichment&) = default;
};

// How long so many words take to read, rounded up. An estimate for any language, from the average
// of silent readers of English.
//   source  Brysbaert 2019, "How many words do we read per minute?": 238 of non-fiction
constexpr std::uint32_t reading_seconds(std::uint32_t words) {
    constexpr std::uint64_t words_a_minute = 238;
    const auto seconds = (std::uint64_t{words} * 60 + words_a_minute - 1) / words_a_minute;
    return static_cast<std::uint32_t>(seconds);
}

//   text      exactly the bytes of the extracted text at `range`
//   position  0, 1, 2 … within the document
//   page      the page on which it begins; page_end the one on which it ends; 0: the format has
//   none headings  the path of headings above it, outermost first
//   embedding  of unit length, or zeros where the embedder knows nothing in it; empty: none was
//              made, or it was not asked for
struct Chunk {
    std::uint64_t position = 0;
    ByteRange range;
    std::string text;
    std::uint32_t page = 0;
    std::uint32_t page_end = 0;
    std::vector<std::string> headings;
    std::uint32_t tokens = 0;
    Enrichment enrichment;
    std::vector<float> embedding{};

    friend bool operator==(const Chunk&, const Chunk&) = default;
};

// Where a page stands in the extracted text. Pages that hold no text have begin == end.
struct PageRange {
    std::uint32_t page = 0;
    ByteRange range;

    friend bool operator==(const PageRange&, const PageRange&) = default;
};

}  // namespace ingestd

// The bookmarks of a PDF: which texts are headings, and of which level. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

class PDFDoc;

namespace ingestd::formats {

inline constexpr std::size_t bookmarks_max = 20'000;

class PdfOutline {
public:
    PdfOutline() = default;  // without bookmarks
    explicit PdfOutline(PDFDoc& document);

    // 0: no bookmark has this title; else its level, from 1. Each is found once.
    int take_level(std::string_view text);

private:
    std::unordered_map<std::string, std::pair<int, int>> levels_;  // level, how often
};

// Letters and digits alone, in lower case.
std::string plain_title(std::string_view text);

}  // namespace ingestd::formats

// The dates that a text names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/document/chunk.hpp>

namespace ingestd::enrich {

inline constexpr std::size_t dates_max = 16;  // of the certain, and of the ambiguous

struct FoundDates {
    std::vector<std::string> certain;  // 2024-03-12, or 2024-03 where no day is named
    std::vector<AmbiguousDate> ambiguous;
};

// Of the years 1000 to 2999, and only days that the calendar has:
//   2024-03-12, 2024/3/12, 2024.03.12, 2024年3月12日, 2024년 3월 12일
//   12 March 2024, 12th of March 2024, 12. März 2024, 12 de marzo de 2024, 12-Mar-2024
//   March 12, 2024, March 12th 2024
//   March 2024, in the text's own language alone
//   12.3.2024, 12/3/2024, 12-3-2024: the day first, where the language always writes so; else a
//   number above 12 tells; else both readings are given
// Not in these: two-digit years, days without a year, and what is relative (yesterday).
//   text      well-formed UTF-8
//   language  as Enrichment has it
FoundDates find_dates(std::string_view text, std::string_view language);

}  // namespace ingestd::enrich

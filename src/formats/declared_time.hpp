// When a document says that it was made or changed. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::formats {

// As precise as it was declared: -1 where the document says no more. Without an offset it is UTC.
struct DeclaredTime {
    int year = -1;
    int month = -1;
    int day = -1;
    int hour = -1;
    int minute = -1;
    int second = -1;
    int offset_minutes = 0;  // east of UTC
};

// "2024-10-08T09:40:40Z", or as much of a date as was declared ("2024-10-08", "2024"): facts such
// as DocumentFacts::created. Empty: no such moment.
std::string utc_time(const DeclaredTime& time);

// Of ISO 8601 as it is written in packages and pages: "2024-10-08T11:40:40.5+02:00", "2024-10-08".
// Empty: another shape.
std::string utc_of_iso(std::string_view text);

// Of a PDF's date: "D:20241008114040+02'00'", of which all behind the year may be left out.
std::string utc_of_pdf(std::string_view text);

}  // namespace ingestd::formats

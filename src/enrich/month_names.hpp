// Names of months, as dates are written with them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ingestd::enrich {

//   month     1 to 12
//   is_known  the name is one of the language that was asked for
struct NamedMonth {
    unsigned month = 0;
    bool is_known = false;
};

// English, German, French, Spanish, Italian, Portuguese and Dutch, short forms included; upper or
// lower case. A name that stands for different months in different languages does not occur.
//   language  as Enrichment has it; where it cannot be told, English is assumed
std::optional<NamedMonth> find_month(std::string_view name, std::string_view language);

}  // namespace ingestd::enrich

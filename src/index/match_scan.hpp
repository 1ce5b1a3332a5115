// One pass over chunks that match: its FTS5 expression, and which term each phrase of it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query_terms.hpp"

namespace ingestd::index {

//   phrases  in the expression's order; null: only restricts, or stands there for the second time
struct MatchScan {
    std::string match;
    std::vector<const QueryTerm*> phrases;
};

enum class Among { any, all };

// What a pass is to be made of.
//   driving   whose chunks are looked at: those with any or all of them
//   optional  add to the score of these and are looked up by row, so however frequent they are they
//             cost little
//   excluded  chunks with one of them are passed over
struct ScanParts {
    std::vector<const QueryTerm*> driving;
    Among among = Among::any;
    std::vector<const QueryTerm*> optional{};
    std::vector<const QueryTerm*> excluded{};
};

// REQUIRES: driving is not empty. Pure.
MatchScan to_match_scan(const ScanParts& parts, std::string_view languages);

}  // namespace ingestd::index

// A user's words as queries of the full-text index.
#pragma once

#include <string>
#include <string_view>

namespace ingestd::index {

// Both empty when there is nothing to look for; both the same when there is but one term.
//   all  chunks with every term
//   any  chunks with at least one; a long run of a script without spaces counts by its pairs
struct MatchQuery {
    std::string all;
    std::string any;

    friend bool operator==(const MatchQuery&, const MatchQuery&) = default;
};

// Terms are words between spaces and "quoted phrases". Every term is quoted for FTS5, so that no
// operator, column name or stray character of the user's reaches it: there are no syntax errors.
// Pure; any bytes.
MatchQuery to_match_query(std::string_view user);

}  // namespace ingestd::index

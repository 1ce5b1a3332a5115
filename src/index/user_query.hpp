// What a user typed, as the terms that it asks for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ingestd::index {

// The syntax of a query.  source: docs/api.md, "What a query can say"
//   words   wanted; the more of them and the rarer, the better
//   phrase  "wanted as it stands"
//   prefix  begin*
struct UserTerm {
    enum class Kind { words, phrase, prefix };

    Kind kind = Kind::words;
    bool is_excluded = false;  // -term
    std::string text;

    friend bool operator==(const UserTerm&, const UserTerm&) = default;
};

// What does not fit the syntax is text: a quote that is never closed, a star or minus by itself. So
// is every minus where nothing else is asked for. Pure; any bytes.
std::vector<UserTerm> parse_user_query(std::string_view user);

}  // namespace ingestd::index

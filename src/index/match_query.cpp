#include "match_query.hpp"

#include <algorithm>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/base/utf8.hpp>

#include "unspaced_scripts.hpp"

namespace ingestd::index {
namespace {

// What a person asks in one go; each term costs a pass over its postings.
constexpr std::size_t query_bytes_max = 2_KiB;
constexpr std::size_t terms_max = 64;

bool is_space(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
}

std::vector<std::string_view> terms_of(std::string_view text) {
    std::vector<std::string_view> terms;
    while (!text.empty() && terms.size() < terms_max) {
        std::string_view term;
        if (text.front() == '"') {
            text.remove_prefix(1);
            term = text.substr(0, text.find('"'));
            text.remove_prefix(std::min(term.size() + 1, text.size()));
        } else {
            const auto end = std::find_if(text.begin(), text.end(), [](char c) {
                return c == '"' || is_space(c);
            });
            term = text.substr(0, static_cast<std::size_t>(end - text.begin()));
            text.remove_prefix(term.empty() ? 1 : term.size());
        }
        if (!std::all_of(term.begin(), term.end(), is_space)) terms.push_back(term);
    }
    return terms;
}

void join(std::string& out, std::string_view between, std::string_view term) {
    if (!out.empty()) out += between;
    out += '"';
    // A NUL would end the query for FTS5.
    for (const char c : term) out += c == '\0' ? ' ' : c;
    out += '"';
}

// The whole term, or, where it is one long run without spaces, every two neighbours of it.
void join_pairs(std::string& out, std::string_view term) {
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < term.size();) {
        starts.push_back(at);
        if (!is_unspaced(utf8::next(term, at))) return join(out, " OR ", term);
    }
    if (starts.size() < 3) return join(out, " OR ", term);
    starts.push_back(term.size());
    for (std::size_t i = 0; i + 2 < starts.size(); ++i)
        join(out, " OR ", term.substr(starts[i], starts[i + 2] - starts[i]));
}

}  // namespace

MatchQuery to_match_query(std::string_view user) {
    const auto text = utf8::repair(user.substr(0, query_bytes_max));
    MatchQuery query;
    for (const auto term : terms_of(text)) {
        // A space between terms is FTS5's AND that passes over terms without a word ("!", emoji).
        join(query.all, " ", term);
        join_pairs(query.any, term);
    }
    return query;
}

}  // namespace ingestd::index

#include "match_scan.hpp"

namespace ingestd::index {
namespace {

std::string joined(
    const std::vector<const QueryTerm*>& terms, std::string_view between, std::string_view languages
) {
    std::string expression = "(";
    for (const auto* term : terms) {
        if (expression.size() > 1) expression += between;
        expression += term->expression(languages);
    }
    return expression + ')';
}

}  // namespace

MatchScan to_match_scan(const ScanParts& parts, std::string_view languages) {
    MatchScan scan;
    const auto driving =
        joined(parts.driving, parts.among == Among::all ? " AND " : " OR ", languages);
    if (!parts.optional.empty()) {
        // The same chunks as `driving` alone; but where an optional term stands in one of them, the
        // left side has been moved to it and the score sees it.
        scan.match = '(' + driving + " AND " + joined(parts.optional, " OR ", languages) + ") OR ";
        scan.phrases.resize(parts.driving.size());
        scan.phrases.insert(scan.phrases.end(), parts.optional.begin(), parts.optional.end());
    }
    scan.match += driving;
    scan.phrases.insert(scan.phrases.end(), parts.driving.begin(), parts.driving.end());
    if (!parts.excluded.empty()) {
        scan.match = '(' + scan.match + ") NOT " + joined(parts.excluded, " OR ", languages);
    }
    return scan;
}

}  // namespace ingestd::index

// Which documents and chunks a search may find: conditions on what is known of them, joined by
// and, or, not. Plain values; who stores documents evaluates them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <ingestd/document/moment.hpp>

namespace ingestd {

// Of the document up to metadata, of the chunk from language on; from keywords on it is what
// enrichers have found in that.
//   document_id  a string, as UUIDs are written in lower case
//   created, modified, indexed, dates  moments
enum class FilterField : std::uint8_t {
    filename,
    document_id,
    title,
    created,
    modified,
    indexed,
    metadata,
    language,
    page,
    keywords,
    dates,
    emails,
    urls,
    enrichment,
};

constexpr bool is_of_chunk(FilterField field) {
    return field >= FilterField::language;
}
constexpr bool is_found(FilterField field) {
    return field >= FilterField::keywords;
}

enum class Comparison : std::uint8_t { eq, ne, gt, gte, lt, lte, in, nin, exists };

// Something there that compares with nothing: an object, an empty list.
struct Opaque {
    friend bool operator==(const Opaque&, const Opaque&) = default;
};
using FilterValue = std::variant<Opaque, bool, std::int64_t, double, std::string, Moment>;

// One more comparison that the same value must meet.
struct Bound {
    Comparison comparison = Comparison::eq;
    FilterValue value{};

    friend bool operator==(const Bound&, const Bound&) = default;
};

//   key     of metadata and enrichment alone: where it stands, outer members first, joined by dots
//   values  to compare with: one; of in and nin any number; of exists true or false
//   bounds  of gt, gte, lt and lte alone
struct Condition {
    FilterField field = FilterField::filename;
    std::string key{};
    Comparison comparison = Comparison::eq;
    std::vector<FilterValue> values{};
    std::vector<Bound> bounds{};

    friend bool operator==(const Condition&, const Condition&) = default;
};

// Whether it holds for a field that has these values; none: the field is missing. Of several one is
// enough, save for ne and nin, which are the opposites of eq and in. Values of different types are
// different, and neither is the greater. A moment that is compared with lies in it, before or
// after.
bool holds(const Condition& condition, std::span<const FilterValue> values);

// The default holds for everything.
struct Filter {
    enum class Kind : std::uint8_t { all_of, any_of, none_of, condition };

    Kind kind = Kind::all_of;
    std::vector<Filter> parts{};  // of all but a condition
    Condition condition{};

    bool is_everything() const { return kind == Kind::all_of && parts.empty(); }
    friend bool operator==(const Filter&, const Filter&) = default;
};

// In this order: that of all_of is the least of its parts', that of any_of the greatest.
enum class Verdict : std::uint8_t { no, depends, yes };

// What follows from the verdicts on single conditions.
Verdict judge(const Filter& filter, const std::function<Verdict(const Condition&)>& on);

}  // namespace ingestd

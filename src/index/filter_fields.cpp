#include "filter_fields.hpp"

#include <nlohmann/json.hpp>

#include "enrichment_column.hpp"
#include "rows.hpp"

namespace ingestd::index {
namespace {

using nlohmann::json;
using Values = std::vector<FilterValue>;

void collect(const json& value, Values& values) {
    switch (value.type()) {
        case json::value_t::null:
        case json::value_t::discarded:
            return;
        case json::value_t::boolean:
            return values.emplace_back(value.get<bool>()), void();
        case json::value_t::number_integer:
            return values.emplace_back(value.get<std::int64_t>()), void();
        case json::value_t::number_unsigned:
            if (const auto number = value.get<std::uint64_t>(); number >> 63 == 0)
                return values.emplace_back(static_cast<std::int64_t>(number)), void();
            [[fallthrough]];
        case json::value_t::number_float:
            return values.emplace_back(value.get<double>()), void();
        case json::value_t::string:
            return values.emplace_back(value.get<std::string>()), void();
        case json::value_t::array:
            if (value.empty()) values.emplace_back(Opaque{});
            for (const auto& element : value) {
                if (element.is_array() || element.is_object()) {
                    values.emplace_back(Opaque{});
                } else {
                    collect(element, values);
                }
            }
            return;
        case json::value_t::object:
        case json::value_t::binary:
            values.emplace_back(Opaque{});
    }
}

// The depth is the key's number of dots at most, and that of lists around objects: of stored JSON,
// which is bounded.
void descend(const json& value, std::string_view key, Values& values) {
    if (value.is_array()) {
        for (const auto& element : value) descend(element, key, values);
        return;
    }
    if (!value.is_object()) return;
    if (const auto member = value.find(key); member != value.end()) {
        collect(*member, values);
        return;
    }
    for (auto dot = key.find('.'); dot != std::string_view::npos; dot = key.find('.', dot + 1)) {
        const auto member = value.find(key.substr(0, dot));
        if (member != value.end()) descend(*member, key.substr(dot + 1), values);
    }
}

Values text(std::string_view value) {
    if (value.empty()) return {};
    return {std::string{value}};
}

Values moment(std::string_view declared) {
    const auto read = parse_moment(declared);
    if (!read) return {};
    return {*read};
}

Values texts(const std::vector<std::string>& list) {
    return {list.begin(), list.end()};
}

void append(Values more, Values& values) {
    for (auto& value : more) values.push_back(std::move(value));
}

// A passage is on each page from the one on which it begins to the one on which it ends. The outer
// ones tell of every comparison but that with one in between.
Values pages(std::int64_t first, std::int64_t last, const Condition& condition) {
    if (first == 0) return {};
    Values values{first, last};
    for (const auto& value : condition.values) {
        const auto* asked = std::get_if<std::int64_t>(&value);
        if (asked && first < *asked && *asked < last) values.emplace_back(*asked);
    }
    return values;
}

Enrichment found_in(const sqlite::Query& row) {
    Enrichment found;
    read_enrichment(row.text(8), found);
    return found;
}

// By the names under which the API shows it (docs/enrichment.md).
Values finding_values(const sqlite::Query& row, std::string_view key) {
    if (key == "words") return {row.integer(5)};
    if (key == "characters") return {row.integer(6)};
    if (key == "sentences") return {row.integer(7)};
    if (key == "reading_seconds")
        return {std::int64_t{reading_seconds(row.integer<std::uint32_t>(5))}};
    if (row.is_null(8)) return {};
    const auto read = json::parse(row.text(8), nullptr, false);
    Values values;
    if (!read.is_object()) return values;
    descend(read, key, values);
    if (const auto added = read.find("added"); added != read.end()) descend(*added, key, values);
    return values;
}

}  // namespace

Values metadata_values(std::string_view metadata, std::string_view key) {
    const auto read = json::parse(metadata, nullptr, false);
    Values values;
    if (read.is_object()) descend(read, key, values);
    return values;
}

Values document_values(const sqlite::Query& row, const Condition& condition) {
    switch (condition.field) {
        case FilterField::document_id:
            return {row.id<DocumentId>(0).str()};
        case FilterField::filename:
            return text(row.text(1));
        case FilterField::metadata:
            return metadata_values(row.text(2), condition.key);
        case FilterField::indexed: {
            const Timestamp time{std::chrono::microseconds{row.integer(3)}};
            return {Moment{time, time + std::chrono::microseconds{1}}};
        }
        case FilterField::title:
            return text(title_of(row.text(4), row.text(5)));
        case FilterField::created:
            return moment(parse_summary(row.text(4)).facts.created);
        case FilterField::modified:
            return moment(parse_summary(row.text(4)).facts.modified);
        default:
            break;
    }
    return {};
}

Values chunk_values(const sqlite::Query& row, const Condition& condition) {
    switch (condition.field) {
        case FilterField::language:
            return {row.string(3)};
        case FilterField::page:
            return pages(row.integer(1), row.integer(2), condition);
        case FilterField::keywords:
            return texts(split(row.text(4)));
        case FilterField::dates: {
            Values values;
            for (const auto& date : found_in(row).dates) append(moment(date), values);
            return values;
        }
        case FilterField::emails:
            return texts(found_in(row).emails);
        case FilterField::urls:
            return texts(found_in(row).urls);
        case FilterField::enrichment:
            return finding_values(row, condition.key);
        default:
            break;
    }
    return {};
}

}  // namespace ingestd::index

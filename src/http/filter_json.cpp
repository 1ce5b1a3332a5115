#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <ingestd/base/id.hpp>
#include <ingestd/http/filter_json.hpp>
#include <ingestd/http/json_text.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {
namespace {

using nlohmann::json;

template <class T>
struct Named {
    std::string_view name;
    T value;
};

constexpr std::array fields{
    Named<FilterField>{"filename", FilterField::filename},
    Named<FilterField>{"document_id", FilterField::document_id},
    Named<FilterField>{"title", FilterField::title},
    Named<FilterField>{"language", FilterField::language},
    Named<FilterField>{"page", FilterField::page},
    Named<FilterField>{"created", FilterField::created},
    Named<FilterField>{"modified", FilterField::modified},
    Named<FilterField>{"indexed", FilterField::indexed},
    Named<FilterField>{"keywords", FilterField::keywords},
    Named<FilterField>{"dates", FilterField::dates},
    Named<FilterField>{"emails", FilterField::emails},
    Named<FilterField>{"urls", FilterField::urls},
};

constexpr std::array comparisons{
    Named<Comparison>{"eq", Comparison::eq},
    Named<Comparison>{"ne", Comparison::ne},
    Named<Comparison>{"gt", Comparison::gt},
    Named<Comparison>{"gte", Comparison::gte},
    Named<Comparison>{"lt", Comparison::lt},
    Named<Comparison>{"lte", Comparison::lte},
    Named<Comparison>{"in", Comparison::in},
    Named<Comparison>{"nin", Comparison::nin},
    Named<Comparison>{"exists", Comparison::exists},
};

constexpr std::string_view metadata_prefix = "metadata.";
constexpr std::string_view enrichment_prefix = "enrichment.";
constexpr std::size_t key_bytes_max = 256;

template <class T, std::size_t N>
std::optional<T> named(const std::array<Named<T>, N>& all, std::string_view name) {
    for (const auto& one : all) {
        if (one.name == name) return one.value;
    }
    return std::nullopt;
}

std::string_view without_dollar(std::string_view name) {
    return name.starts_with('$') ? name.substr(1) : name;
}

bool orders(Comparison comparison) {
    return comparison >= Comparison::gt && comparison <= Comparison::lte;
}

bool takes_many(Comparison comparison) {
    return comparison == Comparison::in || comparison == Comparison::nin;
}

class FilterReader {
public:
    explicit FilterReader(std::vector<intake::FieldError>& errors) : errors_{errors} {}

    Filter read(const json& object, const std::string& pointer, std::size_t level = 1) {
        Filter filter;
        if (level > filter_levels_max) {
            refuse(pointer, "lies more than " + std::to_string(filter_levels_max) + " levels deep");
            return filter;
        }
        if (!object.is_object()) {
            refuse(pointer, "must be an object");
            return filter;
        }
        for (const auto& [name, value] : object.items()) {
            const auto at = pointer + pointer_step(name);
            const auto word = without_dollar(name);
            if (word == "and") {
                filter.parts.push_back(read_list(Filter::Kind::all_of, value, at, level));
            } else if (word == "or") {
                filter.parts.push_back(read_list(Filter::Kind::any_of, value, at, level));
            } else if (word == "not") {
                auto& none = filter.parts.emplace_back(Filter{.kind = Filter::Kind::none_of});
                none.parts.push_back(read(value, at, level + 1));
            } else {
                read_field(name, value, at, filter.parts);
            }
        }
        return filter;
    }

private:
    void refuse(const std::string& pointer, std::string detail) {
        errors_.push_back({pointer, std::move(detail)});
    }

    Filter read_list(
        Filter::Kind kind, const json& list, const std::string& pointer, std::size_t level
    ) {
        Filter filter{.kind = kind};
        if (!list.is_array() || list.empty()) {
            refuse(pointer, "must be a list of conditions");
            return filter;
        }
        for (std::size_t i = 0; i < list.size(); ++i)
            filter.parts.push_back(read(list[i], pointer + pointer_step(i), level + 1));
        return filter;
    }

    // A condition or several, which all must hold; of dates one must meet all that bound it.
    void read_field(
        const std::string& name,
        const json& value,
        const std::string& pointer,
        std::vector<Filter>& parts
    ) {
        Condition condition;
        if (const auto field = named(fields, name)) {
            condition.field = *field;
        } else if (name == "enrichment" || name == enrichment_prefix) {
            return refuse(pointer, "must name what was found: enrichment.reading_ease");
        } else if (name.starts_with(enrichment_prefix)) {
            condition.field = FilterField::enrichment;
            condition.key = name.substr(enrichment_prefix.size());
        } else {
            condition.field = FilterField::metadata;
            condition.key =
                name.starts_with(metadata_prefix) ? name.substr(metadata_prefix.size()) : name;
            if (name == "metadata" || condition.key.empty())
                return refuse(pointer, "must name a member of the metadata: metadata.year");
            if (name.starts_with('$')) return refuse(pointer, "is not known here");
        }
        if (condition.key.size() > key_bytes_max)
            return refuse(pointer, "has a name that is too long");
        if (!value.is_object()) {
            condition.comparison = value.is_array() ? Comparison::in : Comparison::eq;
            return add(std::move(condition), value, pointer, parts);
        }
        if (value.empty()) return refuse(pointer, "must say how to compare, or be a value");
        const auto first = parts.size();
        for (const auto& [word, operand] : value.items()) {
            const auto at = pointer + pointer_step(word);
            const auto comparison = named(comparisons, without_dollar(word));
            if (!comparison) {
                refuse(at, "must be one of eq, ne, gt, gte, lt, lte, in, nin, exists");
                continue;
            }
            condition.comparison = *comparison;
            add(condition, operand, at, parts);
        }
        if (condition.field == FilterField::dates) join_bounds(parts, first);
    }

    // Those of one field, from `first` on.
    static void join_bounds(std::vector<Filter>& parts, std::size_t first) {
        const auto bounds = std::stable_partition(
            parts.begin() + static_cast<std::ptrdiff_t>(first),
            parts.end(),
            [](const Filter& part) { return !orders(part.condition.comparison); }
        );
        if (parts.end() - bounds < 2) return;
        for (auto further = bounds + 1; further != parts.end(); ++further) {
            for (auto& value : further->condition.values)
                bounds->condition.bounds.push_back({further->condition.comparison, std::move(value)}
                );
        }
        parts.erase(bounds + 1, parts.end());
    }

    void add(
        Condition condition,
        const json& operand,
        const std::string& pointer,
        std::vector<Filter>& parts
    ) {
        if (++conditions_ > filter_conditions_max) {
            if (conditions_ == filter_conditions_max + 1) {
                const auto most = std::to_string(filter_conditions_max);
                refuse(pointer, "is more than the " + most + " conditions that a filter may have");
            }
            return;
        }
        if (!takes_many(condition.comparison)) {
            add_value(condition, operand, pointer);
        } else if (!operand.is_array()) {
            refuse(pointer, "must be a list of values");
        } else {
            for (std::size_t i = 0; i < operand.size() && values_ <= filter_values_max; ++i)
                add_value(condition, operand[i], pointer + pointer_step(i));
        }
        parts.push_back({.kind = Filter::Kind::condition, .condition = std::move(condition)});
    }

    void add_value(Condition& condition, const json& value, const std::string& pointer) {
        if (++values_ > filter_values_max) {
            if (values_ == filter_values_max + 1) {
                const auto most = std::to_string(filter_values_max);
                refuse(pointer, "is more than the " + most + " values that a filter may have");
            }
            return;
        }
        if (condition.comparison == Comparison::exists) {
            if (!value.is_boolean()) return refuse(pointer, "must be true or false");
            condition.values.emplace_back(value.get<bool>());
        } else if (auto read = value_of(condition, value, pointer)) {
            condition.values.push_back(std::move(*read));
        }
    }

    std::optional<FilterValue> value_of(
        const Condition& condition, const json& value, const std::string& pointer
    ) {
        switch (condition.field) {
            case FilterField::metadata:
            case FilterField::enrichment:
                return metadata_value(condition, value, pointer);
            case FilterField::page:
                if (value.is_number_integer()) return whole_number(value);
                refuse(pointer, "must be a whole number");
                return std::nullopt;
            case FilterField::created:
            case FilterField::modified:
            case FilterField::indexed:
            case FilterField::dates:
                return moment(value, pointer);
            case FilterField::document_id:
                return document_id(condition, value, pointer);
            default:
                if (value.is_string()) return value.get<std::string>();
                refuse(pointer, "must be a string");
                return std::nullopt;
        }
    }

    std::optional<FilterValue> metadata_value(
        const Condition& condition, const json& value, const std::string& pointer
    ) {
        if (value.is_string()) return value.get<std::string>();
        if (value.is_number_integer()) return whole_number(value);
        if (value.is_number()) return value.get<double>();
        if (!value.is_boolean()) {
            refuse(
                pointer,
                value.is_null() ? "must be a value; what is missing is told by exists"
                                : "must be a string, a number, true or false"
            );
        } else if (orders(condition.comparison)) {
            refuse(pointer, "must be a string or a number");
        } else {
            return value.get<bool>();
        }
        return std::nullopt;
    }

    // Past what 64 bits with a sign hold: as near as a double comes.
    static FilterValue whole_number(const json& value) {
        if (value.is_number_unsigned() && value.get<std::uint64_t>() >> 63 != 0)
            return value.get<double>();
        return value.get<std::int64_t>();
    }

    std::optional<FilterValue> moment(const json& value, const std::string& pointer) {
        if (value.is_string()) {
            if (auto read = parse_moment(value.get_ref<const std::string&>())) return *read;
        }
        refuse(pointer, "must be a date or a time, such as 2025-12-28 or 2025-12-28T04:26:10Z");
        return std::nullopt;
    }

    std::optional<FilterValue> document_id(
        const Condition& condition, const json& value, const std::string& pointer
    ) {
        if (orders(condition.comparison)) {
            refuse(pointer, "has no meaning for an id");
            return std::nullopt;
        }
        if (value.is_string()) {
            if (const auto id = DocumentId::parse(value.get_ref<const std::string&>()))
                return id->str();
        }
        refuse(pointer, "must be a document's id");
        return std::nullopt;
    }

    std::vector<intake::FieldError>& errors_;
    std::size_t conditions_ = 0;
    std::size_t values_ = 0;
};

}  // namespace

Filter parse_filter(
    const json& filter, std::string pointer, std::vector<intake::FieldError>& errors
) {
    return FilterReader{errors}.read(filter, pointer);
}

}  // namespace ingestd::http

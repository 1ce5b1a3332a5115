#include <algorithm>
#include <compare>

#include <ingestd/document/filter.hpp>

namespace ingestd {
namespace {

constexpr double integer_bound = 9223372036854775808.0;  // 2^63, the first that no int64 reaches

// Exact, as a conversion to double is not.
std::partial_ordering order(std::int64_t a, double b) {
    if (b >= integer_bound) return std::partial_ordering::less;
    if (b < -integer_bound) return std::partial_ordering::greater;
    const auto whole = static_cast<std::int64_t>(b);
    if (a != whole) return a <=> whole;
    return static_cast<double>(whole) <=> b;
}

// How a stored value stands to one that it is compared with.
struct Order {
    template <class T>
    std::partial_ordering operator()(const T& stored, const T& with) const {
        return stored <=> with;
    }
    std::partial_ordering operator()(std::int64_t stored, double with) const {
        return order(stored, with);
    }
    std::partial_ordering operator()(double stored, std::int64_t with) const {
        return 0 <=> order(with, stored);
    }
    std::partial_ordering operator()(const Moment& stored, const Moment& with) const {
        if (stored.begin < with.begin) return std::partial_ordering::less;
        if (stored.begin >= with.end) return std::partial_ordering::greater;
        return std::partial_ordering::equivalent;
    }
    std::partial_ordering operator()(const Opaque&, const Opaque&) const {
        return std::partial_ordering::unordered;
    }
    template <class A, class B>
    std::partial_ordering operator()(const A&, const B&) const {
        return std::partial_ordering::unordered;
    }
};

bool satisfies(Comparison comparison, const FilterValue& stored, const FilterValue& with) {
    const auto order = std::visit(Order{}, stored, with);
    switch (comparison) {
        case Comparison::gt:
            return order > 0;
        case Comparison::gte:
            return order >= 0;
        case Comparison::lt:
            return order < 0;
        case Comparison::lte:
            return order <= 0;
        default:
            return order == 0;
    }
}

}  // namespace

bool holds(const Condition& condition, std::span<const FilterValue> values) {
    if (condition.comparison == Comparison::exists)
        return condition.values.front() == FilterValue{!values.empty()};
    const bool is_met = std::ranges::any_of(values, [&](const FilterValue& stored) {
        const auto is_within = [&](const Bound& bound) {
            return satisfies(bound.comparison, stored, bound.value);
        };
        return std::ranges::any_of(
                   condition.values,
                   [&](const FilterValue& with) {
                       return satisfies(condition.comparison, stored, with);
                   }
               ) &&
               std::ranges::all_of(condition.bounds, is_within);
    });
    const bool is_opposite =
        condition.comparison == Comparison::ne || condition.comparison == Comparison::nin;
    return is_met != is_opposite;
}

Verdict judge(const Filter& filter, const std::function<Verdict(const Condition&)>& on) {
    const auto greatest = [&] {
        auto verdict = Verdict::no;
        for (const auto& part : filter.parts) {
            verdict = std::max(verdict, judge(part, on));
            if (verdict == Verdict::yes) break;
        }
        return verdict;
    };
    switch (filter.kind) {
        case Filter::Kind::condition:
            return on(filter.condition);
        case Filter::Kind::any_of:
            return greatest();
        case Filter::Kind::none_of: {
            const auto verdict = greatest();
            if (verdict == Verdict::depends) return verdict;
            return verdict == Verdict::yes ? Verdict::no : Verdict::yes;
        }
        case Filter::Kind::all_of:
            break;
    }
    auto verdict = Verdict::yes;
    for (const auto& part : filter.parts) {
        verdict = std::min(verdict, judge(part, on));
        if (verdict == Verdict::no) break;
    }
    return verdict;
}

}  // namespace ingestd

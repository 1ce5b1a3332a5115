#include "dates.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "month_names.hpp"

namespace ingestd::enrich {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
// Of a month's name: what is not ASCII counts as a letter.
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool is_ascii_word(char c) {
    return is_digit(c) || (static_cast<unsigned char>(c) < 0x80 && is_letter(c));
}
bool is_separator(char c) {
    return c == '.' || c == '/' || c == '-';
}

// Languages that write the day first wherever numbers alone make a date (CLDR 41, short formats).
bool is_day_first(std::string_view language) {
    constexpr std::array<std::string_view, 34> day_first{
        "ar", "az", "be", "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "es",
        "et", "fi", "fr", "gl", "he", "hr", "id", "is", "it", "lv", "mk", "nl",
        "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "tr", "uk"};
    return std::ranges::binary_search(day_first, language);
}

bool is_on_calendar(unsigned year, unsigned month, unsigned day) {
    const std::chrono::year_month_day date{
        std::chrono::year{static_cast<int>(year)},
        std::chrono::month{month},
        std::chrono::day{day}};
    return date.ok();
}

std::string padded(unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}
std::string iso(unsigned year, unsigned month) {
    return std::to_string(year) + '-' + padded(month);
}
std::string iso(unsigned year, unsigned month, unsigned day) {
    return iso(year, month) + '-' + padded(day);
}

// A row of digits.
struct Number {
    std::size_t begin = 0, end = 0;
    unsigned value = 0;

    std::size_t size() const { return end - begin; }
    bool is_year() const { return size() == 4 && value >= 1000 && value <= 2999; }
    bool is_short() const { return size() <= 2; }
};

// Goes from one row of digits to the next: no date is without.
class DateScan {
public:
    DateScan(std::string_view text, std::string_view language) : text_{text}, language_{language} {}

    FoundDates find() {
        while ((at_ = digit_from(at_)) < text_.size()) {
            const auto number = number_at(at_);
            at_ = number.end;
            if (!stands_alone(number.begin)) continue;
            if (number.is_year()) {
                take_from_year(number) || take_eastern(number) || take_month_of(number);
            } else if (number.is_short()) {
                take_numeric(number) || take_day_then_name(number) || take_name_then_day(number);
            }
        }
        return std::move(found_);
    }

private:
    std::size_t digit_from(std::size_t at) const {
        const auto text = text_;
        while (at < text.size() && !is_digit(text[at])) ++at;
        return at;
    }

    Number number_at(std::size_t begin) const {
        Number number{begin, begin};
        while (number.end < text_.size() && is_digit(text_[number.end])) {
            if (number.size() < 5)
                number.value = number.value * 10 + static_cast<unsigned>(text_[number.end] - '0');
            ++number.end;
        }
        return number;
    }

    bool is_digit_at(std::size_t at) const { return at < text_.size() && is_digit(text_[at]); }

    // Not the tail of a version, a path or a word; a date may stand directly before it (a span).
    bool stands_alone(std::size_t begin) const {
        if (begin == 0) return true;
        const char before = text_[begin - 1];
        if (is_ascii_word(before)) return false;
        if (!is_separator(before) && before != ',' && before != ':') return true;
        if (last_end_ != 0 && last_end_ == begin - 1) return true;
        return before != '/' && (begin == 1 || !is_digit(text_[begin - 2]));
    }

    // Not the head of a longer number or word. A time may follow (T10:00).
    bool ends_here(std::size_t end, char separator = '\0') const {
        if (end >= text_.size()) return true;
        const char next = text_[end];
        if (next == 'T' && is_digit_at(end + 1)) return true;
        if (is_ascii_word(next)) return false;
        return separator == '\0' || next != separator || !is_digit_at(end + 1) || next == '/';
    }

    void add(std::string date, std::size_t end) {
        at_ = last_end_ = end;
        auto& list = found_.certain;
        if (list.size() < dates_max && std::ranges::find(list, date) == list.end())
            list.push_back(std::move(date));
    }

    bool add_if_on_calendar(unsigned year, unsigned month, unsigned day, std::size_t end) {
        if (!is_on_calendar(year, month, day)) return false;
        add(iso(year, month, day), end);
        return true;
    }

    // Two more numbers, each after the same separator: 12.3.2024, 2024-03-12. Czech and others
    // write a space after the point.
    struct Parts {
        char separator;
        Number second, third;
    };
    std::optional<Parts> parts_after(const Number& first) const {
        if (first.end >= text_.size() || !is_separator(text_[first.end])) return std::nullopt;
        const char separator = text_[first.end];
        std::array<Number, 2> numbers;
        auto at = first.end;
        for (auto& number : numbers) {
            if (at >= text_.size() || text_[at] != separator) return std::nullopt;
            ++at;
            if (separator == '.' && at < text_.size() && text_[at] == ' ') ++at;
            if (!is_digit_at(at)) return std::nullopt;
            number = number_at(at);
            at = number.end;
        }
        return Parts{separator, numbers[0], numbers[1]};
    }

    bool take_from_year(const Number& year) {
        const auto parts = parts_after(year);
        if (!parts || !parts->second.is_short() || !parts->third.is_short()) return false;
        if (!ends_here(parts->third.end, parts->separator)) return false;
        return add_if_on_calendar(
            year.value, parts->second.value, parts->third.value, parts->third.end
        );
    }

    bool take_numeric(const Number& first) {
        const auto parts = parts_after(first);
        if (!parts || !parts->second.is_short() || !parts->third.is_year()) return false;
        const auto end = parts->third.end;
        if (!ends_here(end, parts->separator)) return false;
        const auto year = parts->third.value, a = first.value, b = parts->second.value;
        const bool can_be_day_first = is_on_calendar(year, b, a);
        const bool can_be_month_first = is_on_calendar(year, a, b);
        if (!can_be_day_first && !can_be_month_first) return false;
        if (can_be_day_first && (!can_be_month_first || a == b || is_day_first(language_))) {
            add(iso(year, b, a), end);
        } else if (!can_be_day_first) {
            add(iso(year, a, b), end);
        } else {
            add_ambiguous(text_.substr(first.begin, end - first.begin), year, a, b, end);
        }
        return true;
    }

    void add_ambiguous(
        std::string_view written, unsigned year, unsigned a, unsigned b, std::size_t end
    ) {
        at_ = last_end_ = end;
        AmbiguousDate date{
            std::string{written},
            {iso(year, std::min(a, b), std::max(a, b)), iso(year, std::max(a, b), std::min(a, b))}};
        auto& list = found_.ambiguous;
        const bool is_known = std::ranges::any_of(list, [&date](const AmbiguousDate& other) {
            return other.readings == date.readings;
        });
        if (list.size() < dates_max && !is_known) list.push_back(std::move(date));
    }

    // 2024年3月12日, 2024년 3월 12일, or without the day.
    bool take_eastern(const Number& year) {
        auto at = year.end;
        if (!skip_any_of(at, {"年", "년"})) return false;
        skip_spaces(at);
        const auto month = number_at(at);
        at = month.end;
        if (month.size() == 0 || !month.is_short() || !skip_any_of(at, {"月", "월"})) return false;
        if (month.value < 1 || month.value > 12) return false;
        const auto month_end = at;
        skip_spaces(at);
        const auto day = number_at(at);
        at = day.end;
        if (day.size() > 0 && day.is_short() && skip_any_of(at, {"日", "일", "号"}))
            return add_if_on_calendar(year.value, month.value, day.value, at);
        add(iso(year.value, month.value), month_end);
        return true;
    }

    // 12 March 2024, with what people write in between.
    bool take_day_then_name(const Number& day) {
        auto at = day.end;
        skip_any_of(at, {".", "st ", "nd ", "rd ", "th ", "er ", "º", "°"});
        skip_spaces(at);
        skip_any_of(at, {"of ", "de ", "-"});
        const auto name = word_at(at);
        const auto month = find_month(name, language_);
        if (!month) return false;
        at += name.size();
        skip_any_of(at, {".", ",", "-"});
        skip_spaces(at);
        skip_any_of(at, {"de ", "del ", "of "});
        return take_year(at, month->month, day.value);
    }

    // March 12, 2024.
    bool take_name_then_day(const Number& day) {
        const auto name = word_before(day.begin);
        const auto month = find_month(name, language_);
        if (!month) return false;
        auto at = day.end;
        skip_any_of(at, {"st", "nd", "rd", "th"});
        skip_any_of(at, {","});
        if (!skip_spaces(at)) return false;
        return take_year(at, month->month, day.value);
    }

    bool take_year(std::size_t at, unsigned month, unsigned day) {
        if (!is_digit_at(at)) return false;
        const auto year = number_at(at);
        if (!year.is_year() || !ends_here(year.end)) return false;
        // 30 February 2024 is not to be read as February 2024.
        if (!add_if_on_calendar(year.value, month, day, year.end)) at_ = year.end;
        return true;
    }

    // March 2024. A name of another language would too often be something else: Mars 2020.
    bool take_month_of(const Number& year) {
        if (!ends_here(year.end)) return false;
        auto name = word_before(year.begin);
        if (name == "de" || name == "del") name = word_before(begin_of(name));
        const auto month = find_month(name, language_);
        if (!month || !month->is_known) return false;
        const bool needs_capital = language_ == "en" || language_ == "de" || language_ == "und";
        if (needs_capital && name.front() >= 'a' && name.front() <= 'z') return false;
        add(iso(year.value, month->month), year.end);
        return true;
    }

    bool skip_any_of(std::size_t& at, std::initializer_list<std::string_view> words) const {
        for (const auto word : words) {
            if (text_.substr(std::min(at, text_.size())).starts_with(word)) {
                at += word.size();
                return true;
            }
        }
        return false;
    }

    // At most two, or one line's end: a date is not torn apart farther.
    bool skip_spaces(std::size_t& at) const {
        const auto begin = at;
        while (at < text_.size() && at < begin + 2 && (text_[at] == ' ' || text_[at] == '\n')) ++at;
        if (at == begin) skip_any_of(at, {"\u00A0", "\u202F"});
        return at > begin;
    }

    std::string_view word_at(std::size_t begin) const {
        auto end = begin;
        while (end < text_.size() && end < begin + word_bytes_max && is_letter(text_[end])) ++end;
        return text_.substr(std::min(begin, text_.size()), end - begin);
    }

    // The word before the white space, point and comma before `end`.
    std::string_view word_before(std::size_t end) const {
        auto spaces = end;
        while (spaces > 0 && spaces + 2 > end &&
               (text_[spaces - 1] == ' ' || text_[spaces - 1] == '\n'))
            --spaces;
        if (spaces == end) return {};
        if (spaces > 0 && (text_[spaces - 1] == '.' || text_[spaces - 1] == ',')) --spaces;
        auto begin = spaces;
        while (begin > 0 && spaces - begin < word_bytes_max && is_letter(text_[begin - 1])) --begin;
        return text_.substr(begin, spaces - begin);
    }

    std::size_t begin_of(std::string_view part) const {
        return static_cast<std::size_t>(part.data() - text_.data());
    }

    static constexpr std::size_t word_bytes_max = 24;  // more than any month's name

    std::string_view text_;
    std::string_view language_;
    std::size_t at_ = 0;
    std::size_t last_end_ = 0;  // of the date found last
    FoundDates found_;
};

}  // namespace

FoundDates find_dates(std::string_view text, std::string_view language) {
    return DateScan{text, language}.find();
}

}  // namespace ingestd::enrich

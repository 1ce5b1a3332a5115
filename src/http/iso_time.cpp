#include <ingestd/http/iso_time.hpp>

namespace ingestd::http {
namespace {

using namespace std::chrono;

// What is left of a text that is read from its beginning. Once something does not fit, nothing
// does.
class Reader {
public:
    explicit Reader(std::string_view text) : left_{text} {}

    bool is_at_end() const { return left_.empty(); }
    bool has_failed() const { return has_failed_; }
    char next() const { return left_.empty() ? '\0' : left_.front(); }
    bool take(char c) {
        if (next() != c || left_.empty()) return false;
        left_.remove_prefix(1);
        return true;
    }
    void expect(char c) { has_failed_ |= !take(c); }

    // Exactly so many digits, at most `most`.
    unsigned number(std::size_t digits, unsigned most) {
        unsigned value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (!is_digit()) {
                has_failed_ = true;
                return 0;
            }
            value = value * 10 + static_cast<unsigned>(next() - '0');
            left_.remove_prefix(1);
        }
        has_failed_ |= value > most;
        return value;
    }
    // Behind the point of a second: one digit or more.
    microseconds fraction() {
        has_failed_ |= !is_digit();
        microseconds value{0};
        for (std::int64_t unit = 100'000; is_digit(); unit /= 10) {
            value += microseconds{unit * (next() - '0')};
            left_.remove_prefix(1);
        }
        return value;
    }

private:
    bool is_digit() const { return next() >= '0' && next() <= '9'; }

    std::string_view left_;
    bool has_failed_ = false;
};

microseconds read_clock(Reader& reader) {
    microseconds clock = hours{reader.number(2, 23)};
    reader.expect(':');
    clock += minutes{reader.number(2, 59)};
    if (!reader.take(':')) return clock;
    clock += seconds{reader.number(2, 59)};
    if (reader.take('.')) clock += reader.fraction();
    return clock;
}

minutes read_offset(Reader& reader) {
    if (reader.is_at_end() || reader.take('Z')) return {};
    const bool is_west = reader.take('-');
    if (!is_west && !reader.take(' ')) reader.expect('+');
    const minutes offset = hours{reader.number(2, 23)};
    reader.expect(':');
    const auto whole = offset + minutes{reader.number(2, 59)};
    return is_west ? -whole : whole;
}

}  // namespace

std::optional<Timestamp> parse_iso_time(std::string_view text) {
    Reader reader{text};
    const year of{static_cast<int>(reader.number(4, 9999))};
    reader.expect('-');
    const month in{reader.number(2, 12)};
    reader.expect('-');
    const day on{reader.number(2, 31)};
    const year_month_day date{of, in, on};
    if (reader.has_failed() || !date.ok() || of < year{1970}) return std::nullopt;
    Timestamp time = sys_days{date};
    if (!reader.is_at_end()) {
        if (!reader.take('T')) reader.expect(' ');
        time += read_clock(reader);
        time -= read_offset(reader);
    }
    if (reader.has_failed() || !reader.is_at_end()) return std::nullopt;
    return time;
}

}  // namespace ingestd::http

#include <ingestd/document/moment.hpp>

namespace ingestd {
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

// Within a day, and how long it is.
struct Clock {
    microseconds time{0};
    microseconds length = minutes{1};
};

Clock read_clock(Reader& reader) {
    Clock clock{.time = hours{reader.number(2, 23)}};
    reader.expect(':');
    clock.time += minutes{reader.number(2, 59)};
    if (!reader.take(':')) return clock;
    clock.time += seconds{reader.number(2, 59)};
    clock.length = seconds{1};
    if (!reader.take('.')) return clock;
    clock.time += reader.fraction();
    clock.length = microseconds{1};
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

std::optional<Moment> parse_moment(std::string_view text) {
    Reader reader{text};
    const year of{static_cast<int>(reader.number(4, 9999))};
    if (reader.has_failed() || of < year{1}) return std::nullopt;
    if (reader.is_at_end()) return Moment{sys_days{of / 1 / 1}, sys_days{(of + years{1}) / 1 / 1}};
    reader.expect('-');
    const auto in = of / month{reader.number(2, 12)};
    if (reader.has_failed() || !in.ok()) return std::nullopt;
    if (reader.is_at_end()) return Moment{sys_days{in / 1}, sys_days{(in + months{1}) / 1}};
    reader.expect('-');
    const auto on = in / day{reader.number(2, 31)};
    if (reader.has_failed() || !on.ok()) return std::nullopt;
    const Timestamp midnight = sys_days{on};
    if (reader.is_at_end()) return Moment{midnight, midnight + days{1}};
    if (!reader.take('T')) reader.expect(' ');
    const auto clock = read_clock(reader);
    const auto begin = midnight + clock.time - read_offset(reader);
    if (reader.has_failed() || !reader.is_at_end()) return std::nullopt;
    return Moment{begin, begin + clock.length};
}

}  // namespace ingestd

#include <ingestd/document/moment.hpp>
#include <ingestd/http/iso_time.hpp>

namespace ingestd::http {
namespace {

constexpr std::size_t day_size = 10;  // "2025-12-28"

}  // namespace

std::optional<Timestamp> parse_iso_time(std::string_view text) {
    const auto moment = text.size() < day_size ? std::nullopt : parse_moment(text);
    if (!moment || moment->begin < Timestamp{}) return std::nullopt;
    return moment->begin;
}

}  // namespace ingestd::http

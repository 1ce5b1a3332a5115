// Reads a request's query parameters into values, and gathers what is wrong with each.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/http/request.hpp>
#include <ingestd/intake/upload_request.hpp>

namespace ingestd::http {

// Pages of a list: what is asked for when nothing is said, and at most.
inline constexpr std::uint32_t list_limit_default = 100;
inline constexpr std::uint32_t list_limit_max = 1000;

//   owns  not the request, which lives as long as it does
class QueryFields {
public:
    explicit QueryFields(const Request& request) : request_{request} {}

    std::string text(std::string_view name);  // "" when not given
    std::uint32_t limit();                    // `limit`, 1..list_limit_max
    // A whole number; `otherwise` when not given or refused.
    std::uint32_t number(
        std::string_view name, std::uint32_t min, std::uint32_t max, std::uint32_t otherwise
    );
    // A moment, see iso_time.hpp; nullopt when not given or refused.
    std::optional<Timestamp> time(std::string_view name);
    void refuse(std::string_view name, std::string detail);

    // What was refused, and what nobody has asked for or stands twice. Last.
    std::vector<intake::FieldError> errors() &&;

private:
    const Request& request_;
    std::set<std::string, std::less<>> known_;
    std::vector<intake::FieldError> errors_;
};

}  // namespace ingestd::http

// JSON as it comes from strangers (RFC 8259): bounded in depth, no name twice, told where it
// breaks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ingestd/intake/upload_request.hpp>
#include <nlohmann/json_fwd.hpp>

namespace ingestd::http {

// What we take in is four levels deep; the rest is room for metadata. nlohmann's dump() recurses.
inline constexpr std::size_t json_depth_max = 64;

// Where text stops being JSON.
//   line, column  from 1; columns in code points
struct JsonSyntaxError {
    std::size_t line = 1;
    std::size_t column = 1;
    std::string reason;

    // "line 3, column 14: …"
    std::string describe() const;

    friend bool operator==(const JsonSyntaxError&, const JsonSyntaxError&) = default;
};

// The value; or where the text breaks; or the members that stand twice or lie too deep.
using ParsedJson = std::variant<nlohmann::json, JsonSyntaxError, std::vector<intake::FieldError>>;

//   thread  any; past 64 KiB of text a pool's
ParsedJson parse_json(std::string_view text);

// One step of a JSON Pointer, escaped (RFC 6901): "/a~1b"
std::string pointer_step(std::string_view member);
std::string pointer_step(std::size_t position);

}  // namespace ingestd::http

// The inner grammar of header values (RFC 9110 section 5.6): lists, tokens, parameters.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ingestd::http {

std::string lower_case(std::string_view text);  // ASCII only
std::string_view trim_blanks(std::string_view text);
bool is_token(std::string_view text);

// "a, b,,c" → a, b, c: the trimmed members of a comma list without quoted strings.
std::vector<std::string_view> split_list(std::string_view text);

// Each %XX as its byte.
//   errors  nullopt: a '%' without two hexadecimal digits
std::optional<std::string> percent_decode(std::string_view text);

// "form-data; name=\"a\"; filename=b.txt"
//   value       in lower case
//   parameters  names in lower case; quotes removed, and of backslashes those before '"' and '\'
struct ParameterizedValue {
    std::string value;
    std::vector<std::pair<std::string, std::string>> parameters;

    const std::string* find(std::string_view lower_case_name) const;  // null: not there
};

// Never fails: what makes no sense is left out.
ParameterizedValue parse_parameterized_value(std::string_view text);

// The string of a structured field (RFC 8941 section 3.3.3) without its quotes, or a bare token.
//   errors  nullopt: neither
std::optional<std::string> parse_string_or_token(std::string_view text);

// UTF-8''na%C3%AFve.txt as UTF-8 (RFC 8187).
//   errors  nullopt: another shape or an unknown character set
std::optional<std::string> decode_extended_value(std::string_view text);

}  // namespace ingestd::http

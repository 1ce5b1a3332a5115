// Reading what a server answered. A field that is not there, or not of its type, is empty.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <ingestd/base/result.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::client {

using Json = nlohmann::ordered_json;

Error bad_answer(std::string detail);

//   errors  Errc::bad_answer: no JSON, no object, or nested deeper than any answer
Result<Json> parse_object(std::string_view text);

std::string text_at(const Json& from, const char* name);
double number_at(const Json& from, const char* name);
std::uint64_t count_at(const Json& from, const char* name);
bool flag_at(const Json& from, const char* name);
const Json& object_at(const Json& from, const char* name);

// The array there.  errors  Errc::bad_answer: there is none
Result<const Json*> array_at(const Json& from, const char* name);

}  // namespace ingestd::client

// A request as handlers see it, made of its head.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ingestd/http/request.hpp>
#include <ingestd/http/request_head.hpp>

namespace ingestd::http {

// "/a%20b/c" → "a b", "c". An encoded slash stays within its segment.
std::vector<std::string> decode_path(std::string_view path);

// "a=1&b=x+y&c" → (a, 1), (b, x y), (c, ), as forms encode them (WHATWG URL, urlencoded parsing).
std::vector<std::pair<std::string, std::string>> decode_query(std::string_view query);

// With a new id and everything but the body and the route's parameters.
Request make_request(const RequestHead& head);

}  // namespace ingestd::http

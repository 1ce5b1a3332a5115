#include <ingestd/http/request_target.hpp>

#include "support/catch.hpp"

namespace ingestd::http {
namespace {

TEST_CASE("an encoded slash stays within its segment", "[http][target]") {
    CHECK(decode_path("/a%2Fb/c%20d/") == std::vector<std::string>{"a/b", "c d", ""});
    CHECK(decode_path("/") == std::vector<std::string>{""});
}

TEST_CASE("a query is decoded as forms encode it", "[http][router]") {
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    CHECK(
        decode_query("a=1&b=x+y%2B&c&&=d&e=f=g") ==
        Pairs{{"a", "1"}, {"b", "x y+"}, {"c", ""}, {"", "d"}, {"e", "f=g"}}
    );
    CHECK(decode_query("").empty());
}

}  // namespace
}  // namespace ingestd::http

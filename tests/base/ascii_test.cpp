#include <string>

#include <ingestd/base/ascii.hpp>

#include "support/catch.hpp"

using namespace ingestd;

TEST_CASE("of all bytes the capitals of ASCII alone become small", "[base][ascii]") {
    std::string all;
    std::string expected;
    for (int byte = 0; byte < 256; ++byte) {
        all += static_cast<char>(byte);
        expected += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
    }

    make_ascii_lower(all);

    CHECK(all == expected);
}

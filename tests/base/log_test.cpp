#include <ingestd/base/log.hpp>

#include "support/catch.hpp"

using namespace ingestd;

TEST_CASE("plain values stand as they are, others are quoted", "[base][log]") {
    REQUIRE(kv("upload", "f47a-c10b").value == "f47a-c10b");
    REQUIRE(kv("chunks", 812).value == "812");
    REQUIRE(kv("ok", true).value == "true");
    REQUIRE(kv("ms", 31.4).value == "31.400");
    REQUIRE(kv("name", "two words").value == "\"two words\"");
    REQUIRE(kv("name", "").value == "\"\"");
}

TEST_CASE("a file name cannot forge a log line or act on a terminal", "[base][log]") {
    REQUIRE(kv("name", "a\nerror").value == "\"a\\x0aerror\"");
    REQUIRE(kv("name", "\x1b[2J").value == "\"\\x1b[2J\"");
    REQUIRE(
        kv("name",
           "\xE2\x80\xAE"
           "fdp")
            .value == "\"\\xe2\\x80\\xaefdp\""
    );
    REQUIRE(kv("name", "say \"hi\" \\").value == "\"say \\\"hi\\\" \\\\\"");
}

#include <ingestd/intake/document_keys.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using intake::document_keys;
using Keys = std::vector<std::string>;

TEST_CASE(
    "a document is called by its id, else its file name, else its hash", "[intake][document_keys]"
) {
    const auto hash = sha256("bytes");

    const auto keys = document_keys({{"id-1", "a.txt", hash}, {"", "b.txt", hash}, {"", "", hash}});

    REQUIRE(keys == Keys{"id-1", "b.txt", hash.hex()});
}

TEST_CASE("nameless bytes that stand twice are taken once", "[intake][document_keys]") {
    const auto hash = sha256("same");

    REQUIRE(document_keys({{"", "", hash}, {"", "", hash}}) == Keys{hash.hex(), ""});
}

TEST_CASE("a file name that stands again with other bytes is numbered", "[intake][document_keys]") {
    const auto keys = document_keys(
        {{"", "n.txt", sha256("1")}, {"", "n.txt", sha256("2")}, {"", "n.txt", sha256("3")}}
    );

    REQUIRE(keys == Keys{"n.txt", "n.txt (2)", "n.txt (3)"});
}

TEST_CASE("the same file given twice is taken once", "[intake][document_keys]") {
    REQUIRE(
        document_keys({{"", "n.txt", sha256("1")}, {"", "n.txt", sha256("1")}}) == Keys{"n.txt", ""}
    );
}

TEST_CASE(
    "a file name never takes an id that stands later in the upload", "[intake][document_keys]"
) {
    const auto keys = document_keys({{"", "n.txt", sha256("1")}, {"n.txt", "", sha256("2")}});

    REQUIRE(keys == Keys{"n.txt (2)", "n.txt"});
}

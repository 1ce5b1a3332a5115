#include <ingestd/base/digest.hpp>

#include "support/catch.hpp"

using namespace ingestd;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4", "[base][digest]") {
    REQUIRE(sha256("").hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    REQUIRE(
        sha256("abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

TEST_CASE("a digest does not depend on how the bytes came", "[base][digest]") {
    const std::string text(100'000, 'x');
    Sha256Hasher hasher;
    for (std::size_t at = 0; at < text.size(); at += 777)
        hasher.update(std::string_view{text}.substr(at, 777));

    REQUIRE(hasher.finish() == sha256(text));
}

TEST_CASE("a digest reads back what it prints", "[base][digest]") {
    REQUIRE(Sha256::parse(sha256("abc").hex()) == sha256("abc"));
    REQUIRE(Sha256::parse("abc") == std::nullopt);
    REQUIRE(Sha256::parse(std::string(64, 'g')) == std::nullopt);
}

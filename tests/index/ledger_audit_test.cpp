#include "../../src/index/ledger_audit.hpp"

#include <vector>

#include "../../src/index/word_sum.hpp"
#include "support/catch.hpp"

namespace ingestd::index {
namespace {

// What is said of one document with these chunks; empty where nothing is.
std::string said(const LedgerLine& line, const std::vector<ChunkPlace>& chunks) {
    Findings findings;
    LedgerAudit audit{"file", findings};
    audit.begin(line);
    for (const auto& chunk : chunks) audit.add(chunk);
    audit.end();
    REQUIRE(findings.damage().size() <= 1);
    return findings.is_sound() ? "" : findings.damage().front().what;
}

LedgerLine line(std::uint64_t chunks, std::uint64_t text_bytes) {
    return {1, "a.txt", chunks, text_bytes};
}

TEST_CASE("a ledger and its chunks fit, or it is said where they do not", "[index][audit]") {
    const ChunkPlace first{0, 0, 10, 10}, second{1, 8, 20, 12}, third{2, 20, 25, 5};

    CHECK(said(line(0, 0), {}) == "");
    CHECK(said(line(3, 25), {first, second, third}) == "");
    CHECK(
        said(line(3, 25), {first, second}) ==
        "document a.txt: the ledger counts 3 chunks, and there are 2"
    );
    CHECK(said(line(3, 25), {first, third}) == "document a.txt: chunk 1 is not there");
    CHECK(said(line(2, 20), {second, third}) == "document a.txt: chunk 0 is not there");
    CHECK(
        said(line(2, 25), {first, {1, 12, 25, 13}}) ==
        "document a.txt: text is missing before chunk 1"
    );
    CHECK(
        said(line(1, 10), {{0, 0, 10, 9}}) == "document a.txt: chunk 0 is not as long as its range"
    );
    CHECK(
        said(line(1, 11), {first}) ==
        "document a.txt: the ledger counts 11 bytes of text, and there are 10"
    );
}

TEST_CASE("a sum of words does not know their order, but their places", "[index][audit]") {
    WordSum one, other, moved;
    one.add("fox", 1, 2, 0);
    one.add("den", 1, 2, 1);
    other.add("den", 1, 2, 1);
    other.add("fox", 1, 2, 0);
    moved.add("fox", 1, 2, 1);
    moved.add("den", 1, 2, 0);

    CHECK(one == other);
    CHECK(one != moved);
    CHECK(one.words() == 2);
}

}  // namespace
}  // namespace ingestd::index

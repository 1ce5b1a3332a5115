#include <fstream>

#include <ingestd/blobs/errc.hpp>
#include <ingestd/blobs/inspection.hpp>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::blobs {
namespace {

struct Fixture {
    test::TemporaryDirectory directory;
    std::filesystem::path root = directory / "blobs";
    std::unique_ptr<BlobStore> store = *BlobStore::open(root);

    BlobRef put(std::string_view content) {
        auto staged = store->stage();
        REQUIRE(staged);
        REQUIRE(staged->append(std::as_bytes(std::span{content})));
        const auto ref = staged->publish();
        REQUIRE(ref);
        return *ref;
    }
    std::filesystem::path file_of(const BlobRef& ref) const {
        const auto hex = ref.sha256.hex();
        return root / hex.substr(0, 2) / (hex + ".blob");
    }
    BlobCheck check(const std::vector<ExpectedBlob>& expected) const {
        auto checked = check_blobs(root, expected);
        REQUIRE(checked);
        return std::move(*checked);
    }
};

TEST_CASE(
    "a blob is sound when its bytes give its name, and are as many as noted", "[blobs][inspection]"
) {
    Fixture fixture;
    const auto blob = fixture.put("some bytes");

    CHECK(fixture.check({{blob, "a.txt"}}).sound == 1);
    CHECK(fixture.check({{blob, "a.txt"}}).findings.is_sound());
    CHECK_FALSE(fixture.check({{{blob.sha256, 11}, "a.txt"}}).findings.is_sound());

    std::ofstream{fixture.file_of(blob)} << "SOME bytes";
    const auto damaged = fixture.check({{blob, "a.txt"}});
    REQUIRE(damaged.findings.damage_count() == 1);
    CHECK(
        damaged.findings.damage().front().what == "its bytes do not give its name; a.txt needs it"
    );
}

TEST_CASE("what is missing, what nobody needs, and what is no blob", "[blobs][inspection]") {
    Fixture fixture;
    fixture.put("nobody's");
    test::write_file(fixture.root / "ab" / "readme", "x");
    const ExpectedBlob gone{{sha256("gone"), 4}, "b.txt"};

    const auto checked = fixture.check({gone});

    REQUIRE(checked.missing.size() == 1);
    CHECK(checked.missing.front().needed_by == "b.txt");
    CHECK(checked.findings.is_sound());
    CHECK(checked.findings.note_count() == 2);
}

TEST_CASE("a copy is checked on its way", "[blobs][inspection]") {
    Fixture fixture;
    const auto to = fixture.directory / "copy";
    const auto good = fixture.put("good"), bad = fixture.put("bad");
    std::ofstream{fixture.file_of(bad)} << "BAD";

    CHECK(copy_blob(fixture.root, to, good.sha256));
    CHECK(copy_blob(fixture.root, to, good.sha256));  // there already
    CHECK(copy_blob(fixture.root, to, bad.sha256).error().code == Errc::damaged);
    CHECK(copy_blob(fixture.root, to, sha256("none")).error().code == Errc::missing);
    const auto stored = stored_blobs(to);
    REQUIRE(stored);
    CHECK(*stored == std::vector<BlobRef>{good});
}

}  // namespace
}  // namespace ingestd::blobs

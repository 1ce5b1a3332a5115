// Documents that were found inside of others: they go with them, and with what they are no longer
// in.
#include <algorithm>

#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

using Names = std::vector<std::string>;

struct ParentsFixture : GenerationFixture {
    // One upload; what it brings is accepted at the same time.
    struct Upload {
        UploadId id = UploadId::random();
        Timestamp time{std::chrono::microseconds{++accepted}};
        std::uint32_t documents = 0;
    };
    static DocumentEntry part_of(
        Upload& upload, const std::string& key, const std::string& parent, std::string_view content
    ) {
        auto made = entry(key, content);
        made.upload = upload.id;
        made.ordinal = upload.documents++;
        made.accepted = upload.time;
        if (!parent.empty()) made.parent = document_id("letters", parent);
        return made;
    }
    // Complete, but not settled: its upload is in work.
    Standing bring(
        Upload& upload,
        const std::string& key,
        const std::string& parent,
        const std::string& text,
        std::uint64_t children = 0,
        bool settles = false
    ) {
        const auto opened = open(part_of(upload, key, parent, text + std::to_string(children)));
        REQUIRE(opened);
        if (opened->is_complete) return opened->standing;
        if (!text.empty()) REQUIRE(commit(opened->row, one_chunk(text)));
        DocumentSummary summary;
        summary.chunks = text.empty() ? 0 : 1;
        summary.children = children;
        const auto placed = place(opened->row, summary, {.settles = settles});
        REQUIRE(placed);
        return placed->standing;
    }
    void settle(const Upload& upload, std::vector<std::string> kept = {}) {
        REQUIRE(answer_of<std::vector<ReleasedDocument>>([&](auto done) {
            generation->settle_upload(upload.id, {.kept = std::move(kept)}, done);
        }));
    }
    void cancel(const Upload& upload) {
        REQUIRE(answer_of<void>([&](auto done) { generation->discard_upload(upload.id, done); }));
    }
    Names names() const {
        Names keys;
        for (const auto& document : generation->documents("", 100)) keys.push_back(document.key);
        return keys;
    }
    // An archive with two texts and another archive with one.
    void bring_archive(Upload& upload) {
        bring(upload, "a.zip", "", "", 3);
        bring(upload, "a.zip/1", "a.zip", "first");
        bring(upload, "a.zip/2", "a.zip", "second");
        bring(upload, "a.zip/b.zip", "a.zip", "", 1);
        bring(upload, "a.zip/b.zip/3", "a.zip/b.zip", "third");
        settle(upload);
    }
};

}  // namespace

TEST_CASE("a document tells what it was found inside of", "[index]") {
    ParentsFixture fixture;
    ParentsFixture::Upload upload;
    fixture.bring_archive(upload);
    const auto inner = fixture.generation->find_document(document_id("letters", "a.zip/b.zip/3"));
    REQUIRE(inner);
    CHECK(inner->parent == document_id("letters", "a.zip/b.zip"));
    const auto outer = fixture.generation->find_document(document_id("letters", "a.zip"));
    REQUIRE(outer);
    CHECK_FALSE(outer->parent);
    CHECK(outer->summary.children == 3);
    fixture.reopen();
    CHECK(
        fixture.generation->find_document(document_id("letters", "a.zip"))->summary.children == 3
    );
}

TEST_CASE("a restart that meets a finished archive is told that it holds others", "[index]") {
    ParentsFixture fixture;
    ParentsFixture::Upload upload;
    auto archive = ParentsFixture::part_of(upload, "a.zip", "", "bytes");
    const auto opened = fixture.open(archive);
    REQUIRE(opened);
    DocumentSummary summary;
    summary.children = 3;
    REQUIRE(fixture.place(opened->row, summary, {.settles = false}));
    const auto again = fixture.open(archive);
    REQUIRE(again);
    CHECK(again->is_complete);
    CHECK(again->children == 3);
}

TEST_CASE("with a document goes all that was found inside of it", "[index]") {
    ParentsFixture fixture;
    ParentsFixture::Upload upload;
    fixture.bring(upload, "beside", "", "another");
    fixture.bring_archive(upload);
    auto removed = fixture.remove_with_children(document_id("letters", "a.zip"));
    std::ranges::sort(removed);
    CHECK(removed == Names{"a.zip", "a.zip/1", "a.zip/2", "a.zip/b.zip", "a.zip/b.zip/3"});
    CHECK(fixture.names() == Names{"beside"});
    CHECK(fixture.found("third").empty());
}

TEST_CASE("one document inside of another can be removed by itself", "[index]") {
    ParentsFixture fixture;
    ParentsFixture::Upload upload;
    fixture.bring_archive(upload);
    CHECK(fixture.remove_with_children(document_id("letters", "a.zip/2")) == Names{"a.zip/2"});
    CHECK(fixture.names() == Names{"a.zip", "a.zip/1", "a.zip/b.zip", "a.zip/b.zip/3"});
}

TEST_CASE("what a new version no longer holds goes when its upload completes", "[index]") {
    ParentsFixture fixture;
    ParentsFixture::Upload first, second;
    fixture.bring_archive(first);
    CHECK(fixture.bring(second, "a.zip", "", "", 1) == Standing::stands);
    CHECK(fixture.bring(second, "a.zip/1", "a.zip", "first") == Standing::unchanged);
    CHECK(fixture.names().size() == 5);
    SECTION("when it completes") {
        fixture.settle(second);
        CHECK(fixture.names() == Names{"a.zip", "a.zip/1"});
        CHECK(fixture.found("second").empty());
        CHECK(fixture.found("first").size() == 1);
    }
    SECTION("save what the upload brought in vain: the older version of that stays") {
        fixture.settle(second, {"a.zip/b.zip"});
        CHECK(fixture.names() == Names{"a.zip", "a.zip/1", "a.zip/b.zip", "a.zip/b.zip/3"});
    }
    SECTION("and nothing goes when it is cancelled") {
        fixture.cancel(second);
        CHECK(fixture.names().size() == 5);
        CHECK(fixture.found("second").size() == 1);
    }
}

TEST_CASE("a document that settles by itself and holds none any more", "[index]") {
    ParentsFixture fixture;
    ParentsFixture::Upload first, second;
    fixture.bring_archive(first);
    fixture.bring(second, "a.zip", "", "now a text", 0, true);
    CHECK(fixture.names() == Names{"a.zip"});
    CHECK(fixture.found("third").empty());
}

TEST_CASE("the same archive again is read again, since some of it may be missing", "[index]") {
    ParentsFixture fixture;
    ParentsFixture::Upload first, second;
    fixture.bring_archive(first);
    fixture.remove_with_children(document_id("letters", "a.zip/2"));
    const auto opened = fixture.open(ParentsFixture::part_of(second, "a.zip", "", "3"));
    REQUIRE(opened);
    CHECK_FALSE(opened->is_complete);
    DocumentSummary summary;
    summary.children = 3;
    const auto placed = fixture.place(opened->row, summary, {.settles = false});
    REQUIRE(placed);
    CHECK(placed->standing == Standing::unchanged);
    CHECK(fixture.bring(second, "a.zip/2", "a.zip", "second") == Standing::stands);
    fixture.settle(second);
    CHECK(fixture.names().size() == 5);
}

}  // namespace ingestd::index

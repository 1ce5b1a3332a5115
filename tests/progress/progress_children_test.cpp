// Documents that turn up inside of others while an upload is in work.
#include "progress/watched_state.hpp"

using namespace ingestd;
using namespace ingestd::progress;
using namespace ingestd::progress::testing;

namespace {

DocumentProgress unpacked(std::string filename) {
    auto document = ended(Status::completed, 0, std::move(filename));
    document.is_container = true;
    return document;
}

}  // namespace

TEST_CASE("what is found inside of a document is one more document", "[progress][state]") {
    Watched w{{waiting("mail.eml")}};
    w.update(0, working({.part_read = 0.5, .chunked = 2, .filename = "mail.eml"}));
    w.add({waiting("mail.eml/a.txt"), waiting("mail.eml/b.txt")});
    CHECK(w.newest().documents == DocumentCounts{.total = 3, .current = "mail.eml"});

    w.update(1, ended(Status::completed, 4, "mail.eml/a.txt"));
    CHECK(w.newest().documents.completed == 1);
    CHECK(w.newest().current_chunk == 4);
}

TEST_CASE("finding more documents never lowers what was told", "[progress][state]") {
    Watched w{{waiting("mail.eml")}};
    w.update(0, working({.part_read = 1, .chunked = 10, .indexed = 9, .filename = "mail.eml"}));
    const auto before = w.newest();
    REQUIRE(before.permille == 900);

    w.add({waiting("mail.eml/a.txt", 100'000)});
    CHECK(w.newest().permille == before.permille);
    CHECK(w.newest().current_chunk == before.current_chunk);
    CHECK(w.newest().seq > before.seq);
    CHECK(w.newest().status == before.status);
    CHECK(w.newest().total_chunks > before.total_chunks);
    CHECK(w.newest().total_is_estimate);
}

TEST_CASE("an archive is as many documents as it holds", "[progress][state]") {
    Watched w{{waiting("a.zip")}};
    w.add({waiting("a.zip/1.txt"), waiting("a.zip/2.txt")});
    w.update(0, unpacked("a.zip"));
    CHECK(w.newest().documents.total == 2);
    CHECK(w.newest().documents.completed == 0);

    w.update(1, ended(Status::completed, 3, "a.zip/1.txt"));
    w.update(2, ended(Status::failed, 0, "a.zip/2.txt"));
    w.finish(Status::completed);
    CHECK(w.newest().message == "Completed: 1 of 2 documents");
    CHECK(w.newest().permille == 1000);
}

TEST_CASE("an archive of which nothing could be read is a failure", "[progress][state]") {
    Watched w{{waiting("a.zip")}};
    w.add({waiting("a.zip/1.txt")});
    w.update(0, unpacked("a.zip"));
    w.update(1, ended(Status::failed, 0, "a.zip/1.txt"));
    w.finish(Status::completed);
    CHECK(w.newest().status == Status::failed);
}

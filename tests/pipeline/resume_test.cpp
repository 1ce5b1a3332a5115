#include <sqlite3.h>

#include "pipeline_rig.hpp"

namespace ingestd::pipeline {
namespace {

const std::string long_text = [] {
    std::string text;
    for (int line = 0; line < 40; ++line)
        text += "animal badger number " + std::to_string(line) + "\n";
    return text;
}();

// Runs it on each collection's file; the rows that it gives or changes.
int run_on_collections(const std::filesystem::path& data, const char* statement) {
    int rows = 0;
    for (const auto& file : std::filesystem::directory_iterator(data / "collections")) {
        if (file.path().extension() != ".db") continue;
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open(file.path().c_str(), &database) == SQLITE_OK);
        const auto count = [](void* seen, int, char**, char**) {
            return ++*static_cast<int*>(seen), 0;
        };
        REQUIRE(sqlite3_exec(database, statement, count, &rows, nullptr) == SQLITE_OK);
        rows += sqlite3_changes(database);
        sqlite3_close(database);
    }
    return rows;
}

// As a server of another version, or with another tokenizer, would have left it.
void cut_by_another(const std::filesystem::path& data) {
    REQUIRE(run_on_collections(data, "UPDATE documents SET cut_by = 'another'") > 0);
    REQUIRE(run_on_collections(data, "UPDATE chunks SET tokens = 99") >= 5);
}

}  // namespace

TEST_CASE(
    "a document that was cut otherwise is begun anew, and its bar does not go back",
    "[pipeline][resume]"
) {
    PipelineRig rig;
    const auto whole = rig.upload({{"whole.txt", long_text}});
    REQUIRE(rig.end_of(whole) == Status::completed);
    const auto chunks = rig.outcome(whole).chunks;
    rig.extractor.hold("a.txt");
    const auto id = rig.upload({{"a.txt", long_text}}, {.force_recreate = true});
    rig.extractor.await_held("a.txt");
    while (rig.newest(id)->current_chunk < 5) std::this_thread::yield();
    const auto told = rig.newest(id)->current_chunk;

    rig.restart(cut_by_another);

    rig.extractor.await_held("a.txt");
    CHECK(rig.newest(id)->current_chunk >= told);
    rig.extractor.release("a.txt");
    REQUIRE(rig.end_of(id) == Status::completed);
    CHECK(rig.outcome(id).chunks == chunks);
    CHECK(rig.found("animal").size() == chunks);
    rig.restart([](const auto& data) {
        CHECK(run_on_collections(data, "SELECT 1 FROM chunks WHERE tokens = 99") == 0);
    });
}

}  // namespace ingestd::pipeline

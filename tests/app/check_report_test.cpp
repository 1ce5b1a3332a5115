#include <ingestd/app/data_dir_check.hpp>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"

namespace ingestd::app {
namespace {

CheckReport report() {
    CheckReport made;
    made.data_dir = "/srv/data";
    made.schema_version = 3;
    made.counts = {2, 1, 5, 1};
    made.blobs_sound = 1;
    made.blobs_needed = 2;
    made.generations.push_back({GenerationId{}, "letters", true, true, 4, 40});
    return made;
}

TEST_CASE("a sound report says how much was looked at", "[check report]") {
    CHECK(
        to_text(report()) ==
        "checked /srv/data\n"
        "catalog      2 uploads (1 unfinished), 5 documents, schema version 3\n"
        "blobs        1 of 2 sound, 0 bytes read\n"
        "collections  1 of 1 sound: 4 documents, 40 chunks\n"
        "sound: all that was promised is there\n"
    );
}

TEST_CASE("damage is named with what to do, harmless for a terminal", "[check report]") {
    auto made = report();
    made.server = "pid 7";
    made.findings.add_note({"old.txt", "is none of the server's files", ""});
    made.findings.add_damage({"blobs/ab/x\x1b[31m.blob", "is not there", "upload it again"});

    const auto text = to_text(made);

    CHECK(text.find("checked /srv/data (a server is running on it: pid 7)\n") == 0);
    CHECK(text.find("note     old.txt: is none of the server's files\n") != std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("         → upload it again\n") != std::string::npos);
    CHECK(text.find("NOT SOUND: 1 problem\n") != std::string::npos);
}

TEST_CASE("of much damage the first hundred are told, and all are counted", "[check report]") {
    auto made = report();
    for (int i = 0; i < 150; ++i) made.findings.add_damage({"file", "is damaged", ""});

    CHECK(to_text(made).find("DAMAGED  and 50 more\n") != std::string::npos);
    const auto parsed = nlohmann::json::parse(to_json(made));
    CHECK(parsed.at("problem_count") == 150);
    CHECK(parsed.at("problems").size() == 100);
    CHECK(parsed.at("sound") == false);
    CHECK(parsed.at("collections").at(0).at("name") == "letters");
}

}  // namespace
}  // namespace ingestd::app

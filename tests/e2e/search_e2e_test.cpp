// Which part of what is found a search wants, and with what: over HTTP, and as a user types it.
#include <set>

#include "program_run.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

// A collection "logs" of twelve documents from 2010 to 2021, each of two chunks: what a keeper saw,
// and a page of prose.
struct Logs {
    test::TemporaryDirectory data;
    ServerProcess server{data.path()};

    Logs() {
        json documents = json::array();
        for (unsigned i = 0; i < 12; ++i) {
            const auto year = 2010 + i;
            documents.push_back(
                {{"filename", std::to_string(year) + ".txt"},
                 {"content",
                  "The lamp was lit in " + std::to_string(year) + ".\n\n" + prose(1'500, year) +
                      "\n\nThe lamp was out."},
                 {"metadata", {{"year", year}, {"place", i % 2 == 0 ? "north" : "south"}}}}
            );
        }
        const auto accepted = post_json(
            server.port(), "/upload", {{"collection_name", "logs"}, {"documents", documents}}
        );
        wait_for_end(server.port(), accepted.parsed().at("upload_id"));
    }

    json search(const json& asked) const {
        const auto answer = post_json(server.port(), "/collections/logs/search", asked);
        CHECK(answer.status == 200);
        return answer.parsed();
    }
    ProgramRun run(std::vector<std::string> words) const {
        std::vector<std::string> all{"search", "logs", "--server", url_of(server.port())};
        all.insert(all.end(), words.begin(), words.end());
        return run_program(all);
    }
};

std::set<std::string> filenames(const json& found, const char* list = "hits") {
    std::set<std::string> names;
    for (const auto& one : found.at(list)) names.insert(one.at("filename"));
    return names;
}

}  // namespace

TEST_CASE("a filter is exact, and its mistakes are named", "[e2e][search]") {
    const Logs logs;

    const auto found = logs.search(
        {{"query", "lamp"},
         {"limit", 100},
         {"filter", {{"year", {{"gte", 2014}, {"lt", 2020}}}, {"place", "north"}}}}
    );
    CHECK(filenames(found) == std::set<std::string>{"2014.txt", "2016.txt", "2018.txt"});

    const auto bad = post_json(
        logs.server.port(),
        "/collections/logs/search",
        {{"query", "lamp"}, {"filter", {{"year", {{"above", 1}}}}}}
    );
    CHECK(bad.status == 422);
    CHECK(bad.parsed().at("errors").at(0).at("pointer") == "/filter/year/above");
}

TEST_CASE("the pages of a query hold each hit once", "[e2e][search]") {
    const Logs logs;
    const auto all = logs.search({{"query", "lamp"}, {"limit", 100}});
    REQUIRE(all.at("hits").size() == 24);

    json paged = json::array();
    json next = 0;
    while (!next.is_null()) {
        const auto page = logs.search({{"query", "lamp"}, {"limit", 7}, {"offset", next}});
        for (const auto& hit : page.at("hits")) paged.push_back(hit.at("chunk_id"));
        next = page.at("next_offset");
    }

    json whole = json::array();
    for (const auto& hit : all.at("hits")) whole.push_back(hit.at("chunk_id"));
    CHECK(paged == whole);
}

TEST_CASE("grouped, each document comes once and says what else was found", "[e2e][search]") {
    const Logs logs;

    const auto found = logs.search({{"query", "lamp"}, {"limit", 100}, {"group_by", "document"}});

    CHECK(found.at("groups").size() == 12);
    CHECK(filenames(found, "groups").size() == 12);
    for (const auto& group : found.at("groups")) {
        CHECK(group.at("hits").size() == 1);
        CHECK(group.at("others") == 1);
    }
}

TEST_CASE("a hit's context and its passage are one text", "[e2e][search]") {
    const Logs logs;

    const auto found =
        logs.search({{"query", "\"lamp was lit in 2015\""}, {"limit", 1}, {"context", 5}});

    const auto& hit = found.at("hits").at(0);
    auto whole = hit.at("text").get<std::string>();
    for (const auto& after : hit.at("after")) whole += after.at("text").get<std::string>();
    CHECK(hit.at("before").empty());
    const std::string document = hit.at("document_id");
    CHECK(
        get(logs.server.port(), "/collections/logs/documents/" + document + "/text").body == whole
    );
}

TEST_CASE("a text for a prompt keeps to its tokens and cites what is in it", "[e2e][search]") {
    const Logs logs;

    const auto found = logs.search({{"query", "lamp"}, {"limit", 20}, {"max_context_tokens", 600}});

    const std::string text = found.at("context_text");
    CHECK(found.at("context_tokens") <= 600);
    REQUIRE_FALSE(found.at("citations").empty());
    for (const auto& citation : found.at("citations")) {
        const auto number = '[' + std::to_string(citation.at("number").get<int>()) + "] ";
        CHECK(text.find(number) != std::string::npos);
        // What is cited can be proven.
        const std::string chunk = citation.at("chunk_ids").at(0);
        const auto proof = get(logs.server.port(), "/chunks/" + chunk + "/proof").parsed();
        CHECK(proof.at("verified") == true);
        CHECK(text.find(proof.at("text").get<std::string>()) != std::string::npos);
    }
}

TEST_CASE("the command line asks for the same", "[e2e][search][client]") {
    const Logs logs;

    const auto filtered = logs.run({"lamp", "--filter", R"({"year": 2015})", "--json"});
    CHECK(filenames(json::parse(filtered.output)) == std::set<std::string>{"2015.txt"});

    const auto first = logs.run({"lamp", "--limit", "2", "--json"});
    const auto second = logs.run({"lamp", "--limit", "1", "--offset", "1", "--json"});
    CHECK(
        json::parse(first.output).at("hits").at(1).at("chunk_id") ==
        json::parse(second.output).at("hits").at(0).at("chunk_id")
    );

    const auto grouped = logs.run({"lamp", "--group", "--limit", "3", "--mode", "keyword"});
    CHECK_THAT(grouped.output, Catch::Contains("3. ") && Catch::Contains("and 1 more passage"));

    const auto wide = logs.run({"\"lamp was lit in 2015\"", "--limit", "1", "--context", "1"});
    CHECK_THAT(wide.output, Catch::Contains("1. 2015.txt") && Catch::Contains("The lamp was out."));
}

TEST_CASE("a filter that is none is wrong usage or refused", "[e2e][search][client]") {
    const Logs logs;

    const auto no_json = logs.run({"lamp", "--filter", "year > 2015"});
    CHECK(no_json.status == 2);
    CHECK_THAT(no_json.errors, Catch::Contains("--filter"));

    const auto refused = logs.run({"lamp", "--filter", R"({"year": {"above": 1}})"});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.errors, Catch::Contains("filter/year/above"));
}

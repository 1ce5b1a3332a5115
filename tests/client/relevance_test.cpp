#include <cmath>
#include <fstream>

#include <ingestd/client/errc.hpp>
#include <ingestd/client/relevance.hpp>

#include "../../src/client/relevance_set.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::client {
namespace {

using Ranking = std::vector<std::string>;

TEST_CASE("a perfect ranking measures one in everything", "[client][relevance]") {
    const auto measured = measure({"a", "b", "c"}, {{"a", 3}, {"b", 1}, {"c", 0}});

    CHECK(measured.ndcg == Approx(1));
    CHECK(measured.recall == Approx(1));
    CHECK(measured.reciprocal == Approx(1));
}

TEST_CASE("grades are gains, discounted by the place", "[client][relevance]") {
    const auto measured = measure({"x", "b", "a"}, {{"a", 3}, {"b", 1}});

    const double found = 1 / std::log2(3) + 3 / std::log2(4);
    const double best = 3 / std::log2(2) + 1 / std::log2(3);
    CHECK(measured.ndcg == Approx(found / best));
    CHECK(measured.reciprocal == Approx(0.5));
}

TEST_CASE("what comes after the tenth place counts for recall alone", "[client][relevance]") {
    Ranking ranking(10, "x");
    ranking.push_back("a");

    const auto measured = measure(ranking, {{"a", 1}, {"b", 1}, {"c", -1}});

    CHECK(measured.ndcg == 0);
    CHECK(measured.recall == Approx(0.5));
    CHECK(measured.reciprocal == Approx(1.0 / 11));
}

TEST_CASE("nothing after the hundredth place counts", "[client][relevance]") {
    Ranking ranking(100, "x");
    ranking.push_back("a");

    const auto measured = measure(ranking, {{"a", 1}});

    CHECK(measured.recall == 0);
    CHECK(measured.reciprocal == 0);
}

TEST_CASE("the interval holds the mean and narrows with more questions", "[client][relevance]") {
    std::vector<double> few{0, 1, 0, 1}, many;
    for (int i = 0; i < 100; ++i) many.insert(many.end(), few.begin(), few.end());

    const auto of_few = mean_of(few);
    const auto of_many = mean_of(many);

    CHECK(of_few.value == Approx(0.5));
    CHECK(of_many.value == Approx(0.5));
    CHECK(of_many.low < 0.5);
    CHECK(of_many.high > 0.5);
    CHECK(of_many.high - of_many.low < of_few.high - of_few.low);
}

struct Folder {
    test::TemporaryDirectory directory;

    void write(const std::string& name, const std::string& text) const {
        std::ofstream{directory / name} << text;
    }
};

TEST_CASE("questions are those for which something is relevant", "[client][relevance]") {
    const Folder folder;
    folder.write(
        "queries.jsonl", "{\"_id\":\"1\",\"text\":\"one\"}\n{\"_id\":\"2\",\"text\":\"two\"}\n"
    );
    folder.write(
        "qrels.tsv", "query-id\tcorpus-id\tscore\r\n1\td1\t0\r\n2\td1\t2\r\n2\td 2\t-1\r\n"
    );

    const auto questions = read_questions(folder.directory / "");

    REQUIRE(questions);
    REQUIRE(questions->size() == 1);
    CHECK(questions->front().text == "two");
    CHECK(questions->front().judged == Judgements{{"d1", 2}, {"d 2", -1}});
}

TEST_CASE("a title stands above its document's text", "[client][relevance]") {
    const Folder folder;
    folder.write(
        "corpus.jsonl",
        "{\"_id\":\"1\",\"title\":\"T\",\"text\":\"x\"}\n\n{\"_id\":\"2\",\"text\":\"y\"}\n"
    );
    Ranking contents;

    REQUIRE(read_corpus(folder.directory / "", [&](CorpusDocument document) -> Result<void> {
        contents.push_back(document.id + ":" + document.content);
        return {};
    }));

    REQUIRE(contents == Ranking{"1:T\n\nx", "2:y"});
}

TEST_CASE("a line that cannot be read is named", "[client][relevance]") {
    const Folder folder;
    folder.write("qrels.tsv", "query-id\tcorpus-id\tscore\n1\td1\n");

    const auto questions = read_questions(folder.directory / "");

    REQUIRE(questions.error().code == Errc::bad_folder);
    REQUIRE(questions.error().detail.find("qrels.tsv, line 2") != std::string::npos);
}

}  // namespace
}  // namespace ingestd::client

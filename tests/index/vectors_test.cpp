#include <cmath>
#include <fstream>

#include <ingestd/index/errc.hpp>

#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

const EmbeddingModel model{"hash", "test-1", 8};

// Of unit length, at an angle (in degrees) within the plane of the first two components.
std::vector<float> at_angle(double degrees) {
    const auto angle = degrees * std::acos(-1.0) / 180;
    std::vector<float> vector(8);
    vector[0] = static_cast<float>(std::cos(angle));
    vector[1] = static_cast<float>(std::sin(angle));
    return vector;
}

DocumentEntry embedded(std::string key, std::string_view content = "") {
    auto entry = GenerationFixture::entry(std::move(key), content);
    entry.embedding = model;
    return entry;
}

std::vector<Chunk> one_at(const std::string& text, double degrees) {
    auto chunks = one_chunk(text);
    chunks[0].embedding = at_angle(degrees);
    return chunks;
}

std::vector<double> similarities(const GenerationFixture& fixture, double degrees = 0) {
    std::vector<double> found;
    for (const auto& similar : fixture.generation->nearest(at_angle(degrees), 10))
        found.push_back(similar.similarity);
    return found;
}

TEST_CASE("the chunks that resemble most are found, the best first", "[index][vectors]") {
    GenerationFixture fixture;
    fixture.add(embedded("a"), one_at("far", 90));
    fixture.add(embedded("b"), one_at("near", 10));
    fixture.add(embedded("c"), one_at("nearer", 5));

    const auto found = similarities(fixture);

    REQUIRE(found.size() == 3);
    CHECK(found[0] == Approx(std::cos(5 * std::acos(-1.0) / 180)).margin(1e-6));
    CHECK(found[1] == Approx(std::cos(10 * std::acos(-1.0) / 180)).margin(1e-6));
    CHECK(found[2] == Approx(0).margin(1e-6));
}

TEST_CASE("a vector is found as soon as its chunk's commit is told", "[index][vectors]") {
    GenerationFixture fixture;
    const auto opened = fixture.open(embedded("a"));
    std::promise<std::size_t> seen;

    fixture.generation->commit_chunks(opened->row, one_at("heron", 0), [&](const Result<void>&) {
        seen.set_value(fixture.generation->nearest(at_angle(0), 10).size());
    });

    REQUIRE(seen.get_future().get() == 1);
}

TEST_CASE("of two versions of a document the vectors of one are found", "[index][vectors]") {
    GenerationFixture fixture;
    fixture.add(embedded("a", "old"), one_at("old", 0));
    const auto opened = fixture.open(embedded("a", "new"));
    REQUIRE(opened);
    REQUIRE(fixture.commit(opened->row, one_at("new", 60)));
    CHECK(similarities(fixture)[0] == Approx(1).margin(1e-6));

    REQUIRE(fixture.complete(opened->row, 1));

    REQUIRE(similarities(fixture).size() == 1);
    CHECK(similarities(fixture)[0] == Approx(0.5).margin(1e-6));
}

TEST_CASE("what was removed resembles nothing any more", "[index][vectors]") {
    GenerationFixture fixture;
    const auto entry = embedded("a");
    fixture.add(entry, one_at("heron", 0));
    fixture.add(embedded("b"), one_at("egret", 30));

    REQUIRE(fixture.remove(entry.id));
    CHECK(similarities(fixture).size() == 1);

    // A later chunk must not be taken for it.
    fixture.add(embedded("c"), one_at("stork", 60));
    CHECK(similarities(fixture).size() == 2);
    fixture.reopen();
    CHECK(similarities(fixture).size() == 2);
}

TEST_CASE("the file of codes is made anew from the database", "[index][vectors]") {
    GenerationFixture fixture;
    for (int i = 0; i < 20; ++i)
        fixture.add(
            embedded("a" + std::to_string(i)), one_at("text " + std::to_string(i), i * 4.0)
        );
    const auto before = similarities(fixture);
    auto codes = fixture.file();
    codes.replace_extension(".vectors");
    REQUIRE(std::filesystem::exists(codes));
    fixture.generation.reset();

    SECTION("where it is gone") {
        std::filesystem::remove(codes);
    }
    SECTION("where it is cut off") {
        std::filesystem::resize_file(codes, 100);
    }
    SECTION("where it is something else") {
        std::ofstream{codes} << std::string(100'000, 'x');
    }

    fixture.reopen();
    CHECK(similarities(fixture) == before);
}

TEST_CASE("a generation's vectors are of one model", "[index][vectors]") {
    GenerationFixture fixture;
    fixture.add(embedded("a"), one_at("heron", 0));
    auto other = embedded("b");
    other.embedding->model = "test-2";
    CHECK(fixture.open(other).error().code == Errc::other_embedding);
    auto longer = embedded("c");
    longer.embedding->dimension = 16;
    CHECK(fixture.open(longer).error().code == Errc::other_embedding);

    fixture.reopen();
    CHECK(fixture.generation->embedding() == model);
}

TEST_CASE("a dimension that nobody knew is that of the first vector", "[index][vectors]") {
    GenerationFixture fixture;
    auto entry = embedded("a");
    entry.embedding->dimension = 0;
    fixture.add(entry, one_at("heron", 0));
    CHECK(fixture.generation->embedding()->dimension == 8);
    CHECK(similarities(fixture).size() == 1);
}

TEST_CASE("vectors that are too short or too long to be kept bind nothing", "[index][vectors]") {
    GenerationFixture fixture;
    for (const std::uint32_t dimension : {1U, 7U, 4097U}) {
        auto entry = embedded("a");
        entry.embedding->dimension = dimension;
        CHECK(fixture.open(entry).error().code == Errc::other_embedding);
    }
    CHECK_FALSE(fixture.generation->embedding());

    auto learned = embedded("b");
    learned.embedding->dimension = 0;
    const auto opened = fixture.open(learned);
    auto chunks = one_chunk("heron");
    chunks[0].embedding = {0.6F, 0.8F};
    std::promise<Result<void>> committed;
    fixture.generation->commit_chunks(opened->row, chunks, [&](const Result<void>& result) {
        committed.set_value(result);
    });
    CHECK(committed.get_future().get().error().code == Errc::other_embedding);
    fixture.reopen();
    CHECK(fixture.generation->embedding()->dimension == 0);
}

TEST_CASE("a generation that has chunks without vectors is bound to none", "[index][vectors]") {
    GenerationFixture fixture;
    fixture.add(GenerationFixture::entry("a"), one_chunk("heron"));
    CHECK(fixture.open(embedded("b")).error().code == Errc::other_embedding);
    CHECK_FALSE(fixture.generation->embedding());
}

TEST_CASE("a chunk in which nothing is known resembles nothing", "[index][vectors]") {
    GenerationFixture fixture;
    auto chunks = one_chunk("...");
    chunks[0].embedding.assign(8, 0);
    fixture.add(embedded("a"), chunks);
    CHECK(similarities(fixture).empty());
    CHECK(fixture.found("...").empty());
}

TEST_CASE("a text that was embedded before is found with its vector", "[index][vectors]") {
    GenerationFixture fixture;
    fixture.add(embedded("a"), one_at("heron", 30));
    const auto found = fixture.generation->find_vectors({"heron", "egret"});
    REQUIRE(found.size() == 2);
    CHECK(found[0] == at_angle(30));
    CHECK_FALSE(found[1]);
}

TEST_CASE("only rows that are allowed are found", "[index][vectors]") {
    GenerationFixture fixture;
    fixture.add(embedded("a"), one_at("near", 0));
    fixture.add(embedded("b"), one_at("far", 60));
    const auto all = fixture.generation->nearest(at_angle(0), 10);
    REQUIRE(all.size() == 2);
    const vector::RowSet only{{all[1].row}};
    const auto found = fixture.generation->nearest(at_angle(0), 10, &only);
    REQUIRE(found.size() == 1);
    CHECK(found[0] == all[1]);
}

}  // namespace
}  // namespace ingestd::index

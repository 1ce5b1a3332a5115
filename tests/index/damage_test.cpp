// Files of generations that are not what was written.
#include <fstream>
#include <iterator>

#include <ingestd/base/error_thrown.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/index/generations.hpp>

#include "generation_fixture.hpp"

namespace ingestd::index {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write(const fs::path& file, const std::string& bytes) {
    std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

// One generation with a document in it, closed.
struct Fixture {
    test::TemporaryDirectory directory;
    GenerationId id = GenerationId::random();
    boost::asio::thread_pool writers{1};
    std::optional<Generations> generations;

    Fixture() {
        reopen();
        const auto generation = generations->open(id).value();
        const auto opened = answer_of<OpenedDocument>([&](auto done) {
            generation->open_document(GenerationFixture::entry("a.txt"), done);
        });
        std::string text;
        for (int i = 0; i < 2000; ++i) text += "a heron number " + std::to_string(i) + " ";
        REQUIRE(answer_of<void>([&](auto done) {
            generation->commit_chunks(opened->row, cut(text, 200), done);
        }));
        generations.reset();
    }
    void reopen() {
        generations.reset();
        generations.emplace(directory / "collections", writers);
    }
    fs::path file() const { return directory / "collections" / (id.str() + ".db"); }
    // Without the logs that went with them.
    std::vector<fs::path> put_aside() const {
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator{directory / "collections"}) {
            const auto name = entry.path().filename().string();
            const bool is_log = name.ends_with("-wal") || name.ends_with("-shm");
            if (!is_log && name.find(".damaged-") != std::string::npos)
                found.push_back(entry.path());
        }
        return found;
    }
    // What the pool had to do is done.
    void settle() {
        std::promise<void> done;
        boost::asio::post(writers, [&] { done.set_value(); });
        done.get_future().wait();
    }
};

TEST_CASE(
    "a file that is no database is put aside as it is, and stays so after a restart",
    "[index][damaged]"
) {
    Fixture fixture;
    const auto garbage = std::string(50'000, '!');
    write(fixture.file(), garbage);
    fixture.reopen();

    const auto opened = fixture.generations->open(fixture.id);

    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::damaged);
    CHECK(opened.error().detail.find(fixture.file().filename().string()) != std::string::npos);
    REQUIRE(fixture.put_aside().size() == 1);
    CHECK(bytes_of(fixture.put_aside().front()) == garbage);

    fixture.reopen();
    fixture.generations->sweep({});
    const auto again = fixture.generations->open(fixture.id);
    REQUIRE_FALSE(again);
    CHECK(again.error().code == Errc::damaged);
    CHECK(fixture.put_aside().size() == 1);
    CHECK_FALSE(fs::exists(fixture.file()));
}

TEST_CASE("a truncated file is damaged, not empty", "[index][damaged]") {
    Fixture fixture;
    fs::resize_file(fixture.file(), GENERATE(8192u, 4096u, 100u));
    fixture.reopen();

    const auto opened = fixture.generations->open(fixture.id);

    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::damaged);
    CHECK(fixture.put_aside().size() == 1);
}

TEST_CASE(
    "damage that a search meets closes the generation, and puts it aside when nobody holds it",
    "[index][damaged]"
) {
    Fixture fixture;
    auto bytes = bytes_of(fixture.file());
    // All pages past the schema's; the first tells the rest of the structure.
    for (auto i = bytes.find("a heron number 0 "); i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
    write(fixture.file(), bytes);
    fixture.reopen();
    auto held = fixture.generations->open(fixture.id).value();
    const auto other = fixture.generations->open(GenerationId::random());

    boost::system::error_code met;
    try {
        held->search({"heron", 1000});
        for (std::uint64_t at = 0; at < 3000; at += 100)
            held->chunks(document_id("letters", "a.txt"), at, 100);
    } catch (const ErrorThrown& thrown) {
        met = thrown.error.code;
    }

    CHECK(met == Errc::damaged);
    CHECK(fixture.generations->open(fixture.id).error().code == Errc::damaged);
    CHECK(fixture.put_aside().empty());
    CHECK(other.value()->search({"heron", 10}).hits.empty());
    held.reset();
    fixture.settle();
    CHECK(fixture.put_aside().size() == 1);
    CHECK_FALSE(fs::exists(fixture.file()));
}

TEST_CASE("removing what is damaged deletes nothing of it", "[index][damaged]") {
    Fixture fixture;
    write(fixture.file(), std::string(50'000, '!'));
    fixture.reopen();
    REQUIRE_FALSE(fixture.generations->open(fixture.id));

    fixture.generations->remove(fixture.id);
    fixture.settle();

    CHECK(fixture.put_aside().size() == 1);
}

TEST_CASE(
    "a file that is gone is made anew only where nothing had been written", "[index][damaged]"
) {
    Fixture fixture;
    fs::remove(fixture.file());
    fixture.reopen();

    const auto lost = fixture.generations->open(fixture.id, Expected::is_there);

    REQUIRE_FALSE(lost);
    CHECK(lost.error().code == Errc::missing);
    CHECK_FALSE(fs::exists(fixture.file()));
    CHECK(fixture.generations->open(fixture.id, Expected::may_be_new));
}

}  // namespace
}  // namespace ingestd::index

#include <filesystem>
#include <fstream>
#include <iterator>

#include <ingestd/progress/told_ledger.hpp>

#include "progress/events.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using namespace ingestd;
using namespace ingestd::progress;
using namespace ingestd::progress::testing;

namespace {

const Told some_told{.seq = 17, .permille = 250, .current_chunk = 5, .status = Status::chunking};

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write_bytes(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream{path, std::ios::binary}.write(
        bytes.data(), static_cast<std::streamsize>(bytes.size())
    );
}

// Leaves a file that holds `some_told` of upload 1 and of upload 2.
void write_two(const std::filesystem::path& path) {
    auto ledger = ToldLedger::open(path).value();
    REQUIRE(ledger.note(upload(1), some_told));
    REQUIRE(ledger.note(upload(2), some_told));
}

}  // namespace

TEST_CASE("what was told is read again by the next process", "[progress][ledger]") {
    const test::TemporaryDirectory scratch;
    const auto path = scratch / "told";
    {
        auto ledger = ToldLedger::open(path).value();
        REQUIRE(ledger.note(upload(1), {}));
        REQUIRE(ledger.note(upload(1), some_told));
        REQUIRE(ledger.note(upload(2), {.seq = 1}));
    }
    const auto ledger = ToldLedger::open(path).value();

    const auto all = ledger.read_all();

    CHECK(all.size() == 2);
    CHECK(all.at(upload(1)) == some_told);
    CHECK(all.at(upload(2)) == Told{.seq = 1});
}

TEST_CASE("what was told is in the file at once, without closing it", "[progress][ledger]") {
    const test::TemporaryDirectory scratch;
    const auto path = scratch / "told";
    auto writer = ToldLedger::open(path).value();
    REQUIRE(writer.note(upload(1), some_told));

    const auto reader = ToldLedger::open(path).value();

    REQUIRE(reader.read_all().at(upload(1)) == some_told);
}

TEST_CASE("a released upload is gone and its place is used again", "[progress][ledger]") {
    const test::TemporaryDirectory scratch;
    const auto path = scratch / "told";
    {
        auto ledger = ToldLedger::open(path).value();
        for (int i = 0; i < 5000; ++i) {
            REQUIRE(ledger.note(upload(1), some_told));
            ledger.release(upload(1));
        }
        ledger.release(upload(9));
    }

    CHECK(ToldLedger::open(path).value().read_all().empty());
    CHECK(std::filesystem::file_size(path) == 64 * 1024);
}

TEST_CASE("the ledger grows when it is full", "[progress][ledger]") {
    const test::TemporaryDirectory scratch;
    const auto path = scratch / "told";
    std::vector<UploadId> uploads;
    {
        auto ledger = ToldLedger::open(path).value();
        for (std::uint64_t i = 0; i < 3000; ++i) {
            uploads.push_back(UploadId::random());
            REQUIRE(ledger.note(uploads.back(), {.seq = i}));
        }
    }
    const auto all = ToldLedger::open(path).value().read_all();

    REQUIRE(all.size() == uploads.size());
    for (std::uint64_t i = 0; i < uploads.size(); ++i) CHECK(all.at(uploads[i]).seq == i);
}

TEST_CASE("a foreign or cut file is put aside and the ledger begins anew", "[progress][ledger]") {
    const test::TemporaryDirectory scratch;
    const auto path = scratch / "told";
    write_two(path);
    auto damaged = bytes_of(path);
    SECTION("another file") {
        damaged.assign(100'000, 'x');
    }
    SECTION("a short file") {
        damaged.assign("hello");
    }
    SECTION("another magic") {
        damaged[0] = 'X';
    }
    SECTION("another size of a place") {
        damaged[8] = 65;
    }
    SECTION("cut in the middle of a place") {
        damaged.resize(damaged.size() - 10);
    }
    write_bytes(path, damaged);

    auto ledger = ToldLedger::open(path).value();

    CHECK(ledger.read_all().empty());
    CHECK(bytes_of(scratch / "told.damaged") == damaged);
    CHECK(ledger.note(upload(3), some_told));
}

TEST_CASE("a damaged place is dropped, the others stand", "[progress][ledger]") {
    const test::TemporaryDirectory scratch;
    const auto path = scratch / "told";
    write_two(path);
    auto bytes = bytes_of(path);
    constexpr std::size_t first_place = 64;
    SECTION("a permille that cannot be") {
        bytes[first_place + 33] = '\x7F';
    }
    SECTION("a state that there is not") {
        bytes[first_place + 36] = '\x09';
    }
    SECTION("neither in use nor free") {
        bytes[first_place + 37] = '\x01';
    }
    write_bytes(path, bytes);

    const auto all = ToldLedger::open(path).value().read_all();

    CHECK(all.size() == 1);
    CHECK(all.at(upload(2)) == some_told);
}

TEST_CASE("whatever the file holds, opening it does not fail", "[progress][ledger]") {
    const test::TemporaryDirectory scratch;
    const auto path = scratch / "told";
    write_two(path);
    const auto good = bytes_of(path);
    for (std::size_t byte = 0; byte < 192; ++byte) {
        auto bytes = good;
        bytes[byte] = static_cast<char>(bytes[byte] ^ 0x5A);
        write_bytes(path, bytes);
        const auto ledger = ToldLedger::open(path);
        CHECK(ledger.has_value());
    }
}

TEST_CASE("a place that cannot be opened is an error", "[progress][ledger]") {
    const test::TemporaryDirectory scratch;

    REQUIRE_FALSE(ToldLedger::open(scratch.path() / "missing" / "told").has_value());
}

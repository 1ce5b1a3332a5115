// What a kill, a power cut or a stranger may leave of the file: it is right, or it is not believed.
#include <fstream>

#include <ingestd/vector/errc.hpp>

#include "../../src/vector/slot_layout.hpp"
#include "support/catch.hpp"
#include "vector_fixture.hpp"

using namespace ingestd;
using namespace ingestd::vector;
using namespace ingestd::vector::test;

namespace {

struct Filled : Collection {
    explicit Filled(std::size_t rows) : Collection{24} {
        std::mt19937 random{31};
        for (std::size_t i = 1; i <= rows; ++i) {
            append(static_cast<Row>(i), random_unit(random, 24));
        }
    }
};

void write_at(const std::filesystem::path& path, std::streamoff at, std::string_view bytes) {
    std::fstream file{path, std::ios::binary | std::ios::in | std::ios::out};
    file.seekp(at);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

bool needs_rebuilding(Collection& collection) {
    collection.index.reset();
    const auto opened = VectorIndex::open(collection.path, collection.settings);
    return !opened && opened.error().code == Errc::needs_rebuilding;
}

void check_can_be_made_anew(Collection& collection) {
    collection.index = VectorIndex::create(collection.path, collection.settings).value();
    CHECK(collection.catch_up() == collection.stored.vectors.size());
    const auto query = unit(Vector(24, 1));
    CHECK(rows_of(collection.nearest(query).hits) == rows_of(collection.stored.nearest(query, 10)));
}

}  // namespace

TEST_CASE("a file that was cut short has to be made anew", "[vector][damage]") {
    Filled collection{600};
    const auto bytes = std::filesystem::file_size(collection.path);
    const auto left = GENERATE_COPY(std::uintmax_t{1}, 100, 4095, 4096, 5000, bytes / 2, bytes - 1);
    collection.index.reset();
    std::filesystem::resize_file(collection.path, left);

    CAPTURE(left, bytes);
    CHECK(needs_rebuilding(collection));
    check_can_be_made_anew(collection);
}

TEST_CASE("a file of no byte is a new one", "[vector][damage]") {
    Filled collection{10};
    collection.index.reset();
    std::filesystem::resize_file(collection.path, 0);
    collection.reopen();
    CHECK(collection.catch_up() == 10);
}

TEST_CASE("bytes behind the end are nothing", "[vector][damage]") {
    Filled collection{256};
    collection.index.reset();
    std::filesystem::resize_file(
        collection.path, std::filesystem::file_size(collection.path) + 9999
    );
    write_at(
        collection.path,
        static_cast<std::streamoff>(std::filesystem::file_size(collection.path)) - 9000,
        std::string(9000, '\xff')
    );
    collection.reopen();
    CHECK(collection.catch_up() == 0);
    std::mt19937 random{32};
    for (Row row = 257; row <= 600; ++row) collection.append(row, random_unit(random, 24));
    const auto query = unit(Vector(24, 1));
    CHECK(rows_of(collection.nearest(query).hits) == rows_of(collection.stored.nearest(query, 10)));
}

TEST_CASE("a damaged head is not believed, whatever byte it is", "[vector][damage]") {
    // Name, byte order, dimension, their sum; boot, what is synced, their sum.
    const std::streamoff at = GENERATE(0, 7, 8, 11, 12, 15, 16, 23, 128, 140, 144, 151, 152, 159);
    Filled collection{10};
    collection.index.reset();
    write_at(collection.path, at, "\x5a");
    CAPTURE(at);
    CHECK(needs_rebuilding(collection));
    check_can_be_made_anew(collection);
}

TEST_CASE("a file that claims more than it can hold is not believed", "[vector][damage]") {
    const std::string_view count =
        GENERATE("\xff\xff\xff\xff\xff\xff\xff\xff", "\xff\xff\xff\xff", "\x01\x01", "\x0b");
    Filled collection{10};
    collection.index.reset();
    write_at(collection.path, 64, count);
    CHECK(needs_rebuilding(collection));
}

TEST_CASE("rows that are zero or out of order are not believed", "[vector][damage]") {
    const std::string_view row = GENERATE(
        std::string_view{"\0\0\0\0\0\0\0\0", 8},
        std::string_view{"\x03\0\0\0\0\0\0\0", 8},
        std::string_view{"\0\0\0\0\0\0\0\x80", 8}
    );
    Filled collection{10};
    collection.index.reset();
    write_at(collection.path, 4096 + 8 * 4, row);
    CHECK(needs_rebuilding(collection));
}

TEST_CASE("a file of another dimension is not believed, and not changed", "[vector][damage]") {
    Filled collection{10};
    collection.settings.dimension = 25;
    CHECK(needs_rebuilding(collection));
    collection.settings.dimension = 24;
    collection.reopen();
    CHECK(collection.catch_up() == 0);
}

TEST_CASE("what is no vector index at all is not believed", "[vector][damage]") {
    Filled collection{10};
    collection.index.reset();
    std::ofstream{collection.path, std::ios::trunc} << std::string(100'000, 'x');
    CHECK(needs_rebuilding(collection));
    std::ofstream{collection.path, std::ios::trunc} << std::string(100'000, '\0');
    CHECK(needs_rebuilding(collection));
    check_can_be_made_anew(collection);
}

TEST_CASE("after a power cut only what was synced is believed", "[vector][damage]") {
    Filled collection{300};
    collection.index->sync().value();
    std::mt19937 random{33};
    for (Row row = 301; row <= 900; ++row) collection.append(row, random_unit(random, 24));
    collection.index.reset();
    // What was not synced may be there, or anything.
    const SegmentLayout first{slots_of(0), half_code_bytes(24)};
    const auto unsynced = page_bytes + first.bytes + (300 - slots_of(0)) * sizeof(Row);
    write_at(collection.path, static_cast<std::streamoff>(unsynced), std::string(8, '\0'));

    collection.settings.boot = "second";
    collection.reopen();
    CHECK(collection.index->last_row() == 300);
    CHECK(collection.catch_up() == 600);

    SECTION("a killed process leaves all to the next one of the same boot") {
        collection.reopen();
        CHECK(collection.catch_up() == 0);
    }
    SECTION("a second power cut leaves as little as the first") {
        collection.settings.boot = "third";
        collection.reopen();
        CHECK(collection.catch_up() == 600);
    }
    SECTION("a sync is worth it also in the second boot") {
        collection.index->sync().value();
        collection.settings.boot = "third";
        collection.reopen();
        CHECK(collection.catch_up() == 0);
    }
}

TEST_CASE(
    "where nobody knows the boot, every restart is taken for a power cut", "[vector][damage]"
) {
    Filled collection{10};
    collection.settings.boot = "";
    collection.reopen();
    CHECK(collection.catch_up() == 10);
    collection.reopen();
    CHECK(collection.catch_up() == 10);
    collection.index->sync().value();
    collection.reopen();
    CHECK(collection.catch_up() == 0);
}

TEST_CASE("a death that a power cut has undone is told again", "[vector][damage]") {
    Filled collection{10};
    collection.index->sync().value();
    collection.remove(3);
    collection.index.reset();
    write_at(collection.path, 4096 + 8 * 2, std::string_view{"\3\0\0\0\0\0\0\0", 8});
    collection.settings.boot = "second";
    collection.reopen();
    CHECK(collection.index->size() == 10);
    CHECK(collection.catch_up() == 0);
    CHECK(collection.index->size() == 9);
}

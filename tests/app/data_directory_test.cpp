#include <fstream>

#include <ingestd/app/data_directory.hpp>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using namespace ingestd;
using namespace ingestd::app;

namespace {

void put(const std::filesystem::path& file, const std::string& content = "x") {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file} << content;
}

}  // namespace

TEST_CASE("an empty directory, and one that is whole, may be begun on", "[app][data]") {
    const test::TemporaryDirectory data;
    CHECK_FALSE(wrong_with_data(data.path()));
    CHECK_FALSE(wrong_with_data(data / "nothing"));

    put(data / "catalog.db");
    put(data / "collections" / "a.db");
    CHECK_FALSE(wrong_with_data(data.path()));
}

TEST_CASE("a first start that was cut short is begun again", "[app][data]") {
    const test::TemporaryDirectory data;
    put(data / "catalog.db", "");
    put(data / "lock");
    put(data / "blobs" / "staging" / "half");
    CHECK_FALSE(wrong_with_data(data.path()));
}

TEST_CASE("documents without their catalog are not begun upon", "[app][data]") {
    const test::TemporaryDirectory data;
    if (GENERATE(true, false)) put(data / "catalog.db", "");
    switch (GENERATE(0, 1, 2)) {
        case 0:
            put(data / "collections" / "a.db");
            break;
        case 1:
            put(data / "blobs" / "ab" / "abcd.blob");
            break;
        default:
            put(data / "catalog.db-wal");
    }

    const auto wrong = wrong_with_data(data.path());

    REQUIRE(wrong);
    CHECK(wrong->find((data / "catalog.db").string()) != std::string::npos);
    CHECK(wrong->find("ingestd restore") != std::string::npos);
}

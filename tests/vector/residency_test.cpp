// How much of the file is this process's memory.
#include <fstream>
#include <string>

#include "support/catch.hpp"
#include "vector_fixture.hpp"

using namespace ingestd;
using namespace ingestd::vector;
using namespace ingestd::vector::test;

namespace {

// Of all mappings of a file; bytes (proc(5), smaps).
std::size_t resident_bytes(const std::filesystem::path& file) {
    std::ifstream maps{"/proc/self/smaps"};
    std::size_t kib = 0;
    bool is_of_file = false;
    for (std::string line; std::getline(maps, line);) {
        const auto name_end = line.find_first_of(" :");
        if (line.substr(0, name_end).find('-') != std::string::npos) {
            is_of_file = line.ends_with(file.string());
        } else if (is_of_file && line.starts_with("Rss:")) {
            kib += std::stoul(line.substr(4));
        }
    }
    return kib * 1024;
}

}  // namespace

TEST_CASE("what is appended and never searched is not held in memory", "[vector][residency]") {
    constexpr std::size_t dimension = 256;
    constexpr Row rows = 40'000;
    const ingestd::test::TemporaryDirectory directory;
    const auto path = directory / "vectors";
    auto opened = VectorIndex::open(path, {.dimension = dimension});
    REQUIRE(opened);
    auto& index = **opened;
    Vector vector(dimension);
    vector[0] = 1;
    for (Row row = 1; row <= rows; ++row) REQUIRE(index.append(row, vector));

    REQUIRE(std::filesystem::file_size(path) > 10'000'000);
    CHECK(resident_bytes(path) < 4'000'000);

    const auto found =
        index.nearest({.vector = vector, .limit = 1}, [&](Row, std::span<float> into) {
            std::copy(vector.begin(), vector.end(), into.begin());
            return true;
        });
    REQUIRE(found);
    CHECK(found->hits.front().row == 1);
    CHECK(resident_bytes(path) > 4'000'000);
}

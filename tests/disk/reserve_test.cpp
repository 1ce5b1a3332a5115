#include <ingestd/disk/reserve.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::disk;

TEST_CASE("256 MiB are left alone, of a small disk one part in a hundred", "[disk]") {
    CHECK(Reserve{}.bytes_of({.total_bytes = 2'000_GiB}) == 256_MiB);
    CHECK(Reserve{}.bytes_of({.total_bytes = 100_MiB}) == 1_MiB);
    CHECK(Reserve{5_MiB}.bytes_of({.total_bytes = 2'000_GiB}) == 5_MiB);
}

TEST_CASE("an upload is refused when it would not leave the reserve", "[disk]") {
    const Reserve reserve{10_MiB};
    const Room room{.total_bytes = 100_MiB, .free_bytes = 30_MiB};

    CHECK_FALSE(reserve.refuse(20_MiB, room));
    CHECK(reserve.refuse(20_MiB + 1, room) == Shortage{30_MiB, 30_MiB + 1, false});
    CHECK(reserve.refuse(~std::uint64_t{0}, room) == Shortage{30_MiB, ~std::uint64_t{0}, false});
}

TEST_CASE("uploads stop before work does", "[disk]") {
    const Reserve reserve{10_MiB};
    const Room room{.total_bytes = 100_MiB, .free_bytes = 5_MiB};

    CHECK(reserve.refuse(0, room));
    CHECK_FALSE(reserve.pause(room));
    CHECK(
        reserve.pause({.total_bytes = 100_MiB, .free_bytes = 5_MiB - 1}) ==
        Shortage{5_MiB - 1, 5_MiB, false}
    );
}

TEST_CASE("a reserve of nothing refuses only what cannot fit", "[disk]") {
    const Reserve none{0};
    CHECK_FALSE(none.refuse(7, {.total_bytes = 100, .free_bytes = 7}));
    CHECK(none.refuse(8, {.total_bytes = 100, .free_bytes = 7}));
    CHECK_FALSE(none.pause({.total_bytes = 100, .free_bytes = 0}));
}

TEST_CASE("a disk that can only be read stops both, however empty it is", "[disk]") {
    const Room room{.total_bytes = 100_GiB, .free_bytes = 90_GiB, .is_read_only = true};
    REQUIRE(Reserve{}.refuse(0, room));
    REQUIRE(Reserve{}.pause(room));
    CHECK(in_words(*Reserve{}.pause(room)).find("read-only") != std::string::npos);
}

TEST_CASE("a shortage names what is free, what is needed, and the setting", "[disk]") {
    const auto words = in_words({.free_bytes = 1'572'864, .needed_bytes = 300_MiB});
    CHECK(words.find("1.5 MiB free") != std::string::npos);
    CHECK(words.find("300.0 MiB are needed") != std::string::npos);
    CHECK(words.find("--disk-reserve") != std::string::npos);
}

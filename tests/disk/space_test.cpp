#include <ingestd/disk/errc.hpp>
#include <ingestd/disk/space.hpp>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using namespace ingestd;
using namespace ingestd::disk;
using namespace std::chrono_literals;

TEST_CASE("between two measurements what was taken counts as gone", "[disk]") {
    int measured = 0;
    const auto measure = [&]() -> Result<Room> {
        ++measured;
        return Room{.total_bytes = 100, .free_bytes = 100};
    };
    Space space{measure, Reserve{10}, 1h};

    CHECK(space.take(60));
    CHECK(space.take(30));
    CHECK(space.fits(1).error().code == Errc::too_little_room);
    CHECK(space.pause() == std::nullopt);
    CHECK(measured == 1);
}

TEST_CASE("what is stale is measured again", "[disk]") {
    std::uint64_t free_bytes = 0;
    const auto measure = [&]() -> Result<Room> {
        return Room{.total_bytes = 100, .free_bytes = free_bytes};
    };
    Space space{measure, Reserve{10}, 0ms};

    REQUIRE_FALSE(space.fits(0));
    REQUIRE(space.pause() == Shortage{0, 5, false});
    free_bytes = 50;
    CHECK(space.fits(40));
    CHECK_FALSE(space.pause());
}

TEST_CASE("at once is answered what was measured a moment ago, and nothing else", "[disk]") {
    int measured = 0;
    const auto measure = [&]() -> Result<Room> {
        ++measured;
        return Room{.total_bytes = 100, .free_bytes = 100};
    };
    Space fresh{measure, Reserve{10}, 1h};
    Space stale{measure, Reserve{10}, 0ms};
    REQUIRE_FALSE(fresh.fits_at_once(1));
    REQUIRE(fresh.fits(1));
    REQUIRE(stale.fits(1));

    CHECK(fresh.take_at_once(60).value());
    CHECK(fresh.take_at_once(40).value().error().code == Errc::too_little_room);
    CHECK(fresh.fits_at_once(30).value());
    CHECK_FALSE(stale.fits_at_once(1));
    CHECK_FALSE(stale.take_at_once(1));
    CHECK(measured == 2);
}

TEST_CASE("a disk that cannot be measured stops nobody", "[disk]") {
    Space space{[]() -> Result<Room> { return errno_error("measure", EIO); }, Reserve{}, 0ms};
    CHECK(space.take(1'000'000));
    CHECK_FALSE(space.pause());
}

TEST_CASE("a full disk and one that can only be read are everybody's words", "[disk]") {
    namespace conditions = boost::system::errc;
    CHECK(boost::system::error_code{Errc::too_little_room} == conditions::no_space_on_device);
    CHECK(boost::system::error_code{Errc::read_only} == conditions::read_only_file_system);
}

TEST_CASE("a real directory has room", "[disk]") {
    const test::TemporaryDirectory directory;
    Space space{directory.path(), Reserve{0}};
    CHECK(space.fits(1));
    CHECK(space.fits(~std::uint64_t{0}).error().code == Errc::too_little_room);
}

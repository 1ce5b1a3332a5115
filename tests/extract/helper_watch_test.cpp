#include "../../src/extract/helper_watch.hpp"

#include <array>

#include <ingestd/base/unique_fd.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include "support/catch.hpp"

namespace asio = boost::asio;
using namespace ingestd;
using namespace ingestd::extract;
using namespace std::chrono_literals;

namespace {

// A watch over one end of a socket pair; the other end is the helper's.
struct Rig {
    asio::io_context io;
    UniqueFd helper;
    std::shared_ptr<HelperWatch> watch;

    Rig() {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0);
        watch = std::make_shared<HelperWatch>(io.get_executor(), ends[0]);
        helper = UniqueFd{ends[1]};
    }
    ~Rig() {
        watch->close();
        io.restart();
        io.run();
    }
    void speak() { REQUIRE(::write(helper.get(), "x", 1) == 1); }
    static Deadline later() { return SteadyClock::now() + 1h; }
};

}  // namespace

TEST_CASE("who waits is called when the helper speaks", "[extract][helper_watch]") {
    Rig rig;
    int calls = 0;
    rig.watch->wait([&] { ++calls; }, Rig::later());
    rig.io.poll();
    CHECK(calls == 0);

    rig.speak();
    rig.io.run();

    CHECK(calls == 1);
    CHECK_FALSE(rig.watch->has_stalled());
}

TEST_CASE("waiting again voids the earlier wait alone", "[extract][helper_watch]") {
    Rig rig;
    int earlier = 0, later = 0;
    rig.watch->wait([&] { ++earlier; }, Rig::later());
    rig.io.poll();

    rig.watch->wait([&] { ++later; }, Rig::later());
    rig.speak();
    rig.io.run();

    CHECK(earlier == 0);
    CHECK(later == 1);
}

TEST_CASE(
    "waiting again just as the helper speaks loses neither the word nor the wait",
    "[extract][helper_watch]"
) {
    Rig rig;
    int later = 0;
    rig.watch->wait([] {}, Rig::later());
    rig.io.poll();

    // Runs when the earlier wait's end is known to Asio and not yet told.
    rig.speak();
    asio::post(rig.io, [&] { rig.watch->wait([&] { ++later; }, Rig::later()); });
    rig.io.run();

    CHECK(later == 1);
}

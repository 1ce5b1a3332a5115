// The fault points are there in the tests' program, and are not in the one that users run.
#include <csignal>
#include <cstdlib>

#include "e2e/server_process.hpp"
#include "e2e/wire.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

TEST_CASE("a server of the tests dies at the point that it is told", "[crash][faults]") {
    const test::TemporaryDirectory data;

    ServerProcess server{Launch{
        .data_dir = data.path(),
        .program = INGESTD_FAULTY_BINARY,
        .environment = {"INGESTD_FAULT=app.start.opened:kill"}}};

    CHECK_FALSE(server.is_listening());
    CHECK(server.wait() == -SIGKILL);
}

TEST_CASE("a step that a fault lets fail is answered as a failure", "[crash][faults]") {
    const test::TemporaryDirectory data;
    ServerProcess server{Launch{
        .data_dir = data.path(),
        .program = INGESTD_FAULTY_BINARY,
        .environment = {"INGESTD_FAULT=blobs.append.before_write:full"}}};
    REQUIRE(server.is_listening());
    const auto target = "/upload?collection_name=c&filename=a.txt";

    CHECK(call(server.port(), "POST", target, prose(100'000)).status == 507);
    CHECK(call(server.port(), "POST", target, prose(100'000)).status == 202);
}

TEST_CASE(
    "a disk that could not sync ends the server, and the next start goes on", "[crash][sync]"
) {
    const test::TemporaryDirectory data;
    const auto large = prose(200'000);
    {
        ServerProcess server{Launch{
            .data_dir = data.path(),
            .program = INGESTD_FAULTY_BINARY,
            .environment = {"INGESTD_FAULT=blobs.publish.before_sync:error"}}};
        REQUIRE(server.is_listening());
        const auto port = server.port();
        const auto id = upload_texts(port, "c", {{"a.txt", "a lantern"}});
        wait_for_end(port, id);

        const auto refused = call(port, "POST", "/upload?collection_name=c&filename=b.txt", large);

        CHECK(refused.status == 503);
        CHECK(server.wait() == 75);
    }
    const ServerProcess again{data.path()};
    CHECK(search(again.port(), "c", "lantern") == std::vector<std::string>{"a lantern"});
    const auto sent = call(again.port(), "POST", "/upload?collection_name=c&filename=b.txt", large);
    CHECK(sent.status == 202);
}

TEST_CASE("the server that users run has no faults in it", "[crash][faults]") {
    const test::TemporaryDirectory data;

    ServerProcess server{
        Launch{.data_dir = data.path(), .environment = {"INGESTD_FAULT=app.start.opened:kill"}}};

    CHECK(server.is_listening());
    CHECK(server.end_with(SIGTERM) == 0);
}

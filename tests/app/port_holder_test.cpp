#include <boost/asio.hpp>

#include <ingestd/app/port_holder.hpp>
#include <unistd.h>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::app {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

TEST_CASE("the process that listens on a port is found", "[port holder]") {
    asio::io_context io;
    const tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};

    const auto holder = find_port_holder(acceptor.local_endpoint().port());

    REQUIRE(holder.has_value());
    CHECK(holder->pid == ::getpid());
}

TEST_CASE(
    "a port held by a process one may not look into is held by nobody known", "[port holder]"
) {
    const test::TemporaryDirectory proc;
    test::write_file(
        proc / "net/tcp",
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  "
        "timeout inode\n"
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        "
        "0 4711 1\n"
    );
    test::write_file(proc / "12/comm", "python3\n");
    CHECK_FALSE(find_port_holder(8080, proc.path()).has_value());

    std::filesystem::create_directory(proc.path() / "12" / "fd");
    std::filesystem::create_symlink("socket:[4711]", proc.path() / "12" / "fd" / "3");
    const auto holder = find_port_holder(8080, proc.path());
    REQUIRE(holder.has_value());
    CHECK(holder->pid == 12);
    CHECK(holder->program == "python3");
    CHECK_FALSE(find_port_holder(8081, proc.path()).has_value());
}

TEST_CASE("only a socket that listens holds a port", "[port holder]") {
    const test::TemporaryDirectory proc;
    test::write_file(
        proc / "net/tcp",
        "  sl  local_address rem_address   st\n"
        "   0: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        "
        "0 4711 1\n"
    );
    std::filesystem::create_directories(proc.path() / "12" / "fd");
    std::filesystem::create_symlink("socket:[4711]", proc.path() / "12" / "fd" / "3");
    CHECK_FALSE(find_port_holder(8080, proc.path()).has_value());
}

TEST_CASE("an address that cannot be bound is told with the option that helps", "[port holder]") {
    using boost::system::errc::make_error_code;
    using Errno = boost::system::errc::errc_t;
    const auto [error, expected] = GENERATE(table<Errno, std::string>({
        {Errno::permission_denied,
         "port 80 may not be opened by this user: choose one of 1024 or above with --port"},
        {Errno::address_not_available,
         "10.9.9.9 is no address of this machine: choose another one with --host"},
    }));
    CHECK(describe_bind_error(make_error_code(error), "10.9.9.9", 80) == expected);
}

TEST_CASE("a port in use is told with its holder", "[port holder]") {
    asio::io_context io;
    const tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    const auto port = acceptor.local_endpoint().port();

    const auto text = describe_bind_error(asio::error::address_in_use, "127.0.0.1", port);

    CHECK_THAT(text, Catch::StartsWith("port " + std::to_string(port) + " is already in use by "));
    CHECK_THAT(text, Catch::Contains("(pid " + std::to_string(::getpid()) + ")"));
    CHECK_THAT(text, Catch::EndsWith("with --port (0 takes any free one)"));
}

}  // namespace
}  // namespace ingestd::app

#include <fstream>
#include <sstream>

#include <ingestd/app/data_lock.hpp>
#include <ingestd/app/errc.hpp>
#include <unistd.h>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::app {
namespace {

std::string content_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

TEST_CASE("a data directory is made for its owner alone and locked", "[data lock]") {
    const test::TemporaryDirectory root;
    const auto directory = root.path() / "a" / "data";

    const auto lock = lock_data_dir(directory);

    REQUIRE(lock.has_value());
    CHECK(std::filesystem::status(directory).permissions() == std::filesystem::perms::owner_all);
    CHECK(content_of(directory / "lock") == "pid=" + std::to_string(::getpid()) + "\n");
}

TEST_CASE("who comes second learns who holds the directory and what helps", "[data lock]") {
    const test::TemporaryDirectory root;
    auto first = lock_data_dir(root.path());
    REQUIRE(first.has_value());
    first->note_address("http://127.0.0.1:8080");

    const auto second = lock_data_dir(root.path());

    REQUIRE(second.has_error());
    CHECK(second.error().code == Errc::data_dir_locked);
    CHECK(
        second.error().detail == root.path().string() + " is in use by another ingestd (pid " +
                                     std::to_string(::getpid()) +
                                     ", http://127.0.0.1:8080): stop it, or give this server a "
                                     "directory of its own with --data-dir"
    );
}

TEST_CASE("a lock ends with its holder, and what it noted does not stay", "[data lock]") {
    const test::TemporaryDirectory root;
    {
        auto first = lock_data_dir(root.path());
        REQUIRE(first.has_value());
        first->note_address("http://127.0.0.1:8080");
    }
    const auto second = lock_data_dir(root.path());
    REQUIRE(second.has_value());
    CHECK(content_of(root.path() / "lock") == "pid=" + std::to_string(::getpid()) + "\n");
}

TEST_CASE("a data directory that is a file is told as what it is", "[data lock]") {
    const test::TemporaryDirectory root;
    const auto file = test::write_file(root / "data", "");
    const auto lock = lock_data_dir(file);
    REQUIRE(lock.has_error());
    CHECK(lock.error().code == boost::system::errc::not_a_directory);
}

}  // namespace
}  // namespace ingestd::app

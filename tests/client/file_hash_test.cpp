#include <ingestd/client/errc.hpp>
#include <ingestd/client/file_hash.hpp>
#include <sys/stat.h>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::client {
namespace {

using namespace std::chrono_literals;

Result<Sha256> hash_of(FileHasher& hasher) {
    while (true) {
        const auto hash = hasher.step();
        if (!hash) return hash.error();
        if (*hash) return **hash;
    }
}

TEST_CASE("a file is hashed piece by piece", "[file hash]") {
    const test::TemporaryDirectory root;
    const std::string content(200'000, 'x');
    auto hasher = FileHasher::open(test::write_file(root / "a", content));
    REQUIRE(hasher.has_value());
    CHECK(hasher->stamp().bytes == content.size());
    const auto first = hasher->step();
    REQUIRE(first.has_value());
    CHECK(*first == std::nullopt);
    CHECK(hash_of(*hasher) == sha256(content));
}

TEST_CASE("a file that is written while it is read has no hash", "[file hash]") {
    const test::TemporaryDirectory root;
    const auto file = test::write_file(root / "a", "before");
    auto hasher = FileHasher::open(file);
    REQUIRE(hasher.has_value());
    std::ofstream{file, std::ios::app} << ", and after";
    const auto hash = hash_of(*hasher);
    REQUIRE(hash.has_error());
    CHECK(hash.error().code == Errc::file_changed);
}

TEST_CASE("what is not there, and what is no file, is told", "[file hash]") {
    const test::TemporaryDirectory root;
    CHECK(
        FileHasher::open(root / "none").error().code ==
        boost::system::errc::no_such_file_or_directory
    );
    const auto pipe = root / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(FileHasher::open(pipe).error().code == Errc::file_changed);
}

// Times as a file system stamps them, and as a clock shows them.
constexpr std::int64_t written = 1'000'000'000'000;
const Timestamp long_after{std::chrono::nanoseconds{written} / 1us * 1us + 1h};

TEST_CASE("a file that still has its stamp need not be read again", "[file hash]") {
    const FileStamp stamp{1, 2, 3, written, written};
    KnownHashes known;
    known.keep("a", stamp, sha256("a"), long_after);
    known.end_look();

    CHECK(known.find("a", stamp) == sha256("a"));
    CHECK(known.find("b", stamp) == std::nullopt);
    for (const auto& other :
         {FileStamp{9, 2, 3, written, written},
          FileStamp{1, 9, 3, written, written},
          FileStamp{1, 2, 9, written, written},
          FileStamp{1, 2, 3, written + 1, written},
          FileStamp{1, 2, 3, written, written + 1}}) {
        CHECK(known.find("a", other) == std::nullopt);
    }
}

TEST_CASE("a file that was read just after it was written is read again", "[file hash]") {
    const FileStamp stamp{1, 2, 3, written, written};
    const Timestamp just_after{std::chrono::microseconds{written / 1000} + 1s};
    KnownHashes known;
    known.keep("a", stamp, sha256("a"), just_after);
    known.end_look();
    CHECK(known.find("a", stamp) == std::nullopt);
}

TEST_CASE("files that are gone are forgotten", "[file hash]") {
    const FileStamp stamp{1, 2, 3, written, written};
    KnownHashes known;
    known.keep("a", stamp, sha256("a"), long_after);
    known.end_look();
    known.end_look();
    CHECK(known.find("a", stamp) == std::nullopt);
}

}  // namespace
}  // namespace ingestd::client

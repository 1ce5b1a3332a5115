#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

#include <fcntl.h>
#include <ingestd/base/id.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/blobs/errc.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::blobs {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span{text.data(), text.size()});
}

std::size_t files_under(const std::filesystem::path& root) {
    std::size_t files = 0;
    for (const auto& found : std::filesystem::recursive_directory_iterator{root}) {
        files += found.is_regular_file() ? 1 : 0;
    }
    return files;
}

BlobRef publish(BlobStore& store, std::string_view content) {
    auto staged = store.stage();
    REQUIRE(staged);
    REQUIRE(staged->append(bytes_of(content)));
    auto published = staged->publish();
    REQUIRE(published);
    return *published;
}

std::string content_of(const UniqueFd& file) {
    std::string content(1 << 16, '\0');
    const auto read = ::read(file.get(), content.data(), content.size());
    content.resize(static_cast<std::size_t>(std::max<ssize_t>(read, 0)));
    return content;
}

TEST_CASE("what was published is found under the hash of its content", "[blobs]") {
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");
    REQUIRE(store);
    auto staged = (*store)->stage();
    REQUIRE(staged->append(bytes_of("first, ")));
    REQUIRE(staged->append(bytes_of("second")));
    REQUIRE(staged->bytes() == 13);

    const auto published = staged->publish();

    REQUIRE(published);
    REQUIRE(*published == BlobRef{sha256("first, second"), 13});
    const auto hex = published->sha256.hex();
    REQUIRE(std::filesystem::exists(directory.path() / "blobs" / hex.substr(0, 2) / (hex + ".blob"))
    );
    const auto opened = (*store)->open_blob(published->sha256);
    REQUIRE(opened);
    REQUIRE(content_of(*opened) == "first, second");
}

TEST_CASE("the same content twice is stored once", "[blobs]") {
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");

    const auto first = publish(**store, "the same");
    const auto reader = (*store)->open_blob(first.sha256);
    const auto second = publish(**store, "the same");

    REQUIRE(first == second);
    REQUIRE(files_under(directory / "blobs") == 1);
    REQUIRE(content_of(*reader) == "the same");
}

TEST_CASE("a body of no bytes is a blob as well", "[blobs]") {
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");

    REQUIRE(publish(**store, "") == BlobRef{sha256(""), 0});
}

TEST_CASE("a body that was given up leaves no file", "[blobs]") {
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");
    {
        auto staged = (*store)->stage();
        REQUIRE(staged->append(bytes_of("half of it")));
        REQUIRE(files_under(directory / "blobs") == 1);
    }
    REQUIRE(files_under(directory / "blobs") == 0);
}

TEST_CASE(
    "opening sweeps what an earlier run left on its way and keeps what it published", "[blobs]"
) {
    test::TemporaryDirectory directory;
    BlobRef kept;
    {
        auto store = BlobStore::open(directory / "blobs");
        kept = publish(**store, "kept");
    }
    const auto staging = directory.path() / "blobs" / "staging";
    std::ofstream{staging / format_uuid(random_uuid())} << "half";
    std::ofstream{staging / "notes.txt"} << "somebody's own";

    auto store = BlobStore::open(directory / "blobs");

    REQUIRE(store);
    REQUIRE(files_under(directory / "blobs") == 2);
    REQUIRE(std::filesystem::exists(staging / "notes.txt"));
    REQUIRE((*store)->open_blob(kept.sha256));
}

TEST_CASE("a blob that is not there, or no longer, is missing", "[blobs]") {
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");
    REQUIRE((*store)->open_blob(sha256("never")).error().code == Errc::missing);

    const auto published = publish(**store, "short-lived");
    REQUIRE((*store)->remove_unless(published.sha256, [] { return false; }) == true);

    REQUIRE((*store)->open_blob(published.sha256).error().code == Errc::missing);
    REQUIRE((*store)->remove_unless(published.sha256, [] { return false; }) == false);
}

TEST_CASE("a full disk is told as such, and nothing of the body stays", "[blobs]") {
    // Every write to this device fails with ENOSPC.
    test::TemporaryDirectory directory;
    UniqueFd full{::open("/dev/full", O_WRONLY | O_CLOEXEC)};
    REQUIRE(full);
    const auto placeholder = directory / "staged";
    std::ofstream{placeholder} << "";
    {
        StagedBlob staged{std::move(full), placeholder, directory.path(), nullptr};
        const auto appended = staged.append(bytes_of("does not fit"));
        REQUIRE_FALSE(appended);
        REQUIRE(appended.error().code == Errc::disk_full);
    }
    REQUIRE_FALSE(std::filesystem::exists(placeholder));
}

TEST_CASE("a body whose sync fails is not published", "[blobs]") {
    // A pipe cannot be synced.
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    const UniqueFd reading{ends[0]};
    const auto placeholder = directory.path() / "blobs" / "staging" / "staged";
    std::ofstream{placeholder} << "";
    {
        StagedBlob staged{UniqueFd{ends[1]}, placeholder, directory / "blobs", nullptr};
        REQUIRE(staged.append(bytes_of("unsafe")));
        const auto published = staged.publish();
        REQUIRE_FALSE(published);
        REQUIRE(published.error().code == Errc::sync_failed);
    }
    REQUIRE(files_under(directory / "blobs") == 0);
}

TEST_CASE("others on the machine cannot read what was stored", "[blobs]") {
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");
    const auto hex = publish(**store, "private").sha256.hex();
    struct ::stat about {};

    ::stat((directory.path() / "blobs" / hex.substr(0, 2) / (hex + ".blob")).c_str(), &about);

    REQUIRE((about.st_mode & 0077) == 0);
}

TEST_CASE("a blob that is needed is not removed", "[blobs][remove]") {
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");
    const auto published = publish(**store, "needed");

    REQUIRE((*store)->remove_unless(published.sha256, [] { return true; }) == false);

    REQUIRE((*store)->open_blob(published.sha256));
}

TEST_CASE("a blob is not removed while whoever published it still waits", "[blobs][remove]") {
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");
    bool was_asked = false;
    const auto is_needed = [&] {
        was_asked = true;
        return false;
    };
    {
        auto staged = (*store)->stage();
        REQUIRE(staged->append(bytes_of("on its way into the catalog")));
        const auto published = staged->publish();

        REQUIRE((*store)->remove_unless(published->sha256, is_needed) == false);
        REQUIRE_FALSE(was_asked);
        REQUIRE((*store)->open_blob(published->sha256));
    }

    REQUIRE((*store)->remove_unless(sha256("on its way into the catalog"), is_needed) == true);
}

TEST_CASE("content that comes again while it is removed waits and is there", "[blobs][remove]") {
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");
    const auto published = publish(**store, "again");
    std::thread publisher;
    std::atomic<bool> is_published = false;

    const auto removed = (*store)->remove_unless(published.sha256, [&] {
        publisher = std::thread{[&] {
            auto staged = (*store)->stage();
            (void)staged->append(bytes_of("again"));
            is_published = staged->publish().has_value();
        }};
        return false;
    });
    publisher.join();

    REQUIRE(removed == true);
    REQUIRE(is_published);
    REQUIRE((*store)->open_blob(published.sha256));
}

TEST_CASE("old blobs are found by their folder, and nothing else is", "[blobs]") {
    test::TemporaryDirectory directory;
    auto store = BlobStore::open(directory / "blobs");
    const auto published = publish(**store, "old");
    const unsigned folder = published.sha256.bytes[0];
    const auto beside = directory.path() / "blobs" / published.sha256.hex().substr(0, 2);
    std::ofstream{beside / "notes.blob"} << "somebody's own";
    std::ofstream{beside / (sha256("elsewhere").hex() + ".bak")} << "somebody's own";

    REQUIRE(
        (*store)->written_before(folder, wall_now() + std::chrono::hours{1}) ==
        std::vector{published.sha256}
    );
    REQUIRE((*store)->written_before(folder, wall_now() - std::chrono::hours{1}).empty());
    REQUIRE((*store)->written_before((folder + 1) % 256, Timestamp::max()).empty());
}

}  // namespace
}  // namespace ingestd::blobs

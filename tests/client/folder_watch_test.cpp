#include "../../src/client/sync/folder_watch.hpp"

#include <sys/inotify.h>

#include "scripted_server.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

// Watches the folders of a look, lets `change` happen, and asks whether it was seen. What was
// written before the asking is in the kernel's queue: nothing is waited for where it was not.
bool sees(const std::vector<fs::path>& folders, const std::function<void()>& change) {
    asio::io_context io{1};
    FolderWatch watch{io.get_executor()};
    watch.begin_look();
    for (const auto& folder : folders) watch.add(folder);
    watch.end_look();
    REQUIRE(watch.is_whole());
    change();
    auto seen = asio::co_spawn(io, watch.changed(SteadyClock::now() + 50ms), asio::use_future);
    io.run();
    return seen.get();
}

TEST_CASE("what happens in a watched folder is seen", "[folder watch]") {
    const test::TemporaryDirectory root;
    const auto file = test::write_file(root / "docs/a", "1");
    const auto folder = root / "docs";

    CHECK(sees({folder}, [&] { test::write_file(folder / "new", ""); }));
    CHECK(sees({folder}, [&] { test::write_file(file, "2"); }));
    CHECK(sees({folder}, [&] { fs::rename(file, folder / "b"); }));
    CHECK(sees({folder}, [&] { fs::remove(folder / "b"); }));
    CHECK(sees({folder}, [&] { fs::create_directory(folder / "sub"); }));
    CHECK(sees({folder, folder / "sub"}, [&] { test::write_file(folder / "sub/x", ""); }));
}

TEST_CASE("nothing, and what happens to hidden files, is not seen", "[folder watch]") {
    const test::TemporaryDirectory root;
    const auto file = test::write_file(root / "docs/a", "1");
    const auto folder = root / "docs";

    CHECK_FALSE(sees({folder}, [] {}));
    CHECK_FALSE(sees({folder}, [&] { test::write_file(folder / ".a.swp", ""); }));
    CHECK_FALSE(sees({folder}, [&] { std::ifstream{file}.get(); }));
}

TEST_CASE("lost events count as a change, the end of a watch does not", "[folder watch]") {
    CHECK(is_change(IN_Q_OVERFLOW, ""));
    CHECK(is_change(IN_DELETE_SELF, ""));
    CHECK_FALSE(is_change(IN_IGNORED, ""));
    CHECK_FALSE(is_change(IN_CREATE, ".hidden"));
}

TEST_CASE("a folder that cannot be watched is told", "[folder watch]") {
    const test::TemporaryDirectory root;
    asio::io_context io{1};
    FolderWatch watch{io.get_executor()};
    watch.begin_look();
    watch.add(root.path());
    watch.add(root / "gone");
    watch.end_look();
    CHECK_FALSE(watch.is_whole());
}

TEST_CASE("a look that failed early gives no watch up", "[folder watch]") {
    const test::TemporaryDirectory root;
    asio::io_context io{1};
    FolderWatch watch{io.get_executor()};
    watch.begin_look();
    watch.add(root.path());
    watch.end_look();
    watch.begin_look();
    watch.end_look();
    CHECK(watch.is_whole());
}

}  // namespace
}  // namespace ingestd::client

#include <ingestd/client/errc.hpp>
#include <ingestd/client/upload_plan.hpp>
#include <sys/stat.h>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::client {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_of(const UploadPlan& plan) {
    std::vector<std::string> names;
    for (const auto& file : plan.files) names.push_back(file.filename);
    return names;
}

UploadPlan plan_of(std::vector<fs::path> paths) {
    auto plan = plan_upload(paths);
    REQUIRE(plan.has_value());
    return std::move(*plan);
}

TEST_CASE(
    "a file goes by its own name, a folder's by the folder's and the way from there",
    "[upload plan]"
) {
    const test::TemporaryDirectory root;
    const auto notes = test::write_file(root / "elsewhere/notes.md", "notes");
    test::write_file(root / "reports/b.txt", "b");
    test::write_file(root / "reports/2024/q1.pdf", "12345");

    const auto plan = plan_of({notes, root / "reports"});

    CHECK(
        names_of(plan) ==
        std::vector<std::string>{"notes.md", "reports/2024/q1.pdf", "reports/b.txt"}
    );
    CHECK(plan.files[1].bytes == 5);
    CHECK(plan.skipped.empty());
}

TEST_CASE("a folder has the same name however it is written", "[upload plan]") {
    const test::TemporaryDirectory root;
    test::write_file(root / "reports/a.txt", "");
    fs::create_directory(root / "x");
    const auto written =
        GENERATE(as<std::string>{}, "reports", "reports/", "reports/.", "x/../reports");
    CHECK(names_of(plan_of({root / written})) == std::vector<std::string>{"reports/a.txt"});
}

TEST_CASE(
    "hidden entries of a folder are skipped and said, a hidden file that is named is taken",
    "[upload plan]"
) {
    const test::TemporaryDirectory root;
    const auto hidden = test::write_file(root / "reports/.draft.txt", "");
    test::write_file(root / "reports/.git/config", "");
    test::write_file(root / "reports/a.txt", "");

    const auto plan = plan_of({root / "reports"});

    CHECK(names_of(plan) == std::vector<std::string>{"reports/a.txt"});
    CHECK(
        plan.skipped ==
        std::vector<SkippedPath>{{hidden, "hidden"}, {root / "reports/.git", "hidden"}}
    );
    CHECK(names_of(plan_of({hidden})) == std::vector<std::string>{".draft.txt"});
}

TEST_CASE("links are followed, but not in circles", "[upload plan]") {
    const test::TemporaryDirectory root;
    test::write_file(root / "outside/o.txt", "");
    test::write_file(root / "reports/a.txt", "");
    fs::create_directory_symlink(root / "outside", root / "reports/linked");
    fs::create_directory_symlink(root / "reports", root / "reports/loop");
    fs::create_symlink(root / "nowhere", root / "reports/broken");

    const auto plan = plan_of({root / "reports"});

    CHECK(names_of(plan) == std::vector<std::string>{"reports/a.txt", "reports/linked/o.txt"});
    REQUIRE(plan.skipped.size() == 2);
    CHECK(plan.skipped[0].path == root / "reports/broken");
    CHECK(plan.skipped[1].path == root / "reports/loop");
}

TEST_CASE("what is neither file nor folder is skipped, not opened", "[upload plan]") {
    const test::TemporaryDirectory root;
    const auto pipe = root / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const auto plan = plan_of({pipe});
    CHECK(plan.files.empty());
    CHECK(plan.skipped == std::vector<SkippedPath>{{pipe, "neither a file nor a folder"}});
}

TEST_CASE("a name that is no UTF-8 is repaired", "[upload plan]") {
    const test::TemporaryDirectory root;
    const auto file = test::write_file(
        root /
            "gr\xF6\xDF"
            "e.txt",
        ""
    );
    CHECK(names_of(plan_of({file})) == std::vector<std::string>{"gr��e.txt"});
}

TEST_CASE("a path that is not there ends the plan", "[upload plan]") {
    const test::TemporaryDirectory root;
    const std::vector<fs::path> paths{root / "none.pdf"};
    const auto plan = plan_upload(paths);
    REQUIRE(plan.has_error());
    CHECK(plan.error().code == boost::system::errc::no_such_file_or_directory);
    CHECK_THAT(plan.error().detail, Catch::Contains("none.pdf"));
}

TEST_CASE("two files that would be one document are refused", "[upload plan]") {
    const test::TemporaryDirectory root;
    const std::vector<fs::path> paths{
        test::write_file(root / "a/x.txt", ""), test::write_file(root / "b/x.txt", "")};
    const auto plan = plan_upload(paths);
    REQUIRE(plan.has_error());
    CHECK(plan.error().code == Errc::same_name);
    CHECK_THAT(plan.error().detail, Catch::Contains("a/x.txt") && Catch::Contains("b/x.txt"));
}

TEST_CASE("a folder may be called something else", "[upload plan]") {
    const test::TemporaryDirectory root;
    test::write_file(root / "v2/sub/b.txt", "");
    test::write_file(root / "v2/a.txt", "");
    std::vector<fs::path> folders;

    const auto plan = plan_folder(root / "v2", "manual", [&](const fs::path& folder) {
        folders.push_back(folder);
    });

    REQUIRE(plan.has_value());
    CHECK(names_of(*plan) == std::vector<std::string>{"manual/a.txt", "manual/sub/b.txt"});
    CHECK(folders == std::vector<fs::path>{root / "v2", root / "v2/sub"});
}

TEST_CASE("what is no folder, or not there, is no empty folder", "[upload plan]") {
    const test::TemporaryDirectory root;
    const auto file = test::write_file(root / "a.txt", "");
    CHECK(plan_folder(root / "none", "x", {}).has_error());
    CHECK(plan_folder(file, "x", {}).has_error());
    CHECK(plan_folder(root.path(), "x", {})->unread.empty());
}

TEST_CASE("a link that leads nowhere is unread, not gone", "[upload plan]") {
    const test::TemporaryDirectory root;
    test::write_file(root / "docs/a.txt", "");
    fs::create_symlink(root / "unmounted", root / "docs/linked");
    const auto plan = plan_folder(root / "docs", "docs", {});
    REQUIRE(plan.has_value());
    CHECK(plan->unread == std::vector<std::string>{"docs/linked"});
    CHECK(plan->skipped.size() == 1);
}

TEST_CASE("of two names that are repaired to the same the second is skipped", "[upload plan]") {
    const test::TemporaryDirectory root;
    test::write_file(root / "docs/x\xF6", "");
    test::write_file(root / "docs/x\xF7", "");
    const auto plan = plan_folder(root / "docs", "docs", {});
    REQUIRE(plan.has_value());
    CHECK(plan->files.size() == 1);
    CHECK(plan->skipped.size() == 1);
}

std::vector<std::size_t> sizes_of(
    const std::vector<PlannedFile>& files, const BatchBounds& bounds
) {
    std::vector<std::size_t> sizes;
    for (const auto batch : batches(files, bounds)) sizes.push_back(batch.size());
    return sizes;
}

TEST_CASE("an upload is cut where it would hold too many documents or bytes", "[upload plan]") {
    std::vector<PlannedFile> files;
    for (const std::uint64_t bytes : {10u, 10u, 90u, 5u, 200u, 5u})
        files.push_back({"", "", bytes});
    using Sizes = std::vector<std::size_t>;

    CHECK(sizes_of(files, {.documents = 10, .bytes = 1000}) == Sizes{6});
    CHECK(sizes_of(files, {.documents = 4, .bytes = 1000}) == Sizes{4, 2});
    CHECK(sizes_of(files, {.documents = 1, .bytes = 1000}) == Sizes{1, 1, 1, 1, 1, 1});
    CHECK(sizes_of(files, {.documents = 10, .bytes = 100}) == Sizes{2, 2, 1, 1});
    CHECK(sizes_of({}, {.documents = 10, .bytes = 100}) == Sizes{});
}

}  // namespace
}  // namespace ingestd::client

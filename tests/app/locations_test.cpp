#include <map>

#include <ingestd/app/errc.hpp>
#include <ingestd/app/locations.hpp>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::app {
namespace {

namespace fs = std::filesystem;

using Variables = std::map<std::string, std::string>;

TEST_CASE("the data directory follows the XDG rules", "[locations]") {
    const auto [variables, expected] = GENERATE(table<Variables, std::string>({
        {Variables{{"XDG_DATA_HOME", "/x"}, {"HOME", "/h"}}, "/x/ingestd"},
        {Variables{{"XDG_DATA_HOME", "relative"}, {"HOME", "/h"}}, "/h/.local/share/ingestd"},
        {Variables{{"XDG_DATA_HOME", ""}, {"HOME", "/h"}}, "/h/.local/share/ingestd"},
        {Variables{{"HOME", ""}}, "ingestd-data"},
        {Variables{}, "ingestd-data"},
    }));
    const auto environment = [&variables = variables](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional{found->second};
    };
    CHECK(default_data_dir(environment) == expected);
}

void make_executable(const fs::path& file) {
    fs::permissions(file, fs::perms::owner_exec, fs::perm_options::add);
}

TEST_CASE("the extraction helper is found beside the server, else in libexec", "[locations]") {
    const test::TemporaryDirectory root;
    const auto server = root.path() / "bin" / "ingestd";
    const auto in_libexec = test::write_file(root / "libexec/ingestd/ingestd-extract", "");
    const auto beside = test::write_file(root / "bin/ingestd-extract", "");

    SECTION("neither can be executed") {
        const auto found = find_extract_program({}, server);
        REQUIRE(found.has_error());
        CHECK(found.error().code == Errc::no_extract_program);
        CHECK_THAT(found.error().detail, Catch::Contains(beside.string()));
        CHECK_THAT(found.error().detail, Catch::Contains(in_libexec.string()));
        CHECK_THAT(found.error().detail, Catch::Contains("--extract-program"));
    }
    SECTION("only the one in libexec") {
        make_executable(in_libexec);
        CHECK(find_extract_program({}, server).value() == in_libexec);
    }
    SECTION("both") {
        make_executable(in_libexec);
        make_executable(beside);
        CHECK(find_extract_program({}, server).value() == beside);
    }
    SECTION("one that is configured is the only one that counts") {
        make_executable(beside);
        Configuration configuration;
        configuration.extract_program = root.path() / "elsewhere";
        const auto found = find_extract_program(configuration, server);
        REQUIRE(found.has_error());
        CHECK_THAT(found.error().detail, !Catch::Contains(beside.string()));
    }
}

}  // namespace
}  // namespace ingestd::app

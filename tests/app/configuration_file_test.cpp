#include <ingestd/app/configuration_file.hpp>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace Catch {
template <>
struct StringMaker<ingestd::app::Setting> {
    static std::string convert(const ingestd::app::Setting& setting) {
        return setting.where + " " + setting.name + "=[" + setting.value + "]";
    }
};
}  // namespace Catch

namespace ingestd::app {
namespace {

TEST_CASE("a file sets one name a line and says where", "[configuration file]") {
    const auto file = parse_configuration_file(
        "# where\n\nport = 9000\n  data-dir=/srv/docs  \r\n; old style\nhost = ::1", "i.conf"
    );

    CHECK(
        file.settings ==
        std::vector<Setting>{
            {"port", "9000", "i.conf:3"},
            {"data-dir", "/srv/docs", "i.conf:4"},
            {"host", "::1", "i.conf:6"}}
    );
    CHECK(file.problems.empty());
}

TEST_CASE("a value ends where its comment begins, unless quotes keep it", "[configuration file]") {
    const auto [line, value] = GENERATE(table<std::string, std::string>({
        {"data-dir = /srv # here", "/srv"},
        {"data-dir = /srv#1", "/srv#1"},
        {"data-dir = \"/srv # 1\" # here", "/srv # 1"},
        {R"(data-dir = "a \"b\" \\ \n")", R"(a "b" \ \n)"},
        {"data-dir = a = b", "a = b"},
        {"data-dir =", ""},
        {"data-dir = # nothing", ""},
        {"\xEF\xBB\xBF"
         "data-dir = x",
         "x"},
    }));
    CAPTURE(line);
    const auto file = parse_configuration_file(line, "i.conf");
    CHECK(file.settings == std::vector<Setting>{{"data-dir", value, "i.conf:1"}});
    CHECK(file.problems.empty());
}

TEST_CASE("each line that cannot be read is told with its number", "[configuration file]") {
    const auto file = parse_configuration_file(
        "[server]\nport\n= 3\ndata-dir = \"/srv\ndata-dir = \"/srv\" x\nport = 1\n", "i.conf"
    );

    CHECK(file.settings == std::vector<Setting>{{"port", "1", "i.conf:6"}});
    CHECK(
        file.problems ==
        std::vector<std::string>{
            "i.conf:1: sections are not used: write name = value",
            "i.conf:2: this is not name = value",
            "i.conf:3: a name is missing before '='",
            "i.conf:4: the quoted value does not end where the line does",
            "i.conf:5: the quoted value does not end where the line does"}
    );
}

TEST_CASE("a file that is not there is an error that names it", "[configuration file]") {
    const test::TemporaryDirectory directory;
    const auto file = read_configuration_file(directory.path() / "none.conf");
    REQUIRE(file.has_error());
    CHECK(file.error().code == boost::system::errc::no_such_file_or_directory);
    CHECK_THAT(file.error().detail, Catch::Contains("none.conf"));
}

TEST_CASE("a file is read from disk with its own name in the messages", "[configuration file]") {
    const test::TemporaryDirectory directory;
    const auto path = test::write_file(directory / "i.conf", "port = 1\n");
    const auto file = read_configuration_file(path);
    REQUIRE(file.has_value());
    CHECK(file->settings == std::vector<Setting>{{"port", "1", path.string() + ":1"}});
}

}  // namespace
}  // namespace ingestd::app

#include <ingestd/app/command_line.hpp>

#include "support/catch.hpp"

namespace ingestd::app {
namespace {

Command parse(std::vector<std::string> words, std::optional<std::string> data_dir = {}) {
    words.insert(words.begin(), "ingestd");
    std::vector<const char*> arguments;
    for (const auto& word : words) arguments.push_back(word.c_str());
    const auto environment = [&](const std::string& name) -> std::optional<std::string> {
        return name == "INGESTD_DATA_DIR" ? data_dir : std::nullopt;
    };
    return parse_command_line(arguments, environment, "1.2.3");
}

TEST_CASE("check, backup and restore take the data directory as serve does", "[maintenance line]") {
    const auto check = parse({"check", "--json"}, "/from/environment");
    REQUIRE(std::holds_alternative<CheckCommand>(check));
    CHECK(std::get<CheckCommand>(check).data_dir == "/from/environment");
    CHECK(std::get<CheckCommand>(check).is_json);

    const auto backup = parse({"backup", "/dest", "--data-dir", "/data"}, "/from/environment");
    REQUIRE(std::holds_alternative<BackupCommand>(backup));
    CHECK(std::get<BackupCommand>(backup).data_dir == "/data");
    CHECK(std::get<BackupCommand>(backup).destination == "/dest");

    const auto restore = parse({"restore", "/src", "--data-dir", "/data"});
    REQUIRE(std::holds_alternative<RestoreCommand>(restore));
    CHECK(std::get<RestoreCommand>(restore).backup == "/src");
    CHECK(std::get<RestoreCommand>(restore).data_dir == "/data");
}

TEST_CASE("backup and restore must be told where", "[maintenance line]") {
    for (const auto* command : {"backup", "restore"}) {
        const auto parsed = parse({command});
        REQUIRE(std::holds_alternative<Saying>(parsed));
        CHECK(std::get<Saying>(parsed).exit_status == client::exit_usage);
    }
}

}  // namespace
}  // namespace ingestd::app

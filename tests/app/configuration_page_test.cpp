// docs/configuration.md tells what the option table holds.
#include <fstream>
#include <sstream>

#include <ingestd/app/configuration.hpp>

#include "support/catch.hpp"

namespace ingestd::app {
namespace {

std::string page() {
    const auto project = std::filesystem::path{__FILE__}.parent_path().parent_path().parent_path();
    std::ostringstream text;
    text << std::ifstream{project / "docs" / "configuration.md"}.rdbuf();
    return text.str();
}

// The table as the page must have it.
std::string table_for(Audience audience) {
    std::string table = "| option | environment | default | what it does |\n|---|---|---|---|\n";
    for (const auto& option : options()) {
        if (option.audience != audience) continue;
        const auto shown = option.default_text();
        table += "| `" + option.flag() + ' ' + std::string{option.value_name} + "` | `" +
                 option.environment_variable() + "` | " +
                 (shown.empty() ? "none" : '`' + shown + '`') + " | " + std::string{option.help} +
                 " |\n";
    }
    return table;
}

TEST_CASE("the page lists every option with its variable and its default", "[configuration page]") {
    const auto text = page();
    for (const auto audience : {Audience::server, Audience::client}) {
        const auto table = table_for(audience);
        INFO("the page must hold:\n" << table);
        CHECK((text.find(table) != std::string::npos));
    }
}

}  // namespace
}  // namespace ingestd::app

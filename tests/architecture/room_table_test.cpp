// The drawing in docs/architecture.md is what the code is held against; and the check itself is
// tested.
#include "room_table.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/catch.hpp"

using namespace ingestd::architecture;
namespace fs = std::filesystem;
using Breaks = std::vector<std::string>;

namespace {

const fs::path root = INGESTD_SOURCE_DIR;

std::string read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream{path}.rdbuf();
    return text.str();
}

std::vector<SourceFile> sources() {
    std::vector<SourceFile> files;
    for (const auto* folder : {"include/ingestd", "src"}) {
        for (const auto& entry : fs::recursive_directory_iterator{root / folder}) {
            const auto ending = entry.path().extension();
            if (ending != ".hpp" && ending != ".cpp") continue;
            files.push_back({fs::relative(entry.path(), root).generic_string(), read(entry.path())}
            );
        }
    }
    return files;
}

const RoomTable small_table = {{"http", {"base", "intake"}}, {"intake", {"base"}}, {"base", {}}};

Breaks breaks_of(std::string path, std::string text) {
    return find_breaks(small_table, {{std::move(path), std::move(text)}});
}

}  // namespace

TEST_CASE("every arrow in the code stands in the table", "[architecture]") {
    const auto table = parse_room_table(read(root / "docs/architecture.md"));
    const auto files = sources();

    REQUIRE(table.size() >= 15);
    REQUIRE(files.size() >= 100);
    CHECK(find_breaks(table, files) == Breaks{});
}

TEST_CASE("a room's README tells what lives there, in at most 15 lines", "[architecture]") {
    for (const auto& [room, allowed] : parse_room_table(read(root / "docs/architecture.md"))) {
        const auto text = read(root / "src" / room / "README.md");
        CAPTURE(room);
        CHECK_FALSE(text.empty());
        CHECK(std::count(text.begin(), text.end(), '\n') <= 15);
    }
}

TEST_CASE("the table is read from its rows", "[architecture][check]") {
    const auto table = parse_room_table(
        "| floor | room | what | may include |\n|---|---|---|---|\n"
        "| 4 | `intake` | accepts `things` | `pipeline` `base` |\n| 0 | `base` | ids | |\n"
    );

    REQUIRE(table == RoomTable{{"intake", {"pipeline", "base"}}, {"base", {}}});
}

TEST_CASE("an arrow that the table does not have is found", "[architecture][check]") {
    REQUIRE(
        breaks_of("src/intake/accept.cpp", "#include <ingestd/http/server.hpp>\n") ==
        Breaks{"src/intake/accept.cpp: `intake` may not include `http`"}
    );
    REQUIRE(
        breaks_of("include/ingestd/base/id.hpp", "  #  include <ingestd/intake/intake.hpp>\n")
            .size() == 1
    );
}

TEST_CASE("allowed arrows, own headers and libraries pass", "[architecture][check]") {
    REQUIRE(
        breaks_of(
            "src/http/a.cpp",
            "#include <ingestd/http/b.hpp>\n#include <ingestd/intake/c.hpp>\n#include <string>\n"
        ) == Breaks{}
    );
}

TEST_CASE("a room that nobody drew is found", "[architecture][check]") {
    REQUIRE(
        breaks_of("src/cellar/a.cpp", "") ==
        Breaks{"src/cellar/a.cpp: room `cellar` is not in the table"}
    );
}

TEST_CASE(
    "headers that open a namespace and names that say nothing are found", "[architecture][check]"
) {
    REQUIRE(breaks_of("include/ingestd/base/id.hpp", "using namespace std;\n").size() == 1);
    REQUIRE(breaks_of("src/base/id.cpp", "using namespace std;\n") == Breaks{});
    REQUIRE(breaks_of("src/base/upload_utils.cpp", "").size() == 1);
    REQUIRE(breaks_of("src/base/utils.cpp", "").size() == 1);
    REQUIRE(breaks_of("include/ingestd/base/common.hpp", "").size() == 1);
}

// What a server that was stopped leaves on disk: nothing half, nothing that nobody needs.
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

#include <ingestd/base/digest.hpp>
#include <sqlite3.h>

#include "verification.hpp"

namespace ingestd::crash {
namespace {

namespace fs = std::filesystem;

// The first column of the first row, as text.
std::string ask(const fs::path& database, const char* question) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(database.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> connection{opened, sqlite3_close};
    if (code != SQLITE_OK) throw std::runtime_error{"cannot open " + database.string()};
    std::string answer;
    const auto keep = [](void* kept, int, char** values, char**) {
        *static_cast<std::string*>(kept) = values[0] ? values[0] : "";
        return 1;  // no more rows
    };
    const int asked = sqlite3_exec(opened, question, keep, &answer, nullptr);
    if (asked != SQLITE_OK && asked != SQLITE_ABORT)
        throw std::runtime_error{database.string() + ": " + sqlite3_errmsg(opened)};
    return answer;
}

// Each tells how many rows are wrong.
constexpr const char* questions_to_a_generation[] = {
    "SELECT count(*) FROM documents WHERE complete = 0",
    "SELECT count(*) FROM documents WHERE visible = 0",
    "SELECT count(*) FROM chunks WHERE document NOT IN (SELECT row FROM documents)",
    "SELECT count(*) FROM pages WHERE document NOT IN (SELECT row FROM documents)",
    "SELECT count(*) FROM documents WHERE chunks <> (SELECT count(*) FROM chunks WHERE"
    " chunks.document = documents.row)",
    "SELECT count(*) FROM documents WHERE chunks <> 1 + (SELECT max(position) FROM chunks WHERE"
    " chunks.document = documents.row)",
};
constexpr const char* questions_to_the_catalog[] = {
    "SELECT count(*) FROM uploads WHERE status = 'received'",
    "SELECT count(*) FROM uploads WHERE terminal_event = ''",
    "SELECT count(*) FROM uploads WHERE documents <> (SELECT count(*) FROM documents WHERE"
    " documents.upload = uploads.row)",
    "SELECT count(*) FROM documents WHERE status IS NULL",
    "SELECT count(*) FROM bodies WHERE row NOT IN (SELECT body FROM documents WHERE body IS NOT"
    " NULL)",
};

template <class Questions>
void check_database(Journal& journal, const fs::path& database, const Questions& questions) {
    const auto name = database.filename().string();
    const auto integrity = ask(database, "PRAGMA integrity_check");
    journal.check(integrity == "ok", name + " is damaged: " + integrity);
    for (const auto* question : questions)
        journal.check(ask(database, question) == "0", name + ", not none: " + question);
}

std::string content_of(const fs::path& file) {
    std::ifstream opened{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{opened}, {}};
}

}  // namespace

void Verification::check_files(const fs::path& data_dir) {
    try {
        const auto catalog = data_dir / "catalog.db";
        check_database(journal_, catalog, questions_to_the_catalog);
        std::size_t generations = 0;
        std::error_code is_missing;  // where nothing was ever sent
        for (const auto& entry : fs::directory_iterator{data_dir / "collections", is_missing}) {
            if (entry.path().extension() != ".db") continue;
            ++generations;
            check_database(journal_, entry.path(), questions_to_a_generation);
        }
        journal_.check(
            std::to_string(generations) == ask(catalog, "SELECT count(*) FROM collections"),
            std::to_string(generations) + " generations are on disk, other than collections"
        );
        for (const auto& entry : fs::recursive_directory_iterator{data_dir / "blobs"}) {
            if (!entry.is_regular_file()) continue;
            const auto path = entry.path();
            journal_.check(
                path.parent_path().filename() != "staging", "staging holds " + path.string()
            );
            journal_.check(
                path.stem() == sha256(content_of(path)).hex(),
                "a blob is not what its name says: " + path.string()
            );
        }
    } catch (const std::exception& thrown) {
        journal_.fail(std::string{"while checking files: "} + thrown.what());
    }
}

}  // namespace ingestd::crash

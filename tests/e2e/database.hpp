// A database file as the tests treat it behind the server's back.
#pragma once

#include <filesystem>
#include <string>

#include <sqlite3.h>

#include "support/catch.hpp"

namespace ingestd::e2e {

// Runs a script on a file, which is made where it is not there. Unlike the server's own connections
// it may do anything.
inline void run_script(const std::filesystem::path& file, const std::string& script) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
    char* complaint = nullptr;
    const int code = sqlite3_exec(database, script.c_str(), nullptr, nullptr, &complaint);
    const std::string words = complaint ? complaint : "";
    sqlite3_free(complaint);
    sqlite3_close(database);
    INFO(words);
    REQUIRE(code == SQLITE_OK);
}

}  // namespace ingestd::e2e

// Which statements read a whole table without saying so in their file.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include <ingestd/sqlite/connection.hpp>

namespace ingestd::test {

// A file announces a scan by a line "-- scan: TABLE, reason". A full-text table's own index counts
// as an index. Gives "STATEMENT: PLAN LINE" for each scan that is not announced.
template <class Statements>
std::vector<std::string> unannounced_scans(
    sqlite::Connection& connection, const Statements& statements
) {
    std::vector<std::string> found;
    for (const auto& statement : statements) {
        static std::deque<std::string> explained;  // a connection knows statements by their place
        explained.push_back("EXPLAIN QUERY PLAN " + std::string{statement.text});
        auto plan = connection.query(explained.back());
        while (plan.step()) {
            const auto line = plan.string(3);
            if (line.rfind("SCAN ", 0) != 0 || line == "SCAN CONSTANT ROW") continue;
            if (line.find("VIRTUAL TABLE INDEX") != std::string::npos) continue;
            const auto table = line.substr(5, line.find(' ', 5) - 5);
            const auto announced = "-- scan: " + table + ",";
            if (statement.text.find(announced) != std::string_view::npos) continue;
            found.push_back(std::string{statement.name} + ": " + line);
        }
    }
    return found;
}

}  // namespace ingestd::test

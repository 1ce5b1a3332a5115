// The table of rooms as docs/architecture.md draws it, and what breaks it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ingestd::architecture {

// room → rooms that it may include (besides itself)
using RoomTable = std::map<std::string, std::set<std::string>>;

// Reads the rows `| floor | `room` | … | `a` `b` |` of the Markdown text.
RoomTable parse_room_table(std::string_view markdown);

//   path  as in the repository: include/ingestd/ROOM/… or src/ROOM/…
struct SourceFile {
    std::string path;
    std::string text;
};

// One sentence for each break: an #include that the table does not allow, a room that is not
// in it, `using namespace` in a header, a file name that says nothing.
std::vector<std::string> find_breaks(const RoomTable& table, const std::vector<SourceFile>& files);

}  // namespace ingestd::architecture

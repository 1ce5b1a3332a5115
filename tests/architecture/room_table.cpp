#include "room_table.hpp"

#include <regex>
#include <sstream>

namespace ingestd::architecture {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream in{std::string{text}};
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string room_of(const std::string& path) {
    static const std::regex in_room{"^(?:include/ingestd|src)/([a-z_]+)/.*"};
    std::smatch match;
    return std::regex_match(path, match, in_room) ? match[1].str() : "";
}

bool is_header(const std::string& path) {
    return path.ends_with(".hpp");
}

bool says_nothing(const std::string& path) {
    static const std::regex vague{
        ".*/([^/]*_)?(utils?|helpers?|common|misc|manager|types|handlers)\\.[a-z]+$"};
    return std::regex_match(path, vague);
}

}  // namespace

RoomTable parse_room_table(std::string_view markdown) {
    static const std::regex row{"^\\| *[0-9] *\\| *`([a-z_]+)` *\\|.*\\|([^|]*)\\| *$"};
    static const std::regex name{"`([a-z_]+)`"};
    RoomTable table;
    for (const auto& line : lines_of(markdown)) {
        std::smatch match;
        if (!std::regex_match(line, match, row)) continue;
        auto& allowed = table[match[1].str()];
        const auto cell = match[2].str();
        for (std::sregex_iterator it{cell.begin(), cell.end(), name}, end; it != end; ++it)
            allowed.insert((*it)[1].str());
    }
    return table;
}

std::vector<std::string> find_breaks(const RoomTable& table, const std::vector<SourceFile>& files) {
    static const std::regex include{"^\\s*#\\s*include\\s*<ingestd/([a-z_]+)/.*"};
    static const std::regex using_namespace{"^\\s*using\\s+namespace\\b.*"};
    std::vector<std::string> breaks;
    for (const auto& file : files) {
        if (says_nothing(file.path))
            breaks.push_back(file.path + ": the name does not say what is inside");
        const auto room = room_of(file.path);
        if (room.empty()) continue;
        const auto entry = table.find(room);
        if (entry == table.end()) {
            breaks.push_back(file.path + ": room `" + room + "` is not in the table");
            continue;
        }
        for (const auto& line : lines_of(file.text)) {
            std::smatch match;
            if (std::regex_match(line, match, include) && match[1] != room &&
                !entry->second.contains(match[1])) {
                breaks.push_back(
                    file.path + ": `" + room + "` may not include `" + match[1].str() + "`"
                );
            }
            if (is_header(file.path) && std::regex_match(line, using_namespace)) {
                breaks.push_back(file.path + ": `using namespace` in a header");
            }
        }
    }
    return breaks;
}

}  // namespace ingestd::architecture

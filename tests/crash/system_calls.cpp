#include "system_calls.hpp"

#include <map>
#include <sstream>
#include <string_view>
#include <utility>

namespace ingestd::crash {

// "1234  fsync(5</a>) = 0", or in two parts: "1234  fsync(5</a> <unfinished ...>" and
// "1234  <... fsync resumed>) = 0".
std::vector<SystemCall> parse_system_calls(const std::string& trace) {
    constexpr std::string_view cut = " <unfinished ...>", resumed = " resumed>";
    std::vector<SystemCall> calls;
    std::map<std::string, SystemCall> open;  // by thread
    std::istringstream lines{trace};
    std::string line;
    for (std::size_t number = 0; std::getline(lines, line); ++number) {
        const auto thread = line.substr(0, line.find(' '));
        const auto start = line.find_first_not_of(' ', thread.size());
        if (start == std::string::npos) continue;
        const auto text = line.substr(start);
        if (text.starts_with("<... ")) {
            const auto found = open.find(thread);
            const auto rest = text.find(resumed);
            if (found == open.end() || rest == std::string::npos) continue;
            auto call = std::move(found->second);
            open.erase(found);
            call.words += text.substr(rest + resumed.size());
            call.end = number;
            calls.push_back(std::move(call));
            continue;
        }
        const auto bracket = text.find('(');
        if (bracket == std::string::npos || text.starts_with("+++") || text.starts_with("---"))
            continue;
        SystemCall call{text.substr(0, bracket), text.substr(bracket + 1), number, number};
        if (call.words.ends_with(cut)) {
            call.words.resize(call.words.size() - cut.size());
            open[thread] = std::move(call);
        } else {
            calls.push_back(std::move(call));
        }
    }
    return calls;
}

}  // namespace ingestd::crash

// `ingestd mcp`: the session over the standard input and output, a message a line.
#include <cerrno>
#include <cstdio>
#include <exception>
#include <optional>

#include <ingestd/base/units.hpp>
#include <ingestd/client/commands.hpp>
#include <unistd.h>

#include "tools.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;

constexpr std::size_t line_bytes_max = 4_MiB;  // a query and its filter are a few KiB
constexpr std::size_t piece_bytes = 64_KiB;

//   is_whole  false: it was longer than line_bytes_max, and its text is not here
struct Line {
    std::string text;
    bool is_whole = true;
};

class LineInput {
public:
    explicit LineInput(int fd) : fd_{fd} {}

    // Waits. nullopt: the end, also where reading failed.
    std::optional<Line> next() {
        Line line;
        for (;;) {
            const auto end = unread_.find('\n');
            const auto more = unread_.substr(0, end);
            line.is_whole = line.is_whole && line.text.size() + more.size() <= line_bytes_max;
            line.is_whole ? void(line.text += more) : line.text.clear();
            unread_.erase(0, end == std::string::npos ? end : end + 1);
            if (end != std::string::npos) return line;
            if (!read_more()) {
                if (line.text.empty() && line.is_whole) return std::nullopt;
                return line;
            }
        }
    }

private:
    bool read_more() {
        unread_.resize(piece_bytes);
        ssize_t got = 0;
        do {
            got = ::read(fd_, unread_.data(), unread_.size());
        } while (got < 0 && errno == EINTR);
        unread_.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return got > 0;
    }

    const int fd_;
    std::string unread_;
};

// One after the other, each on an io_context of its own: whoever asks waits for the answer anyway,
// and a signal ends the program at once, since nothing is to be put in order.
ToolResult run_to_the_end(const Searched& searched, std::string_view name, const Json& arguments) {
    ToolResult result;
    std::exception_ptr thrown;
    asio::io_context io{1};
    const auto keep = [&](std::exception_ptr failed, ToolResult given) {
        thrown = std::move(failed);
        result = std::move(given);
    };
    asio::co_spawn(io, run_tool(searched, name, arguments), keep);
    io.run();
    try {
        if (thrown) std::rethrow_exception(thrown);
    } catch (const std::exception& failed) {
        result = {Json(), failed.what()};
    }
    return result;
}

// False: nobody reads any more.
bool say(std::string line) {
    line += '\n';
    return std::fwrite(line.data(), 1, line.size(), stdout) == line.size() &&
           std::fflush(stdout) == 0;
}

}  // namespace

int mcp(const McpCommand& command) {
    const Searched searched{command.server, command.collection};
    const McpSession session{command.version, [&](std::string_view name, const Json& arguments) {
                                 return run_to_the_end(searched, name, arguments);
                             }};
    LineInput input{STDIN_FILENO};
    while (const auto line = input.next()) {
        if (line->is_whole && line->text.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto answer = line->is_whole ? session.answer(line->text) : McpSession::refuse_long_line();
        if (!answer.empty() && !say(std::move(answer))) break;
    }
    return exit_completed;
}

}  // namespace ingestd::client

#include <cstdio>
#include <cstdlib>
#include <string>

#include <ingestd/client/console.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

namespace ingestd::client {
namespace {

constexpr std::string_view to_line_start_and_erase = "\r\x1b[K";
constexpr std::size_t columns_by_default = 80;

void write(std::FILE* to, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), to);
}

bool stdout_can_be_redrawn() {
    const char* const terminal = std::getenv("TERM");
    return ::isatty(STDOUT_FILENO) == 1 && terminal && std::string_view{terminal} != "dumb";
}

}  // namespace

Console::Console() : is_terminal_{stdout_can_be_redrawn()} {}

Console::~Console() {
    end_status();
}

std::size_t Console::columns() const {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return columns_by_default;
    return size.ws_col;
}

void Console::line(std::string_view text) {
    erase_status();
    write(stdout, text);
    write(stdout, "\n");
    std::fflush(stdout);
}

void Console::note(std::string_view text) {
    erase_status();
    write(stderr, text);
    write(stderr, "\n");
    std::fflush(stderr);
}

void Console::status(std::string_view text) {
    write(stdout, to_line_start_and_erase);
    write(stdout, text);
    std::fflush(stdout);
    status_stands_ = true;
}

void Console::end_status() {
    if (!status_stands_) return;
    write(stdout, "\n");
    std::fflush(stdout);
    status_stands_ = false;
}

void Console::erase_status() {
    if (!status_stands_) return;
    write(stdout, to_line_start_and_erase);
    std::fflush(stdout);
    status_stands_ = false;
}

}  // namespace ingestd::client

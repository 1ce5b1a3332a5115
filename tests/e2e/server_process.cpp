#include "server_process.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace ingestd::e2e {
namespace {

// Reads the child's output up to the line that tells where it listens.
std::uint16_t read_port(int output) {
    constexpr std::string_view before_port = "listening on http://127.0.0.1:";
    std::string line;
    for (char c; ::read(output, &c, 1) == 1;) {
        if (c != '\n') {
            line += c;
            continue;
        }
        if (line.starts_with(before_port))
            return static_cast<std::uint16_t>(std::stoi(line.substr(before_port.size())));
        line.clear();
    }
    throw std::runtime_error{"the server ended before it listened"};
}

}  // namespace

ServerProcess::ServerProcess(
    std::filesystem::path data_dir, std::vector<std::string> options, std::uint16_t port
) {
    std::vector<std::string> words = {
        INGESTD_BINARY, "serve", "--port", std::to_string(port), "--data-dir", data_dir.string()};
    if (std::getenv("INGESTD_E2E_LOG") == nullptr)
        words.insert(words.end(), {"--log-level", "error"});
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    int output[2];
    if (::pipe2(output, O_CLOEXEC) != 0) throw std::runtime_error{"pipe"};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    const int failed =
        ::posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(output[1]);
    if (failed != 0) throw std::runtime_error{"the server could not be started: " + words[0]};
    port_ = read_port(output[0]);
    ::close(output[0]);
}

ServerProcess::~ServerProcess() {
    if (pid_ > 0) end_with(SIGKILL);
}

int ServerProcess::end_with(int signal) {
    ::kill(pid_, signal);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

std::uint64_t ServerProcess::peak_memory_bytes() const {
    std::ifstream status{"/proc/" + std::to_string(pid_) + "/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) * 1024;
    }
    return 0;
}

}  // namespace ingestd::e2e

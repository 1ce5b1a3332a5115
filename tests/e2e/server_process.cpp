#include "server_process.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "binary.hpp"

extern char** environ;

namespace ingestd::e2e {
namespace {

// Reads the child's output up to the line that tells where it listens.
std::optional<std::uint16_t> read_port(int output) {
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
    return std::nullopt;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

// The test's own variables, those of `ours` in the place of what has the same name.
std::vector<std::string> environment_with(const std::vector<std::string>& ours) {
    std::vector<std::string> all = ours;
    for (char** variable = environ; *variable; ++variable) {
        const std::string_view text{*variable};
        const auto name = text.substr(0, text.find('=') + 1);
        const auto is_it = [&](const std::string& own) { return own.starts_with(name); };
        if (std::none_of(ours.begin(), ours.end(), is_it)) all.emplace_back(text);
    }
    return all;
}

}  // namespace

ServerProcess::ServerProcess(
    std::filesystem::path data_dir, std::vector<std::string> options, std::uint16_t port
)
    : ServerProcess{
          Launch{.data_dir = std::move(data_dir), .options = std::move(options), .port = port}} {
    if (!is_listening()) throw std::runtime_error{"the server ended before it listened"};
}

ServerProcess::ServerProcess(const Launch& launch) {
    auto words = launch.under;
    words.push_back(launch.program.empty() ? ingestd_binary() : launch.program);
    words.insert(
        words.end(),
        {"serve", "--port", std::to_string(launch.port), "--data-dir", launch.data_dir.string()}
    );
    if (std::getenv("INGESTD_E2E_LOG") == nullptr)
        words.insert(words.end(), {"--log-level", "error"});
    words.insert(words.end(), launch.options.begin(), launch.options.end());
    auto variables = environment_with(launch.environment);
    const auto arguments = pointers_to(words);
    const auto environment = pointers_to(variables);

    int output[2];
    if (::pipe2(output, O_CLOEXEC) != 0) throw std::runtime_error{"pipe"};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    const int failed = ::posix_spawnp(
        &pid_, arguments[0], &actions, nullptr, arguments.data(), environment.data()
    );
    posix_spawn_file_actions_destroy(&actions);
    ::close(output[1]);
    output_.reset(output[0]);
    if (failed != 0) throw std::runtime_error{"the server could not be started: " + words[0]};
}

bool ServerProcess::is_listening() {
    if (port_ == 0) port_ = read_port(output_.get()).value_or(0);
    return port_ != 0;
}

ServerProcess::~ServerProcess() {
    if (pid_ > 0) end_with(SIGKILL);
}

int ServerProcess::end_with(int signal) {
    ::kill(pid_, signal);
    return wait();
}

int ServerProcess::wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

std::uint64_t ServerProcess::peak_memory_bytes() const {
    return status_bytes("VmHWM:");
}

std::uint64_t ServerProcess::memory_bytes() const {
    return status_bytes("VmRSS:");
}

std::uint64_t ServerProcess::status_bytes(std::string_view field) const {
    std::ifstream status{"/proc/" + std::to_string(pid_) + "/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(field)) return std::stoull(line.substr(field.size())) * 1024;
    }
    return 0;
}

}  // namespace ingestd::e2e

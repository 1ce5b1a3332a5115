#include "program.hpp"

#include <array>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "binary.hpp"

extern char** environ;

namespace ingestd::e2e {
namespace {

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    for (auto& word : words) all.push_back(word.data());
    all.push_back(nullptr);
    return all;
}

// Whether more may come.
bool read_some(int from, std::string& into) {
    std::array<char, 4096> piece;
    const auto count = ::read(from, piece.data(), piece.size());
    if (count > 0) into.append(piece.data(), static_cast<std::size_t>(count));
    return count > 0;
}

}  // namespace

Ended run_ingestd(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), ingestd_binary());
    auto argument_pointers = pointers(arguments);
    int out[2], err[2];
    if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0)
        throw std::runtime_error{"pipe"};
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::dup2(out[1], STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        ::execv(ingestd_binary().c_str(), argument_pointers.data());
        ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    Ended ended;
    std::array<pollfd, 2> ends{{{out[0], POLLIN, 0}, {err[0], POLLIN, 0}}};
    for (int open = 2; open > 0;) {
        ::poll(ends.data(), ends.size(), -1);
        for (auto& end : ends) {
            if (end.revents == 0) continue;
            if (read_some(end.fd, end.fd == out[0] ? ended.output : ended.errors)) continue;
            end.fd = -1;
            --open;
        }
    }
    ::close(out[0]);
    ::close(err[0]);
    ended.status = wait_for(pid);
    return ended;
}

pid_t start_ingestd(
    std::vector<std::string> arguments,
    std::vector<std::string> environment,
    int passed,
    int standard_error
) {
    arguments.insert(arguments.begin(), ingestd_binary());
    for (char** own = environ; *own != nullptr; ++own) environment.emplace_back(*own);
    if (passed >= 0) environment.emplace_back("LISTEN_FDS=1");
    environment.emplace_back(40, '\0');  // LISTEN_PID: known in the child alone
    auto argument_pointers = pointers(arguments);
    auto environment_pointers = pointers(environment);
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    auto* const listen_pid = environment.back().data();
    std::snprintf(listen_pid, 40, "LISTEN_PID=%d", static_cast<int>(::getpid()));
    if (standard_error >= 0) ::dup2(standard_error, STDERR_FILENO);
    if (passed == 3) ::fcntl(3, F_SETFD, 0);
    if (passed >= 0 && passed != 3) ::dup2(passed, 3);
    ::execve(ingestd_binary().c_str(), argument_pointers.data(), environment_pointers.data());
    ::_exit(127);
}

int wait_for(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace ingestd::e2e

#include "program_run.hpp"

#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <boost/asio.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "binary.hpp"

extern char** environ;

namespace ingestd::e2e {
namespace {

struct Pipe {
    int ends[2];
    Pipe() {
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"pipe"};
    }
};

constexpr int own_input = -1;

pid_t start(const std::vector<std::string>& words, int input, int output, int errors) {
    std::vector<std::string> all{ingestd_binary()};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (auto& word : all) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (input != own_input) posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    pid_t pid = -1;
    const int failed =
        ::posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error{"the program could not be started"};
    return pid;
}

std::string read_all(int from) {
    std::string all;
    char piece[4096];
    for (ssize_t count; (count = ::read(from, piece, sizeof piece)) > 0;)
        all.append(piece, static_cast<std::size_t>(count));
    ::close(from);
    return all;
}

// As much as is read, and closes it.
void write_all(int to, std::string_view text) {
    sigset_t broken_pipe;  // is told by write()
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    while (!text.empty()) {
        const auto count = ::write(to, text.data(), text.size());
        if (count <= 0) break;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    ::close(to);
}

int wait_for(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

std::vector<std::string> ProgramRun::lines() const {
    std::vector<std::string> lines;
    std::istringstream text{output};
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

ProgramRun run_program(const std::vector<std::string>& words, const std::string& input) {
    const Pipe given, output, errors;
    const pid_t pid =
        start(words, input.empty() ? own_input : given.ends[0], output.ends[1], errors.ends[1]);
    ::close(given.ends[0]);
    ::close(output.ends[1]);
    ::close(errors.ends[1]);
    ProgramRun run;
    std::thread reads_errors{[&] { run.errors = read_all(errors.ends[0]); }};
    std::thread writes_input{[&] { write_all(given.ends[1], input); }};
    run.output = read_all(output.ends[0]);
    reads_errors.join();
    writes_input.join();
    run.status = wait_for(pid);
    return run;
}

RunningProgram::RunningProgram(const std::vector<std::string>& words) {
    const Pipe output;
    pid_ = start(words, own_input, output.ends[1], output.ends[1]);
    ::close(output.ends[1]);
    output_ = output.ends[0];
}

RunningProgram::~RunningProgram() {
    if (pid_ > 0) end_with(SIGKILL);
    ::close(output_);
}

std::string RunningProgram::line_with(std::string_view text) {
    while (true) {
        const auto end = unread_.find('\n');
        if (end != std::string::npos) {
            auto line = unread_.substr(0, end);
            unread_.erase(0, end + 1);
            said_ += line + '\n';
            if (line.find(text) != std::string::npos) return line;
            continue;
        }
        char piece[4096];
        const auto count = ::read(output_, piece, sizeof piece);
        if (count <= 0) {
            throw std::runtime_error{
                "it ended without a word of \"" + std::string{text} + "\":\n" + said_ + unread_};
        }
        unread_.append(piece, static_cast<std::size_t>(count));
    }
}

int RunningProgram::wait() {
    const int status = wait_for(pid_);
    pid_ = -1;
    return status;
}

int RunningProgram::end_with(int signal) {
    ::kill(pid_, signal);
    return wait();
}

std::string url_of(std::uint16_t port) {
    return "http://127.0.0.1:" + std::to_string(port);
}

std::uint16_t lasting_port() {
    // source: /proc/sys/net/ipv4/ip_local_port_range begins at 32768
    boost::asio::io_context io;
    using boost::asio::ip::tcp;
    for (unsigned step = 0;; ++step) {
        const auto port = static_cast<std::uint16_t>(
            20'000 + (static_cast<unsigned>(::getpid()) + step) % 10'000
        );
        boost::system::error_code taken;
        tcp::acceptor acceptor{io};
        acceptor.open(tcp::v4());
        acceptor.set_option(tcp::acceptor::reuse_address{true});
        acceptor.bind({boost::asio::ip::address_v4::loopback(), port}, taken);
        if (!taken) return port;
    }
}

}  // namespace ingestd::e2e

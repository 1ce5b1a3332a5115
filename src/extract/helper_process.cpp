#include "helper_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ingestd::extract {
namespace {

// How posix_spawn is to make the child: /dev/null thrice, the socket, nothing else; signals as at
// boot.
class SpawnPlan {
public:
    explicit SpawnPlan(int socket) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        for (int fd = 0; fd < 3; ++fd) {
            ::posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_RDWR, 0);
        }
        ::posix_spawn_file_actions_adddup2(&actions_, socket, helper_socket);
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, helper_socket + 1);
        sigset_t signals;
        ::sigfillset(&signals);
        ::posix_spawnattr_setsigdefault(&attributes_, &signals);
        ::sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&attributes_, &signals);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }

    // errno, 0: started
    int spawn(pid_t& pid, std::vector<std::string>& arguments) {
        std::vector<char*> argv;
        for (auto& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        // Nothing of the server's environment is the helper's business. Parsers take and free small
        // objects by the thousand: kept at hand, a PDF needs a tenth less time. OpenMP, which
        // Tesseract brings, would start threads, and looks here before main() is reached.
        std::string tunables{"GLIBC_TUNABLES=glibc.malloc.tcache_count=1000"};
        std::string one_thread{"OMP_THREAD_LIMIT=1"};
        std::array<char*, 3> environment{tunables.data(), one_thread.data(), nullptr};
        return ::posix_spawn(
            &pid, argv[0], &actions_, &attributes_, argv.data(), environment.data()
        );
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

DocumentFailure explain_status(int status) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == out_of_memory_exit) {
        return {"out_of_memory", "Reading the document takes more memory than a helper may use."};
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) {
        return {
            "helper_crashed",
            "The program that read the document tried what reading never takes, and was ended."};
    }
    if (WIFSIGNALED(status)) {
        return {
            "helper_crashed",
            std::string{"The program that read the document crashed ("} +
                ::strsignal(WTERMSIG(status)) + ")."};
    }
    return {"helper_crashed", "The program that read the document ended too early."};
}

}  // namespace

Result<std::unique_ptr<HelperProcess>> HelperProcess::start(
    const Settings& settings, HelperTask task
) {
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return errno_error("socketpair");
    }
    UniqueFd ours{ends[0]};
    UniqueFd theirs{ends[1]};
    std::vector<std::string> arguments{
        settings.helper_program.string(),
        "--parent=" + std::to_string(::getpid()),
        "--memory=" + std::to_string(settings.helper_memory_bytes),
    };
    if (task == HelperTask::convert) {
        arguments.push_back("--converters=" + settings.converters_folder.string());
    }
    if (!settings.tessdata.empty()) arguments.push_back("--tessdata=" + settings.tessdata.string());
    SpawnPlan plan{theirs.get()};
    pid_t pid = 0;
    if (const int error = plan.spawn(pid, arguments); error != 0) {
        return errno_error("starting " + arguments.front(), error);
    }
    auto watch = std::make_shared<HelperWatch>(settings.executor, ours.release());
    return std::unique_ptr<HelperProcess>{new HelperProcess{pid, std::move(watch)}};
}

HelperProcess::~HelperProcess() {
    watch_->close();
    end_and_reap();
}

bool HelperProcess::send(const ReadOrder& order, int document) {
    auto frame = encode(order);
    iovec part{frame.data(), frame.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    auto* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof document);
    std::memcpy(CMSG_DATA(header), &document, sizeof document);
    // A waiting helper's socket is empty: an order fits, or something is wrong with it.
    const auto sent = ::sendmsg(watch_->socket(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent == static_cast<ssize_t>(frame.size());
}

HelperProcess::Received HelperProcess::receive(FrameBuffer& buffer) {
    std::array<char, 64_KiB> bytes;
    for (;;) {
        const auto got = ::recv(watch_->socket(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (got > 0) {
            buffer.push({bytes.data(), static_cast<std::size_t>(got)});
            return Received::bytes;
        }
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return Received::nothing;
        return Received::end;
    }
}

int HelperProcess::end_and_reap() {
    if (pid_ == 0) return 0;
    ::kill(pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return status;
}

DocumentFailure HelperProcess::explain_end(bool spoke_nonsense) {
    if (spoke_nonsense) {
        end_and_reap();
        return {
            "helper_crashed",
            "The program that read the document gave an answer that makes no sense."};
    }
    // Its socket is closed, so it is ending by itself: how, is worth a moment's wait.
    siginfo_t info{};
    for (int tries = 0; tries < 100 && info.si_pid == 0; ++tries) {
        if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT | WNOHANG) != 0)
            break;
        if (info.si_pid == 0) ::usleep(1000);
    }
    return explain_status(end_and_reap());
}

}  // namespace ingestd::extract

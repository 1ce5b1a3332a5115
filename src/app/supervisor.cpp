#include <charconv>
#include <cstdlib>
#include <cstring>
#include <limits>

#include <fcntl.h>
#include <ingestd/app/errc.hpp>
#include <ingestd/app/supervisor.hpp>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace ingestd::app {
namespace {

constexpr int first_passed = 3;  // SD_LISTEN_FDS_START

template <class Number>
std::optional<Number> number_in(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    Number number{};
    const auto* const end = text->data() + text->size();
    const auto [after, failed] = std::from_chars(text->data(), end, number);
    if (failed != std::errc{} || after != end) return std::nullopt;
    return number;
}

// A variable of a supervisor's is for the process that it names alone.
bool is_for_us(const std::optional<std::string>& pid) {
    return number_in<pid_t>(pid) == ::getpid();
}

// One line a field: what is told must not begin another.
std::string on_one_line(std::string_view text) {
    std::string line{text};
    for (auto& c : line) {
        if (c == '\n') c = ' ';
    }
    return line;
}

int option_of(int socket, int name) {
    int value = 0;
    socklen_t size = sizeof value;
    return ::getsockopt(socket, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

bool accepts_tcp(int socket) {
    const int domain = option_of(socket, SO_DOMAIN);
    return (domain == AF_INET || domain == AF_INET6) &&
           option_of(socket, SO_PROTOCOL) == IPPROTO_TCP && option_of(socket, SO_ACCEPTCONN) == 1;
}

}  // namespace

Supervisor::Supervisor(const Environment& environment) {
    const auto address = environment("NOTIFY_SOCKET");
    if (!address || address->size() < 2 || address->size() >= sizeof(sockaddr_un::sun_path)) return;
    if (address->front() != '/' && address->front() != '@') return;
    address_ = *address;
    if (address_.front() == '@') address_.front() = '\0';
    socket_ = UniqueFd{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    const auto watchdog = number_in<std::uint64_t>(environment("WATCHDOG_USEC"));
    const auto pid = environment("WATCHDOG_PID");
    if (!watchdog || *watchdog < 2 || (pid && !is_for_us(pid))) return;
    constexpr auto longest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (*watchdog > longest / 1000) return;  // as good as never
    alive_every_ = std::chrono::microseconds{static_cast<std::int64_t>(*watchdog / 2)};
}

void Supervisor::tell(const std::string& message) const {
    if (!socket_) return;
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, address_.data(), address_.size());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
    [[maybe_unused]] const auto sent = ::sendto(
        socket_.get(),
        message.data(),
        message.size(),
        MSG_NOSIGNAL,
        reinterpret_cast<const sockaddr*>(&to),
        size
    );
}

void Supervisor::ready(std::string_view status) const {
    tell("READY=1\nSTATUS=" + on_one_line(status));
}
void Supervisor::stopping(std::string_view status) const {
    tell("STOPPING=1\nSTATUS=" + on_one_line(status));
}
void Supervisor::alive() const {
    tell("WATCHDOG=1");
}
void Supervisor::needs(std::chrono::seconds longer, std::string_view status) const {
    tell(
        "EXTEND_TIMEOUT_USEC=" + std::to_string(std::chrono::microseconds{longer}.count()) +
        "\nSTATUS=" + on_one_line(status)
    );
}

Result<std::optional<UniqueFd>> take_passed_socket(const Environment& environment) {
    const auto count = number_in<int>(environment("LISTEN_FDS"));
    const bool is_ours = is_for_us(environment("LISTEN_PID"));
    for (const auto* name : {"LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"}) ::unsetenv(name);
    if (!is_ours || !count || *count < 1) return std::optional<UniqueFd>{};
    if (*count > 1) {
        return Error{
            Errc::bad_socket,
            std::to_string(*count) +
                " sockets were passed, and one is listened on: leave one "
                "ListenStream= in the socket unit"};
    }
    ::fcntl(first_passed, F_SETFD, FD_CLOEXEC);
    UniqueFd passed{first_passed};
    if (!accepts_tcp(first_passed)) {
        return Error{
            Errc::bad_socket,
            "the socket that was passed does not accept TCP connections: ListenStream= takes an "
            "address and a port"};
    }
    return std::optional{std::move(passed)};
}

}  // namespace ingestd::app

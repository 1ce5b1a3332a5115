#include "helper_socket.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

namespace ingestd::extract {
namespace {

UniqueFd passed_descriptor(msghdr& message) {
    for (auto* control = CMSG_FIRSTHDR(&message); control != nullptr;
         control = CMSG_NXTHDR(&message, control)) {
        if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS) continue;
        int fd = -1;
        std::memcpy(&fd, CMSG_DATA(control), sizeof fd);
        return UniqueFd{fd};
    }
    return UniqueFd{};
}

}  // namespace

std::optional<ReceivedOrder> receive_order(int socket) {
    FrameBuffer buffer;
    UniqueFd document;
    for (;;) {
        if (const auto frame = buffer.next()) {
            auto order = decode_order(*frame);
            if (!order) return std::nullopt;
            return ReceivedOrder{std::move(*order), std::move(document)};
        }
        std::array<char, 4096> bytes;
        iovec part{bytes.data(), bytes.size()};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const auto got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return std::nullopt;
        if (auto passed = passed_descriptor(message)) document = std::move(passed);
        buffer.push({bytes.data(), static_cast<std::size_t>(got)});
    }
}

void send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) ::_exit(0);  // the server gave this document up
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void send_end(int socket, const ReadOutcome& outcome) {
    const auto* facts = std::get_if<DocumentFacts>(&outcome);
    send_all(
        socket,
        facts != nullptr ? encode(Ended{*facts}) : encode(std::get<DocumentFailure>(outcome))
    );
}

}  // namespace ingestd::extract

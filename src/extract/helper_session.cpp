#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include <fcntl.h>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/base/utf8.hpp>
#include <ingestd/extract/helper_session.hpp>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "address_space.hpp"

namespace ingestd::extract {
namespace {

using namespace std::chrono_literals;

constexpr auto sign_of_life_after = 1s;     // far below any sensible stall limit
constexpr std::size_t block_overhead = 16;  // of a block in a frame, besides its text

void send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) ::_exit(0);  // the server gave this document up
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

struct Received {
    ReadOrder order;
    UniqueFd document;
};

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

// The next order; nullopt when the server has closed its end.
std::optional<Received> receive_order(int socket) {
    FrameBuffer buffer;
    UniqueFd document;
    for (;;) {
        if (const auto frame = buffer.next()) {
            auto order = decode_order(*frame);
            if (!order) return std::nullopt;
            return Received{std::move(*order), std::move(document)};
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

// The document's bytes, mapped: only what is looked at costs memory.
class MappedDocument {
public:
    MappedDocument(int fd, std::uint64_t bytes) {
        struct stat status {};
        // Pages behind the end of a file kill who touches them.
        if (::fstat(fd, &status) != 0 || static_cast<std::uint64_t>(status.st_size) < bytes) return;
        void* address = ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, fd, 0);
        if (address == MAP_FAILED) return;
        content_ = {static_cast<const char*>(address), bytes};
    }
    MappedDocument(const MappedDocument&) = delete;
    MappedDocument& operator=(const MappedDocument&) = delete;
    ~MappedDocument() {
        if (is_mapped()) ::munmap(const_cast<char*>(content_.data()), content_.size());
    }

    bool is_mapped() const { return content_.data() != nullptr; }
    std::string_view content() const { return content_; }

private:
    std::string_view content_;
};

ReadOutcome read_received(const Received& received, const ReadDocument& read, BlockSender& sender) {
    const MappedDocument document{received.document.get(), received.order.bytes};
    if (!document.is_mapped())
        return DocumentFailure{"internal", "The stored document could not be read."};
    try {
        return read(received.order, document.content(), sender);
    } catch (const std::bad_alloc&) {
        ::_exit(out_of_memory_exit);
    } catch (const std::exception&) {
        return DocumentFailure{"malformed", "The document could not be understood."};
    }
}

}  // namespace

void BlockSender::add(Block block) {
    if (gathered_bytes_ + block.text.size() > block_text_max) flush();
    gathered_bytes_ += block.text.size() + block_overhead;
    gathered_.blocks.push_back(std::move(block));
}

void BlockSender::tell_part_read(double part_read) {
    gathered_.part_read = part_read;
    if (std::chrono::steady_clock::now() - last_sent_ > sign_of_life_after) flush();
}

void BlockSender::flush() {
    send_all(socket_, encode(gathered_));
    gathered_.blocks.clear();
    gathered_bytes_ = 0;
    last_sent_ = std::chrono::steady_clock::now();
}

void BlockSender::begin_child(ChildBegins child) {
    flush();
    child.name = utf8::prefix(child.name, child_name_max);
    child.content_type = utf8::prefix(child.content_type, child_name_max);
    send_all(socket_, encode(child));
}

void BlockSender::add_child_bytes(std::string_view bytes) {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), child_bytes_max))) {
        send_all(socket_, encode_child_bytes(bytes.substr(0, child_bytes_max)));
    }
    last_sent_ = std::chrono::steady_clock::now();
}

void BlockSender::end_child() {
    send_all(socket_, encode(ChildEnds{}));
}

int serve_documents(int socket, const HelperWalls& walls, const ReadDocument& read) {
    std::set_new_handler([] { ::_exit(out_of_memory_exit); });
    while (const auto received = receive_order(socket)) {
        if (walls.memory_bytes != 0)
            limit_address_space(walls.memory_bytes + received->order.bytes);
        BlockSender sender{socket};
        const auto outcome = read_received(*received, read, sender);
        sender.flush();
        const auto* facts = std::get_if<DocumentFacts>(&outcome);
        send_all(
            socket,
            facts != nullptr ? encode(Ended{*facts}) : encode(std::get<DocumentFailure>(outcome))
        );
    }
    return 0;
}

}  // namespace ingestd::extract

// The limit of a fan-out: one epoll loop that sends ready-made events, one send an event and
// watcher, and does nothing else. It speaks just enough of the contract for the load generator:
// POST /upload is answered and read away, /ws/… is upgraded and told an event for every 650 bytes
// of the upload. Nothing is stored, cut or searched.
//   raw_push PORT
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr std::string_view upload_id = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
constexpr std::size_t bytes_a_chunk = 650;
constexpr int accepts_between_events = 64;

struct Peer {
    int socket = -1;
    std::string in;        // of a request that is not whole
    std::size_t body = 0;  // bytes of its body still to come
    bool is_watching = false;
    std::string out;  // what the socket did not take
};

[[noreturn]] void fail(const char* what) {
    std::perror(what);
    std::exit(1);
}

std::string event(std::uint64_t seq, std::uint64_t of) {
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    const auto us =
        std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count() %
        1'000'000;
    const bool is_last = seq == of;
    std::array<char, 640> text{};
    const int length = std::snprintf(
        text.data(),
        text.size(),
        R"({"upload_id":"%s","seq":%llu,"status":"%s","message":"Indexing chunks...","current_chunk":%llu,)"
        R"("total_chunks":%llu,"total_is_estimate":false,"progress_percent":%.1f,)"
        R"("timestamp":"%04d-%02d-%02dT%02d:%02d:%02d.%06lldZ","terminal":%s,"waiting_on":null,)"
        R"("stages":{"chunked":%llu,"enriched":%llu,"indexed":%llu},)"
        R"("documents":{"total":1,"completed":0,"failed":0,"current":"doc0.txt"},"eta_seconds":null,"error":null})",
        upload_id.data(),
        static_cast<unsigned long long>(seq),
        is_last ? "completed" : "indexing",
        static_cast<unsigned long long>(seq),
        static_cast<unsigned long long>(of),
        is_last ? 100.0
                : std::min(99.9, 100.0 * static_cast<double>(seq) / static_cast<double>(of)),
        utc.tm_year + 1900,
        utc.tm_mon + 1,
        utc.tm_mday,
        utc.tm_hour,
        utc.tm_min,
        utc.tm_sec,
        static_cast<long long>(us),
        is_last ? "true" : "false",
        static_cast<unsigned long long>(seq),
        static_cast<unsigned long long>(seq),
        static_cast<unsigned long long>(seq)
    );
    std::string frame{
        '\x81', '\x7E', static_cast<char>(length >> 8), static_cast<char>(length & 0xFF)};
    return frame.append(text.data(), static_cast<std::size_t>(length));
}

// RFC 6455 section 4.2.2.
std::string accept_value(std::string_view key) {
    const std::string text = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, 20> digest{};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr);
    std::array<unsigned char, 32> encoded{};
    const int length = EVP_EncodeBlock(encoded.data(), digest.data(), digest.size());
    return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(length)};
}

class RawPush {
public:
    explicit RawPush(std::uint16_t port);
    [[noreturn]] void run();

private:
    void watch(int socket, std::uint32_t what, int operation) const;
    void accept_some();
    void read_from(Peer& peer);
    void answer(Peer& peer, std::string_view head);
    void send_to(Peer& peer, std::string_view bytes);
    void flush(Peer& peer);
    void drop(int socket);
    void tell_next();

    int epoll_ = ::epoll_create1(0);
    int listener_ = -1;
    std::unordered_map<int, std::unique_ptr<Peer>> peers_;
    std::vector<Peer*> watchers_;
    std::uint64_t events_ = 0;  // there will be, once an upload is there
    std::uint64_t told_ = 0;
    std::string newest_;
};

RawPush::RawPush(std::uint16_t port) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        fail("bind");
    if (::listen(listener_, 4096) != 0) fail("listen");
    watch(listener_, EPOLLIN, EPOLL_CTL_ADD);
}

void RawPush::watch(int socket, std::uint32_t what, int operation) const {
    epoll_event wanted{};
    wanted.events = what;
    wanted.data.fd = socket;
    ::epoll_ctl(epoll_, operation, socket, &wanted);
}

void RawPush::run() {
    std::array<epoll_event, 256> ready{};
    for (;;) {
        const bool has_more = told_ < events_ && !watchers_.empty();
        const int count = ::epoll_wait(epoll_, ready.data(), ready.size(), has_more ? 0 : -1);
        for (int i = 0; i < count; ++i) {
            const auto& one = ready[static_cast<std::size_t>(i)];
            if (one.data.fd == listener_) {
                accept_some();
                continue;
            }
            const auto found = peers_.find(one.data.fd);
            if (found == peers_.end()) continue;
            if (one.events & EPOLLOUT) flush(*found->second);
            if (one.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_from(*found->second);
        }
        if (has_more) tell_next();
    }
}

void RawPush::accept_some() {
    for (int i = 0; i < accepts_between_events; ++i) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
        if (socket < 0) return;
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        auto& peer = peers_[socket] = std::make_unique<Peer>();
        peer->socket = socket;
        watch(socket, EPOLLIN, EPOLL_CTL_ADD);
    }
}

void RawPush::read_from(Peer& peer) {
    std::array<char, 65'536> bytes{};
    const auto count = ::read(peer.socket, bytes.data(), bytes.size());
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return drop(peer.socket);
    if (peer.is_watching) {  // a pong, or the answer to our goodbye
        if (told_ == events_) drop(peer.socket);
        return;
    }
    auto got = static_cast<std::size_t>(count);
    if (peer.body > 0) {
        peer.body -= std::min(peer.body, got);
        if (peer.body == 0) answer(peer, peer.in);
        return;
    }
    peer.in.append(bytes.data(), got);
    const auto end = peer.in.find("\r\n\r\n");
    if (end == std::string::npos) return;
    const auto length_at = peer.in.find("Content-Length: ");
    const auto length =
        length_at < end ? std::strtoull(peer.in.c_str() + length_at + 16, nullptr, 10) : 0;
    const auto arrived = peer.in.size() - end - 4;
    if (length > 0) events_ = std::max<std::uint64_t>(1, length / bytes_a_chunk);
    peer.body = length - std::min<std::size_t>(arrived, length);
    peer.in.resize(end + 4);
    if (peer.body == 0) answer(peer, peer.in);
}

void RawPush::answer(Peer& peer, std::string_view head) {
    const auto key_at = head.find("Sec-WebSocket-Key: ");
    if (key_at != std::string_view::npos) {
        const auto key = head.substr(key_at + 19, head.find("\r\n", key_at) - key_at - 19);
        send_to(
            peer,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
            "Upgrade\r\nSec-WebSocket-Accept: " +
                accept_value(key) + "\r\n\r\n"
        );
        peer.is_watching = true;
        send_to(peer, newest_.empty() ? newest_ = event(1, events_) : newest_);
        told_ = std::max<std::uint64_t>(told_, 1);
        if (told_ < events_) watchers_.push_back(&peer);
    } else if (head.starts_with("POST")) {
        const std::string body =
            R"({"upload_id":")" + std::string{upload_id} +
            R"(","status":"received","message":"Upload accepted. Total documents: 1","timestamp":)" +
            std::to_string(std::time(nullptr)) + "}";
        send_to(
            peer,
            "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body
        );
    } else {
        send_to(peer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
    peer.in.clear();
}

void RawPush::send_to(Peer& peer, std::string_view bytes) {
    if (peer.out.empty()) {
        const auto sent = ::send(peer.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent == static_cast<ssize_t>(bytes.size())) return;
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        watch(peer.socket, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    }
    peer.out += bytes;
}

void RawPush::flush(Peer& peer) {
    const auto sent = ::send(peer.socket, peer.out.data(), peer.out.size(), MSG_NOSIGNAL);
    if (sent > 0) peer.out.erase(0, static_cast<std::size_t>(sent));
    if (peer.out.empty()) watch(peer.socket, EPOLLIN, EPOLL_CTL_MOD);
}

void RawPush::drop(int socket) {
    std::erase(watchers_, peers_[socket].get());
    peers_.erase(socket);
    ::close(socket);
}

void RawPush::tell_next() {
    newest_ = event(++told_, events_);
    for (auto* watcher : watchers_) send_to(*watcher, newest_);
    if (told_ < events_) return;
    for (auto* watcher : watchers_)
        send_to(*watcher, std::string_view{"\x88\x02\x03\xE8", 4});  // closed: 1000
    watchers_.clear();
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) {
        std::fprintf(stderr, "usage: raw_push PORT\n");
        return 2;
    }
    RawPush{static_cast<std::uint16_t>(std::atoi(words[1]))}.run();
}

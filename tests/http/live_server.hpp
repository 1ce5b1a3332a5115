// A listener with a router of the test's own on real loopback sockets, and a client that speaks
// bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/unique_fd.hpp>
#include <ingestd/http/listener.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace ingestd::http {

// One answer as it came.
struct RawAnswer {
    unsigned status = 0;  // 0: the connection ended without one
    std::string head;
    std::string body;  // framing removed

    std::optional<std::string> header(std::string_view name) const {
        const auto at = head.find("\r\n" + std::string{name} + ": ");
        if (at == std::string::npos) return std::nullopt;
        const auto begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

// Blocking. What would hang a test ends after 30 s as the connection's end.
class RawClient {
public:
    RawClient() : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        const timeval limit{30, 0};
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    }
    explicit RawClient(std::uint16_t port) : RawClient{} { connect(port); }

    void connect(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
            0)
            socket_.reset();
    }

    // Whether the peer took all of it.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void end_sending() { ::shutdown(socket_.get(), SHUT_WR); }
    void reset() {
        const linger now{1, 0};
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        socket_.reset();
    }

    // Exactly so many bytes, or fewer at the end.
    std::string read(std::size_t bytes) {
        while (input_.size() < bytes && receive()) {
        }
        return take(std::min(bytes, input_.size()));
    }
    std::string read_to_end() {
        while (receive()) {
        }
        return take(input_.size());
    }
    bool has_input_within(std::chrono::milliseconds most) {
        pollfd watched{socket_.get(), POLLIN, 0};
        return ::poll(&watched, 1, static_cast<int>(most.count())) > 0;
    }
    bool is_at_end() { return input_.empty() && !receive(); }

    // `has_body`: false for the answer to a HEAD
    RawAnswer read_answer(bool has_body = true) {
        RawAnswer answer;
        const auto head = read_until("\r\n\r\n");
        if (head.size() < 12) return answer;
        answer.head = head;
        answer.status = static_cast<unsigned>(std::stoul(head.substr(9, 3)));
        if (!has_body || answer.status < 200 || answer.status == 204 || answer.status == 304)
            return answer;
        if (const auto length = answer.header("Content-Length")) {
            answer.body = read(std::stoul(*length));
        } else if (answer.header("Transfer-Encoding")) {
            answer.body = read_chunks();
        } else {
            answer.body = read_to_end();
        }
        return answer;
    }

private:
    bool receive() {
        std::array<char, 65'536> piece{};
        const auto bytes = ::recv(socket_.get(), piece.data(), piece.size(), 0);
        if (bytes <= 0) return false;
        input_.append(piece.data(), static_cast<std::size_t>(bytes));
        return true;
    }
    std::string take(std::size_t bytes) {
        std::string taken = input_.substr(0, bytes);
        input_.erase(0, bytes);
        return taken;
    }
    std::string read_until(std::string_view mark) {
        auto at = input_.find(mark);
        while (at == std::string::npos) {
            if (!receive()) return take(input_.size());
            at = input_.find(mark);
        }
        return take(at + mark.size());
    }
    std::string read_chunks() {
        std::string body;
        for (;;) {
            const std::string size = read_until("\r\n");
            if (size.empty()) return body + "[cut off]";
            const auto bytes = std::stoul(size, nullptr, 16);
            body += read(bytes);
            read(2);
            if (bytes == 0) return body;
        }
    }

    UniqueFd socket_;
    std::string input_;
};

// Runs on two threads, so that what belongs on a strand shows when it is not.
class LiveServer {
public:
    explicit LiveServer(Router router, Settings settings = {})
        : listener_{io_, with_any_port(std::move(settings)), std::move(router)} {
        port_ = listener_.listen().value().port();
        boost::asio::co_spawn(io_, listener_.run(), [this](std::exception_ptr) { work_.reset(); });
        for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io_.run(); });
    }
    ~LiveServer() { stop(); }

    // Answers when the listener's run() has ended.
    void stop() {
        listener_.stop();
        join();
    }
    void begin_to_stop() { listener_.stop(); }
    void join() {
        for (auto& thread : threads_) {
            if (thread.joinable()) thread.join();
        }
    }

    RawClient connect() const { return RawClient{port_}; }
    std::uint16_t port() const { return port_; }
    boost::asio::io_context& io() { return io_; }

    // One request on a connection of its own.
    RawAnswer ask(std::string_view bytes) const {
        RawClient client = connect();
        client.send(bytes);
        return client.read_answer();
    }

private:
    static Settings with_any_port(Settings settings) {
        settings.port = 0;
        return settings;
    }

    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_ =
        boost::asio::make_work_guard(io_);
    Listener listener_;
    std::uint16_t port_ = 0;
    std::vector<std::thread> threads_;
};

}  // namespace ingestd::http

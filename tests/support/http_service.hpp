// A service on loopback that answers as a test says, faults included.
#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio.hpp>

#include <sys/socket.h>

namespace ingestd::test {

struct ServiceRequest {
    std::string head;  // request line and headers, as they came
    std::string body;
};

//   content_length  other than the body's: the connection ends before the answer does
//   is_silent       nothing comes, and the connection stays open
//   is_closed       the connection ends without an answer
struct ServiceReply {
    unsigned status = 200;
    std::string body{};
    std::string headers{};  // each "Name: value\r\n"
    std::optional<std::size_t> content_length{};
    bool is_silent = false;
    bool is_closed = false;
};

// Answers each connection on a thread of its own, which is joined at the end.
class HttpService {
public:
    using Answer = std::function<ServiceReply(const ServiceRequest&)>;

    //   answer  called on many threads at a time
    explicit HttpService(Answer answer)
        : answer_{std::move(answer)},
          acceptor_{context_, {boost::asio::ip::address_v4::loopback(), 0}},
          thread_{[this] { accept(); }} {}

    ~HttpService() {
        is_over_ = true;
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
        thread_.join();
        {
            const std::lock_guard lock{mutex_};
            for (auto& socket : sockets_) ::shutdown(socket.native_handle(), SHUT_RDWR);
        }
        for (auto& thread : threads_) thread.join();
    }

    std::string url(std::string path = "") const {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + path;
    }

private:
    using Socket = boost::asio::ip::tcp::socket;

    void accept() {
        while (!is_over_) {
            boost::system::error_code error;
            Socket socket{context_};
            acceptor_.accept(socket, error);
            if (error) continue;
            const std::lock_guard lock{mutex_};
            sockets_.push_back(std::move(socket));
            threads_.emplace_back([this, &mine = sockets_.back()] { serve(mine); });
        }
    }

    void serve(Socket& socket) {
        std::string buffer;
        while (auto request = read(socket, buffer)) {
            const auto reply = answer_(*request);
            boost::system::error_code ignored;
            if (reply.is_silent) {
                char byte;
                socket.read_some(boost::asio::buffer(&byte, 1), ignored);
                break;
            }
            if (reply.is_closed) break;
            const auto length = reply.content_length.value_or(reply.body.size());
            const auto answer = "HTTP/1.1 " + std::to_string(reply.status) + " -\r\n" +
                                reply.headers + "Content-Length: " + std::to_string(length) +
                                "\r\n\r\n" + reply.body;
            boost::asio::write(socket, boost::asio::buffer(answer), ignored);
            if (ignored || length != reply.body.size()) break;
        }
        ::shutdown(socket.native_handle(), SHUT_RDWR);
    }

    static std::optional<ServiceRequest> read(Socket& socket, std::string& buffer) {
        boost::system::error_code error;
        auto into = boost::asio::dynamic_buffer(buffer);
        const auto head = boost::asio::read_until(socket, into, "\r\n\r\n", error);
        if (error) return std::nullopt;
        ServiceRequest request{.head = buffer.substr(0, head), .body = {}};
        buffer.erase(0, head);
        constexpr std::string_view name = "Content-Length: ";
        const auto at = request.head.find(name);
        const auto size =
            at == std::string::npos ? 0 : std::stoul(request.head.substr(at + name.size()));
        if (size > buffer.size()) {
            boost::asio::read(
                socket, into, boost::asio::transfer_exactly(size - buffer.size()), error
            );
        }
        if (error) return std::nullopt;
        request.body = buffer.substr(0, size);
        buffer.erase(0, size);
        return request;
    }

    Answer answer_;
    boost::asio::io_context context_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::atomic<bool> is_over_ = false;
    std::mutex mutex_;
    std::list<Socket> sockets_;
    std::vector<std::thread> threads_;
    std::thread thread_;
};

}  // namespace ingestd::test

// A server on loopback that plays what a test tells it, one connection after the other.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/client/server_address.hpp>

namespace ingestd::client {

// Each act gets the next connection, blocking, on the server's thread; what it throws ends that
// connection. After the last act nothing is accepted any more.
class ScriptedServer {
public:
    using Socket = boost::asio::ip::tcp::socket;
    using Act = std::function<void(Socket&)>;

    explicit ScriptedServer(std::vector<Act> acts) : acts_{std::move(acts)} {
        thread_ = std::thread{[this] { play(); }};
    }
    ~ScriptedServer() { thread_.join(); }
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    ServerAddress address(std::string prefix = "") const {
        return {"127.0.0.1", std::to_string(port_), std::move(prefix)};
    }

private:
    void play() {
        for (const auto& act : acts_) {
            Socket socket{io_};
            acceptor_.accept(socket);
            try {
                act(socket);
            } catch (const std::exception&) {
                // the client went first, which is what some tests are about
            }
        }
        acceptor_.close();
    }

    std::vector<Act> acts_;
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
    std::uint16_t port_ = acceptor_.local_endpoint().port();
    std::thread thread_;
};

// Up to and with the blank line behind a request's head; what was read after it stays in `behind`.
inline std::string read_head(ScriptedServer::Socket& socket, std::string& behind) {
    std::string text;
    boost::asio::read_until(socket, boost::asio::dynamic_buffer(text), "\r\n\r\n");
    const auto end = text.find("\r\n\r\n") + 4;
    behind = text.substr(end);
    text.resize(end);
    return text;
}

// Runs one coroutine to its end on a thread of its own kind: this one.
template <class T>
T run_to_end(boost::asio::awaitable<T> work) {
    boost::asio::io_context io{1};
    auto result = boost::asio::co_spawn(io, std::move(work), boost::asio::use_future);
    io.run();
    return result.get();
}

}  // namespace ingestd::client

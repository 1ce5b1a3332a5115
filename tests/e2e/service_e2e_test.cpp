// The server as a service: what systemd is told, and the socket that it hands over.
#include <csignal>
#include <cstring>

#include <boost/asio.hpp>

#include <fcntl.h>
#include <ingestd/base/id.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "program.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

// The socket at which systemd would listen.
class NotifySocket {
public:
    //   name  as NOTIFY_SOCKET has it
    explicit NotifySocket(std::string name)
        : name_{std::move(name)}, socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name_.data(), name_.size());
        if (name_.front() == '@') address.sun_path[0] = '\0';
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
        REQUIRE(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
    }
    std::string variable() const { return "NOTIFY_SOCKET=" + name_; }

    // The next message that begins so; others are passed over.
    std::string wait_for(const std::string& beginning) {
        for (;;) {
            char message[1024];
            const auto size = ::recv(socket_.get(), message, sizeof message, 0);
            REQUIRE(size > 0);
            const std::string text{message, static_cast<std::size_t>(size)};
            if (text.starts_with(beginning)) return text;
        }
    }

private:
    std::string name_;
    UniqueFd socket_;
};

std::uint16_t port_in(const std::string& message) {
    const std::string before = "STATUS=accepting uploads at http://127.0.0.1:";
    const auto at = message.find(before);
    REQUIRE(at != std::string::npos);
    return static_cast<std::uint16_t>(std::stoi(message.substr(at + before.size())));
}

json document(const std::string& text) {
    return {{"collection_name", "c"}, {"documents", json::array({{{"content", text}}})}};
}

UniqueFd bound_socket(int type, std::uint16_t& port) {
    UniqueFd socket{::socket(AF_INET, type | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port = ntohs(address.sin_port);
    return socket;
}

}  // namespace

TEST_CASE(
    "systemd is told of the start once uploads are accepted, of life, and of the stop",
    "[e2e][service]"
) {
    const test::TemporaryDirectory data;
    const auto is_abstract = GENERATE(false, true);
    NotifySocket systemd{
        is_abstract ? "@ingestd-test-" + UploadId::random().str() : (data / "notify").string()};

    const auto pid = start_ingestd(
        {"serve", "--port", "0", "--data-dir", data / "data", "--log-level", "error"},
        {systemd.variable(), "WATCHDOG_USEC=20000"}
    );
    const auto port = port_in(systemd.wait_for("READY=1\n"));

    CHECK(post_json(port, "/upload", document("a word")).status == 202);
    for (int i = 0; i < 3; ++i) CHECK(systemd.wait_for("WATCHDOG=1") == "WATCHDOG=1");
    ::kill(pid, SIGTERM);
    CHECK(systemd.wait_for("STOPPING=1\n").find("STATUS=stopping") != std::string::npos);
    CHECK(wait_for(pid) == 0);
}

TEST_CASE(
    "a socket that was passed is listened on, and who came before the start is answered",
    "[e2e][service]"
) {
    const test::TemporaryDirectory data;
    std::uint16_t port = 0;
    const auto listening = bound_socket(SOCK_STREAM, port);
    REQUIRE(::listen(listening.get(), 64) == 0);
    boost::asio::io_context io;
    boost::asio::ip::tcp::socket early{io};
    early.connect({boost::asio::ip::address_v4::loopback(), port});
    const std::string request =
        "POST /upload?collection_name=c&filename=early.txt HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Length: 10\r\nConnection: close\r\n\r\nearly bird";
    boost::asio::write(early, boost::asio::buffer(request));

    const auto pid = start_ingestd(
        {"serve", "--port", "1", "--data-dir", data.path(), "--log-level", "error"},
        {},
        listening.get()
    );
    std::string answer;
    boost::system::error_code ended;
    boost::asio::read(early, boost::asio::dynamic_buffer(answer), ended);

    CHECK(answer.starts_with("HTTP/1.1 202 "));
    CHECK(post_json(port, "/upload", document("a late bird")).status == 202);
    ::kill(pid, SIGTERM);
    CHECK(wait_for(pid) == 0);
}

TEST_CASE("a socket that is of no use ends the start with words", "[e2e][service]") {
    const test::TemporaryDirectory data;
    std::uint16_t port = 0;
    const auto datagrams = bound_socket(SOCK_DGRAM, port);
    int errors[2];
    REQUIRE(::pipe2(errors, O_CLOEXEC) == 0);

    const auto pid =
        start_ingestd({"serve", "--data-dir", data.path()}, {}, datagrams.get(), errors[1]);
    ::close(errors[1]);
    std::string words;
    char piece[1024];
    for (ssize_t size; (size = ::read(errors[0], piece, sizeof piece)) > 0;)
        words.append(piece, static_cast<std::size_t>(size));
    ::close(errors[0]);

    CHECK(wait_for(pid) == 1);
    CHECK(words.find("does not accept TCP connections") != std::string::npos);
}

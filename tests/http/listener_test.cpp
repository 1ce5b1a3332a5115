#include <future>

#include <ingestd/http/listener.hpp>
#include <sys/resource.h>

#include "live_server.hpp"
#include "support/catch.hpp"

namespace ingestd::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::string_view get_slow = "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n";

asio::awaitable<Response> hello(Request&) {
    Response answer;
    answer.body = "hello";
    co_return answer;
}

// Answers when the test says so.
struct SlowHandler {
    std::promise<void> has_begun;
    std::shared_ptr<asio::steady_timer> timer;

    asio::awaitable<Response> operator()(Request&) {
        timer = std::make_shared<asio::steady_timer>(
            co_await asio::this_coro::executor, asio::steady_timer::time_point::max()
        );
        has_begun.set_value();
        co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
        timer.reset();  // it must not outlive the io_context
        Response answer;
        answer.body = "done";
        co_return answer;
    }
    void let_go() {
        asio::post(timer->get_executor(), [held = timer] { held->cancel(); });
    }
};

Router make_router(SlowHandler& slow) {
    Router router;
    router.add("GET", "/", hello);
    router.add("GET", "/slow", [&slow](Request& request) { return slow(request); });
    return router;
}

TEST_CASE("a port in use is told with its address", "[http][listener]") {
    asio::io_context io;
    Settings settings;
    settings.port = 0;
    Listener first{io, settings, Router{}};
    settings.port = first.listen().value().port();
    Listener second{io, settings, Router{}};

    const auto bound = second.listen();

    REQUIRE(bound.error().code == boost::system::errc::address_in_use);
    REQUIRE_THAT(
        bound.error().detail, Catch::Contains("127.0.0.1:" + std::to_string(settings.port))
    );
}

TEST_CASE("connections past the limit are told to come back", "[http][listener]") {
    SlowHandler slow;
    Settings settings;
    settings.connections_max = 2;
    LiveServer server{make_router(slow), settings};
    std::vector<RawClient> held;
    for (int i = 0; i < 2; ++i) {
        held.push_back(server.connect());
        held.back().send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        REQUIRE(held.back().read_answer().status == 200);
    }

    const RawAnswer refused = server.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    CHECK(refused.status == 503);
    CHECK(refused.header("Retry-After").has_value());
    CHECK(refused.header("Connection") == "close");
}

TEST_CASE("stopping ends idle connections and lets what is in work answer", "[http][listener]") {
    SlowHandler slow;
    LiveServer server{make_router(slow)};
    RawClient idle = server.connect();
    idle.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(idle.read_answer().body == "hello");
    RawClient busy = server.connect();
    busy.send(get_slow);
    slow.has_begun.get_future().wait();

    server.begin_to_stop();
    REQUIRE(idle.is_at_end());
    slow.let_go();

    const RawAnswer answer = busy.read_answer();
    CHECK(answer.body == "done");
    CHECK(answer.header("Connection") == "close");
    server.join();
}

// No further descriptor can be had, until it is destroyed. A limit instead of taken descriptors: an
// accept that finds nobody holds one for a moment, and what it gives back would be free.
class DescriptorShortage {
public:
    DescriptorShortage() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit none = before_;
        none.rlim_cur = 3;  // the standard streams; poll() takes no more entries than this
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~DescriptorShortage() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    DescriptorShortage(const DescriptorShortage&) = delete;
    DescriptorShortage& operator=(const DescriptorShortage&) = delete;

private:
    rlimit before_{};
};

TEST_CASE(
    "while descriptors are missing nobody is served, afterwards who waited", "[http][listener]"
) {
    SlowHandler slow;
    LiveServer server{make_router(slow)};
    RawClient client;
    std::optional<DescriptorShortage> shortage{std::in_place};

    client.connect(server.port());
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const bool is_served = client.has_input_within(300ms);
    shortage.reset();

    CHECK_FALSE(is_served);
    CHECK(client.read_answer().body == "hello");
}

TEST_CASE("a listener that never accepted anybody stops", "[http][listener]") {
    SlowHandler slow;
    LiveServer server{make_router(slow)};

    server.stop();

    SUCCEED("it ended");
}

}  // namespace
}  // namespace ingestd::http

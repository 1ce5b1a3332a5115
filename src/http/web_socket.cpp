#include <algorithm>
#include <array>
#include <utility>

#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/base/task_group.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/http/errc.hpp>
#include <ingestd/http/tcp_stream.hpp>
#include <ingestd/http/web_socket.hpp>
#include <ingestd/http/web_socket_session.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using namespace std::chrono_literals;
namespace {

constexpr log::Logger logger{"http"};

constexpr std::size_t incoming_message_max = 4_KiB;  // nobody has anything to tell us
constexpr auto handshake_max = 30s;
constexpr auto linger_max = 2s;
constexpr auto close_max = 5s;  // for what is in flight, our close frame, and the peer's answer

// The socket under the WebSocket: gives first what came in behind the request's head, and knows
// when something last came.
class HeardSocket {
public:
    using executor_type = asio::ip::tcp::socket::executor_type;

    HeardSocket(asio::ip::tcp::socket socket, std::vector<std::byte> early)
        : socket_{std::move(socket)}, early_{std::move(early)} {}

    executor_type get_executor() { return socket_.get_executor(); }
    asio::ip::tcp::socket& socket() { return socket_; }
    Deadline last_heard() const { return last_heard_; }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_compose<Token, void(error_code, std::size_t)>(
            ReadOperation<Buffers>{this, buffers}, token, socket_
        );
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return socket_.async_write_some(buffers, std::forward<Token>(token));
    }

    void close() {
        error_code ignored;  // the descriptor is gone either way
        socket_.close(ignored);
    }

    // Found by Beast through argument-dependent lookup. Beast's own waits for the peer to hang up,
    // for as long as it likes; here the reader does that, for a bounded time.
    friend void beast_close_socket(HeardSocket& stream) { stream.close(); }
    template <class Token>
    friend void async_teardown(beast::role_type, HeardSocket& stream, Token&& token) {
        stream.end_sending();
        asio::post(
            stream.get_executor(),
            beast::bind_front_handler(std::forward<Token>(token), error_code{})
        );
    }

    void end_sending() {
        error_code ignored;  // the peer may be gone already
        socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    }

private:
    template <class Buffers>
    struct ReadOperation {
        HeardSocket* stream;
        Buffers buffers;
        bool has_begun = false;
        std::size_t early_bytes = 0;

        template <class Self>
        void operator()(Self& self, error_code ec = {}, std::size_t bytes = 0) {
            if (!std::exchange(has_begun, true)) {
                early_bytes = stream->take_early(buffers);
                if (early_bytes > 0) return asio::post(stream->get_executor(), std::move(self));
                return stream->socket_.async_read_some(buffers, std::move(self));
            }
            bytes += early_bytes;
            if (bytes > 0) stream->last_heard_ = SteadyClock::now();
            self.complete(ec, bytes);
        }
    };

    template <class Buffers>
    std::size_t take_early(const Buffers& buffers) {
        const auto bytes = asio::buffer_copy(buffers, asio::buffer(early_));
        early_.erase(early_.begin(), early_.begin() + static_cast<std::ptrdiff_t>(bytes));
        return bytes;
    }

    asio::ip::tcp::socket socket_;
    std::vector<std::byte> early_;
    Deadline last_heard_ = SteadyClock::now();
};

Error reason_of(const error_code& ec) {
    if (ec == beast::websocket::error::closed || ec == asio::error::eof ||
        ec == asio::error::connection_reset) {
        return {make_error_code(Errc::peer_closed), {}};
    }
    return {ec, {}};
}

beast::http::request<beast::http::empty_body> to_beast(const RequestHead& head) {
    beast::http::request<beast::http::empty_body> request;
    request.method_string(head.method);
    request.target(head.target);
    request.version(head.version);
    for (const auto& [name, value] : head.headers) request.insert(name, value);
    return request;
}

}  // namespace

class WebSocketSession::Core {
public:
    Core(asio::ip::tcp::socket socket, std::vector<std::byte> early, const Settings& settings)
        : stream{HeardSocket{std::move(socket), std::move(early)}},
          ping_every{settings.ping_every},
          silence_max{settings.web_socket_silence_max},
          ping_timer{stream.get_executor()},
          limit_timer{stream.get_executor()},
          ended_timer{stream.get_executor(), Deadline::max()},
          tasks{stream.get_executor(), [](std::exception_ptr) {
                    logger.error("web_socket_task_failed");
                }} {}

    void end(Error reason) {
        if (!ended) ended = std::move(reason);
        ping_timer.cancel();
        ended_timer.cancel();
    }

    beast::websocket::stream<HeardSocket, false>
        stream;  // no permessage-deflate: it costs 100 KiB and more
    SteadyClock::duration ping_every;
    SteadyClock::duration silence_max;
    asio::steady_timer ping_timer;
    asio::steady_timer limit_timer;
    asio::steady_timer ended_timer;  // never expires; cancelled at the end
    bool is_closing = false;
    bool is_pinging = false;
    std::optional<Error> ended;
    TaskGroup tasks;
};

namespace {

using Core = WebSocketSession::Core;

// From now on the connection lasts at most `most`, whatever the peer does.
void bound_the_rest(const std::shared_ptr<Core>& core, SteadyClock::duration most) {
    core->limit_timer.expires_after(most);
    core->limit_timer.async_wait([core](error_code ec) {
        if (!ec) core->stream.next_layer().close();
    });
}

// Drops what still comes until the peer hangs up too: closing with bytes unread would reset the
// connection, and our last words with it.
asio::awaitable<void> linger(std::shared_ptr<Core> core) {
    HeardSocket& socket = core->stream.next_layer();
    socket.end_sending();
    bound_the_rest(core, linger_max);
    std::array<std::byte, 512> dropped{};
    for (;;) {
        const auto [ec, bytes] = co_await socket.async_read_some(asio::buffer(dropped), as_result);
        if (ec) break;
    }
    core->limit_timer.cancel();
    socket.close();
}

asio::awaitable<void> read_until_the_end(std::shared_ptr<Core> core) {
    std::array<std::byte, 512> dropped{};
    error_code reason;
    while (!reason) {
        const auto [ec, bytes] =
            co_await core->stream.async_read_some(asio::buffer(dropped), as_result);
        reason = ec;
    }
    core->end(reason_of(reason));
    co_await linger(core);
}

// A ping may wait behind a write that the peer does not take, so nobody waits for it.
void send_ping(const std::shared_ptr<Core>& core) {
    if (std::exchange(core->is_pinging, true)) return;
    core->stream.async_ping({}, [core](error_code) { core->is_pinging = false; });
}

asio::awaitable<void> ping_until_the_end(std::shared_ptr<Core> core) {
    while (!core->ended) {
        const Deadline silent_at = core->stream.next_layer().last_heard() + core->silence_max;
        core->ping_timer.expires_at(std::min(SteadyClock::now() + core->ping_every, silent_at));
        co_await core->ping_timer.async_wait(as_result);
        if (core->ended) co_return;
        if (core->stream.next_layer().last_heard() + core->silence_max <= SteadyClock::now()) {
            core->end({make_error_code(Errc::peer_silent), {}});
            core->stream.next_layer().close();
            co_return;
        }
        if (!core->is_closing) send_ping(core);
    }
}

asio::awaitable<void> close_politely(std::shared_ptr<Core> core, CloseCode code) {
    bound_the_rest(core, close_max);
    // What it answers tells nothing new: the reader sees the end.
    co_await core->stream.async_close(
        beast::websocket::close_reason{static_cast<std::uint16_t>(code)}, as_result
    );
}

void begin_closing(const std::shared_ptr<Core>& core, CloseCode code) {
    if (core->ended || std::exchange(core->is_closing, true)) return;
    core->tasks.spawn(core->stream.get_executor(), close_politely(core, code));
}

asio::awaitable<void> wait_for_the_end(std::shared_ptr<Core> core) {
    if (!core->ended) co_await core->ended_timer.async_wait(as_result);
}

}  // namespace

WebSocketSession::WebSocketSession(
    asio::ip::tcp::socket socket, std::vector<std::byte> early, const Settings& settings
)
    : core_{std::make_shared<Core>(std::move(socket), std::move(early), settings)} {}

WebSocketSession::~WebSocketSession() = default;

asio::awaitable<Result<void>> WebSocketSession::accept(
    const RequestHead& head, const RequestId& id
) {
    auto& stream = core_->stream;
    stream.set_option(beast::websocket::stream_base::timeout{
        handshake_max, beast::websocket::stream_base::none(), false});
    auto decorate = [id = id.str()](beast::websocket::response_type& answer) {
        answer.set("X-Request-Id", id);
    };
    stream.set_option(beast::websocket::stream_base::decorator{std::move(decorate)});
    stream.read_message_max(incoming_message_max);
    stream.auto_fragment(false);
    stream.text(true);
    const auto request = to_beast(head);
    const auto [ec] = co_await stream.async_accept(request, as_result);
    if (ec) co_return Error{ec, {}};
    core_->tasks.spawn(stream.get_executor(), read_until_the_end(core_));
    core_->tasks.spawn(stream.get_executor(), ping_until_the_end(core_));
    co_return Result<void>{};
}

void WebSocketSession::begin_close(CloseCode code) {
    begin_closing(core_, code);
}

void WebSocketSession::abort() {
    core_->stream.next_layer().close();
}

asio::awaitable<void> WebSocketSession::finish() {
    begin_closing(core_, CloseCode::going_away);
    co_await core_->tasks.wait_until(Deadline::max());
}

class WebSocket::Impl {
public:
    explicit Impl(std::shared_ptr<Core> shared) : core{std::move(shared)} {}
    std::shared_ptr<Core> core;
};

WebSocket WebSocketSession::socket() {
    return WebSocket{std::make_unique<WebSocket::Impl>(core_)};
}

WebSocket::WebSocket(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
WebSocket::WebSocket(WebSocket&&) noexcept = default;
WebSocket::~WebSocket() = default;

asio::awaitable<Result<void>> WebSocket::write(progress::Frame frame) {
    const auto core = impl_->core;
    if (core->ended) co_return *core->ended;
    if (core->is_closing) co_return Error{make_error_code(Errc::stopping), {}};
    const auto [ec, bytes] = co_await core->stream.async_write(asio::buffer(*frame), as_result);
    if (ec) co_return reason_of(ec);
    co_return Result<void>{};
}

asio::awaitable<void> WebSocket::close(CloseCode code) {
    const auto core = impl_->core;
    begin_closing(core, code);
    co_await wait_for_the_end(core);
}

asio::awaitable<Error> WebSocket::drain() {
    const auto core = impl_->core;
    co_await wait_for_the_end(core);
    // The wait itself may have been cancelled.
    co_return core->ended.value_or(Error{asio::error::operation_aborted, {}});
}

}  // namespace ingestd::http

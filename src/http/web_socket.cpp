#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/lasting.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/http/errc.hpp>
#include <ingestd/http/tcp_stream.hpp>
#include <ingestd/http/web_socket.hpp>
#include <ingestd/http/web_socket_session.hpp>

#include "frame_socket.hpp"
#include "text_frames.hpp"

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

error_code reason_of(const error_code& ec) {
    const bool has_gone = ec == beast::websocket::error::closed || ec == asio::error::eof ||
                          ec == asio::error::connection_reset;
    return has_gone ? make_error_code(Errc::peer_closed) : ec;
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

// Everything here runs in handlers instead of coroutines, which would be most of what an idle
// connection costs.
class WebSocketSession::Core {
public:
    Core(asio::ip::tcp::socket socket, std::vector<std::byte> early, const Settings& settings)
        : stream{std::move(socket), std::move(early)},
          ping_every{settings.ping_every},
          silence_max{settings.web_socket_silence_max},
          timer{stream.get_executor()} {}

    // Nothing comes any more, and nothing that is written arrives.
    void end(error_code reason) {
        if (ended) return;
        ended = reason;
        timer.cancel();
        if (waiting) waiting->cancel();
        if (const auto tell = std::exchange(on_end, nullptr)) tell();
    }

    void note_heard() { heard = SteadyClock::now(); }

    void close() {
        is_closed = true;
        timer.cancel();
        if (waiting) waiting->cancel();
        stream.next_layer().close();
    }

    beast::websocket::stream<FrameSocket, false>
        stream;  // no permessage-deflate: it costs 100 KiB and more
    SteadyClock::duration ping_every;
    SteadyClock::duration silence_max;
    Deadline heard = SteadyClock::now();  // when the peer last said something
    asio::steady_timer timer;  // the next ping; once it closes, the time that this may take
    asio::steady_timer* waiting = nullptr;  // whose wait `ended` and `is_closed` end
    bool is_closing = false;
    bool is_pinging = false;
    bool is_closed = false;
    std::optional<error_code> ended;
    std::function<void()> on_end;
    std::array<std::byte, 16> dropped{};  // nobody has anything to tell us
};

namespace {

using Core = WebSocketSession::Core;

// What a handler throws ends its own connection, and does not reach the io_context.
template <class Step>
void guarded(const std::shared_ptr<Core>& core, Step&& step) {
    try {
        step();
    } catch (const std::exception& failure) {
        logger.error("web_socket_failed", log::kv("what", failure.what()));
        core->end(make_error_code(Errc::stopping));
        core->close();
    }
}

// From now on the connection lasts at most `most`, whatever the peer does.
void bound_the_rest(const std::shared_ptr<Core>& core, SteadyClock::duration most) {
    core->timer.expires_after(most);
    core->timer.async_wait([core](error_code ec) {
        if (!ec) core->stream.next_layer().close();
    });
}

void drop_what_comes(const std::shared_ptr<Core>& core) {
    core->stream.next_layer().async_read_some(
        asio::buffer(core->dropped),
        [core](error_code ec, std::size_t) {
            if (ec) return core->close();
            guarded(core, [&] { drop_what_comes(core); });
        }
    );
}

// Drops what still comes until the peer hangs up too: closing with bytes unread would reset the
// connection, and our last words with it.
void linger(const std::shared_ptr<Core>& core) {
    core->stream.next_layer().end_sending();
    bound_the_rest(core, linger_max);
    drop_what_comes(core);
}

void read_until_the_end(const std::shared_ptr<Core>& core) {
    core->stream.async_read_some(asio::buffer(core->dropped), [core](error_code ec, std::size_t) {
        guarded(core, [&] {
            if (!ec) return read_until_the_end(core);
            core->end(reason_of(ec));
            linger(core);
        });
    });
}

// A ping may wait behind a write that the peer does not take, so nobody waits for it.
void send_ping(const std::shared_ptr<Core>& core) {
    if (std::exchange(core->is_pinging, true)) return;
    core->stream.async_ping({}, [core](error_code) { core->is_pinging = false; });
}

void ping_until_closing(const std::shared_ptr<Core>& core) {
    const Deadline silent_at = core->heard + core->silence_max;
    core->timer.expires_at(std::min(SteadyClock::now() + core->ping_every, silent_at));
    core->timer.async_wait(lasting([core](error_code) {
        if (core->ended || core->is_closing) return;
        guarded(core, [&] {
            if (core->heard + core->silence_max <= SteadyClock::now()) {
                core->end(make_error_code(Errc::peer_silent));
                core->stream.next_layer().close();  // the reader sees it
                return;
            }
            send_ping(core);
            ping_until_closing(core);
        });
    }));
}

void begin_closing(const std::shared_ptr<Core>& core, CloseCode code) {
    if (core->ended || std::exchange(core->is_closing, true)) return;
    bound_the_rest(core, close_max);
    // What it answers tells nothing new: the reader sees the end.
    core->stream.async_close(
        beast::websocket::close_reason{static_cast<std::uint16_t>(code)}, [core](error_code) {}
    );
}

// Until it has ended, or is closed; or until this is cancelled. One at a time.
asio::awaitable<void> wait_for_change(std::shared_ptr<Core> core) {
    asio::steady_timer timer{core->stream.get_executor(), Deadline::max()};
    core->waiting = &timer;
    co_await timer.async_wait(as_result);
    core->waiting = nullptr;
}

asio::awaitable<void> wait_for_the_end(std::shared_ptr<Core> core) {
    if (!core->ended) co_await wait_for_change(core);
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
    stream.control_callback([core = core_.get()](auto, auto) { core->note_heard(); });
    const auto request = to_beast(head);
    const auto [ec] = co_await stream.async_accept(request, as_result);
    stream.set_option(beast::websocket::stream_base::decorator{[](auto&) {}});  // it holds the id
    if (ec) co_return Error{ec, {}};
    read_until_the_end(core_);
    ping_until_closing(core_);
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
    while (!core_->is_closed) co_await wait_for_change(core_);
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
WebSocket::~WebSocket() {
    if (impl_) impl_->core->on_end = nullptr;
}

asio::awaitable<Result<void>> WebSocket::write(std::span<const progress::Delivery> deliveries) {
    const auto core = impl_->core;
    if (core->ended) co_return Error{*core->ended, {}};
    if (core->is_closing) co_return Error{make_error_code(Errc::stopping), {}};
    const TextFrames frames{deliveries};
    auto& socket = core->stream.next_layer();
    const auto [ec, bytes] = co_await socket.async_write_frames(frames.buffers(), as_result);
    if (ec) co_return Error{reason_of(ec), {}};
    co_return Result<void>{};
}

void WebSocket::on_end(std::function<void()> tell) {
    if (impl_->core->ended) return tell();
    impl_->core->on_end = std::move(tell);
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
    co_return Error{core->ended.value_or(error_code{asio::error::operation_aborted}), {}};
}

}  // namespace ingestd::http

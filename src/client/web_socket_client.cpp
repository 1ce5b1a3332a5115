#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <ingestd/base/units.hpp>
#include <ingestd/client/errc.hpp>
#include <ingestd/client/web_socket_client.hpp>

#include "connecting.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using Stream = websocket::stream<beast::tcp_stream>;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t frame_bytes_max = 1_MiB;  // an event has about 1 KiB
constexpr std::chrono::seconds handshake_timeout{30};
constexpr std::uint16_t close_unknown_upload = 4404;  // the wire contract

constexpr std::chrono::milliseconds first_delay{250};
constexpr std::chrono::milliseconds longest_delay{2'000};
constexpr unsigned doublings_max = 3;

// How far a connection came before it went.
enum class Reached { nothing, handshake, events };
// It went, but the next one may do better.
struct Lost {
    Error error;
    Reached reached = Reached::nothing;
};
struct Finished {};
// How one connection ended; an Error is final.
using Ending = std::variant<Finished, Lost, Error>;

std::string target_of(const ServerAddress& server, const Watch& watch) {
    auto target = server.prefix + "/ws/" + percent_encode(watch.upload_id);
    if (watch.max_rate > 0) target += "?max_rate=" + std::to_string(watch.max_rate);
    return target;
}

Ending not_upgraded(
    const ServerAddress& server,
    const boost::system::error_code& code,
    const websocket::response_type& answer
) {
    if (code != websocket::error::upgrade_declined) {
        return Lost{
            {Errc::unreachable, "the connection to " + server.url() + " broke: " + code.message()}};
    }
    const auto status = answer.result_int();
    Error error{
        Errc::refused,
        "the server refused to be watched: " + std::to_string(status) + ' ' +
            std::string{beast::http::obsolete_reason(answer.result())}};
    if (status >= 500) return Lost{std::move(error)};
    if (status == 404) error.code = Errc::unknown_upload;
    return error;
}

// The close frame tells why, also where the connection broke after it.
Ending closed(
    const ServerAddress& server,
    const Stream& stream,
    const boost::system::error_code& code,
    Reached reached
) {
    const auto why = stream.reason().code;
    if (why == close_unknown_upload) {
        return Error{Errc::unknown_upload, server.url() + " does not know this upload"};
    }
    const auto what = why == websocket::close_code::none
                          ? "the connection to " + server.url() + " broke: " + code.message()
                          : server.url() + " closed the connection (" + std::to_string(why) + ')';
    return Lost{{Errc::unreachable, what}, reached};
}

void bound(Stream& stream, const Watch& watch) {
    beast::get_lowest_layer(stream).expires_never();  // the stream's own time-outs count from here
    websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = handshake_timeout;
    timeout.idle_timeout = watch.silence_max;
    timeout.keep_alive_pings = false;
    stream.set_option(timeout);
    stream.read_message_max(frame_bytes_max);
}

asio::awaitable<Ending> watch_once(const ServerAddress& server, const Watch& watch) {
    auto socket = co_await connect(server);
    if (!socket) co_return Lost{socket.error()};
    Stream stream{std::move(*socket)};
    bound(stream, watch);
    websocket::response_type answer;
    const auto target = target_of(server, watch);
    const auto [refused] =
        co_await stream.async_handshake(answer, server.host_header(), target, as_result);
    if (refused) co_return not_upgraded(server, refused, answer);

    beast::flat_buffer buffer;
    auto reached = Reached::handshake;
    while (true) {
        buffer.clear();
        const auto [code, count] = co_await stream.async_read(buffer, as_result);
        if (code) co_return closed(server, stream, code, reached);
        reached = Reached::events;
        const auto bytes = buffer.cdata();
        const auto was_last =
            watch.on_frame({static_cast<const char*>(bytes.data()), bytes.size()});
        if (!was_last) co_return was_last.error();
        if (!*was_last) continue;
        co_await stream.async_close(websocket::close_code::normal, as_result);
        co_return Finished{};
    }
}

}  // namespace

std::optional<std::chrono::milliseconds> Backoff::failed(SteadyClock::time_point now) {
    if (failures_ == 0) first_failure_ = now;
    if (now - first_failure_ >= give_up_after_) return std::nullopt;
    const auto delay = first_delay * (1u << std::min(failures_, doublings_max));
    ++failures_;
    return std::min<std::chrono::milliseconds>(delay, longest_delay);
}

asio::awaitable<Result<void>> watch_upload(const ServerAddress& server, Watch watch) {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    Backoff backoff{watch.silence_max};
    bool was_ever_reached = false;
    while (true) {
        const auto ending = co_await watch_once(server, watch);
        if (std::holds_alternative<Finished>(ending)) co_return Result<void>{};
        if (const auto* error = std::get_if<Error>(&ending)) co_return *error;

        const auto& lost = std::get<Lost>(ending);
        was_ever_reached = was_ever_reached || lost.reached != Reached::nothing;
        if (lost.reached == Reached::events) backoff.reached();
        if (!was_ever_reached) co_return lost.error;
        const auto delay = backoff.failed(SteadyClock::now());
        if (!delay) co_return lost.error;
        watch.on_lost(lost.error);
        timer.expires_after(*delay);
        co_await timer.async_wait(as_result);
    }
}

}  // namespace ingestd::client

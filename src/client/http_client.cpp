#include <charconv>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/client/errc.hpp>
#include <ingestd/client/http_client.hpp>

#include "connecting.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t answer_bytes_max =
    256_MiB;  // the results of an upload of a million documents

// One exchange under way: shared by the three coroutines that drive it, all on one thread.
struct Exchange {
    const ServerAddress& server;
    HttpRequest& request;
    tcp::socket socket;
    Deadline moved = SteadyClock::now();  // when bytes last went either way
    std::optional<Error> failed_to_send = std::nullopt;

    void note_movement() { moved = SteadyClock::now(); }
};

Error broken(const ServerAddress& server, const boost::system::error_code& code) {
    return {Errc::answer_lost, "the connection to " + server.url() + " broke: " + code.message()};
}

asio::awaitable<Result<void>> send_head(Exchange& on) {
    http::request<http::empty_body> head{
        http::string_to_verb(on.request.method), on.server.prefix + on.request.target, 11};
    head.set(http::field::host, on.server.host_header());
    head.set(http::field::user_agent, "ingestd");
    head.set(http::field::accept, "application/json, application/problem+json");
    head.set(http::field::connection, "close");
    if (!on.request.idempotency_key.empty()) {
        head.set("Idempotency-Key", '"' + on.request.idempotency_key + '"');
    }
    if (on.request.body) {
        head.set(http::field::content_type, on.request.body->content_type);
        head.content_length(on.request.body->bytes);
    }
    http::request_serializer<http::empty_body> serializer{head};
    const auto [code, count] = co_await http::async_write_header(on.socket, serializer, as_result);
    if (code) co_return broken(on.server, code);
    on.note_movement();
    co_return Result<void>{};
}

asio::awaitable<Result<void>> send_body(Exchange& on) {
    while (true) {
        const auto piece = on.request.body->next();
        if (!piece) {
            // Half a body cannot be mended: the server must not wait for the rest.
            boost::system::error_code ignored;
            on.socket.close(ignored);
            co_return piece.error();
        }
        if (piece->empty()) co_return Result<void>{};
        std::string_view left = *piece;
        while (!left.empty()) {
            const auto [code, count] = co_await on.socket.async_write_some(
                asio::buffer(left.data(), left.size()), as_result
            );
            if (code) co_return broken(on.server, code);
            left.remove_prefix(count);
            on.note_movement();
        }
    }
}

// Ends only by being cancelled: what counts is the answer, also after sending has failed, since a
// server that refuses closes in the middle of a body.
asio::awaitable<void> send(Exchange& on) {
    auto sent = co_await send_head(on);
    if (sent && on.request.body) sent = co_await send_body(on);
    if (!sent) on.failed_to_send = sent.error();
    asio::steady_timer never{co_await asio::this_coro::executor, Deadline::max()};
    co_await never.async_wait(as_result);
}

HttpAnswer taken(http::response<http::string_body>&& message) {
    HttpAnswer answer;
    answer.status = message.result_int();
    answer.reason = std::string{message.reason()};
    if (answer.reason.empty()) answer.reason = std::string{http::obsolete_reason(message.result())};
    answer.content_type = std::string{message[http::field::content_type]};
    const std::string_view retry = message[http::field::retry_after];
    long seconds = 0;
    const auto [after, error] = std::from_chars(retry.data(), retry.data() + retry.size(), seconds);
    if (error == std::errc{} && after == retry.data() + retry.size() && seconds >= 0) {
        answer.retry_after = std::chrono::seconds{seconds};
    }
    answer.body = std::move(message.body());
    return answer;
}

asio::awaitable<Result<HttpAnswer>> read_answer(Exchange& on) {
    beast::flat_buffer buffer{64_KiB};
    while (true) {
        http::response_parser<http::string_body> parser;
        parser.body_limit(answer_bytes_max);
        while (!parser.is_done()) {
            const auto [code, count] =
                co_await http::async_read_some(on.socket, buffer, parser, as_result);
            if (code && on.failed_to_send) co_return *on.failed_to_send;
            if (code == http::error::end_of_stream) {
                co_return Error{
                    Errc::answer_lost,
                    on.server.url() + " closed the connection without an answer"};
            }
            if (code.category() == http::make_error_code(http::error::bad_method).category()) {
                co_return Error{
                    Errc::bad_answer,
                    "what answers at " + on.server.url() +
                        " does not speak HTTP as ingestd does: " + code.message()};
            }
            if (code) co_return broken(on.server, code);
            on.note_movement();
        }
        if (parser.get().result_int() >= 200) co_return taken(parser.release());
        // 1xx: the answer itself is still to come
    }
}

asio::awaitable<void> end_after_silence(Exchange& on, std::chrono::milliseconds silence_max) {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    while (SteadyClock::now() < on.moved + silence_max) {
        timer.expires_at(on.moved + silence_max);
        const auto [cancelled] = co_await timer.async_wait(as_result);
        if (cancelled) co_return;
    }
}

}  // namespace

asio::awaitable<Result<HttpAnswer>> exchange(
    const ServerAddress& server, HttpRequest request, std::chrono::milliseconds silence_max
) {
    using namespace asio::experimental::awaitable_operators;
    auto socket = co_await connect(server);
    if (!socket) co_return socket.error();
    Exchange on{server, request, std::move(*socket)};
    auto ended = co_await (read_answer(on) || send(on) || end_after_silence(on, silence_max));
    if (ended.index() == 0) co_return std::get<0>(std::move(ended));
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(silence_max);
    co_return Error{
        Errc::silent,
        server.url() + " has sent and taken no byte for " + std::to_string(seconds.count()) + " s"};
}

}  // namespace ingestd::client

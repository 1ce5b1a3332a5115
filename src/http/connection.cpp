#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/error_thrown.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/http/connection.hpp>
#include <ingestd/http/errc.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/request_body.hpp>
#include <ingestd/http/request_guard.hpp>
#include <ingestd/http/request_head.hpp>
#include <ingestd/http/request_target.hpp>
#include <ingestd/http/response_writer.hpp>
#include <ingestd/http/tcp_stream.hpp>
#include <ingestd/http/web_socket_session.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

constexpr log::Logger logger{"http"};

std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What one connection's functions work with.
struct Peer {
    TcpStream& stream;
    const ConnectionContext& context;
    StopHook& hook;
    bool is_new = true;  // nothing was answered yet

    const Settings& settings() const { return context.settings; }
};

// RFC 9112 section 2.2: some clients send an empty line behind a body.
void skip_empty_lines(TcpStream& stream) {
    const std::string_view bytes = as_text(stream.buffered());
    stream.consume(std::min(bytes.size(), bytes.find_first_not_of("\r\n")));
}

// The head that the buffer begins with; nullopt: not all of it is there.
Result<std::optional<RequestHead>> take_head(
    TcpStream& stream, const Settings& settings, std::size_t looked_at
) {
    const std::string_view bytes = as_text(stream.buffered());
    const auto end = find_head_end(bytes, looked_at);
    if (!end) return end.error();
    if (end->value_or(bytes.size()) > settings.head_bytes_max) {
        return Error{
            make_error_code(Errc::head_too_large),
            "A request's head may have at most " + std::to_string(settings.head_bytes_max) +
                " bytes (option --head-bytes-max)."};
    }
    if (!*end) return std::optional<RequestHead>{};
    auto head = parse_head(bytes.substr(0, **end));
    stream.consume(**end);
    if (!head) return head.error();
    return std::optional{std::move(*head)};
}

// The next request's head; nullopt: there is none, the peer or the server is done.
asio::awaitable<Result<std::optional<RequestHead>>> read_head(Peer& peer) {
    const Settings& settings = peer.settings();
    const auto idle_max = peer.is_new ? settings.head_timeout : settings.keep_alive_timeout;
    const Deadline idle_until = SteadyClock::now() + idle_max;
    std::optional<Deadline> head_until;
    std::size_t looked_at = 0;
    for (;;) {
        if (looked_at == 0) skip_empty_lines(peer.stream);
        const std::size_t size = peer.stream.buffered().size();
        if (size > 0) {
            auto head = take_head(peer.stream, settings, looked_at);
            if (!head || *head) co_return head;
            looked_at = size;
            if (!head_until) head_until = SteadyClock::now() + settings.head_timeout;
        } else {
            if (peer.context.is_stopping) co_return std::optional<RequestHead>{};
            peer.stream.shrink();
            peer.hook.on_stop = [&stream = peer.stream] { stream.cancel(); };
        }
        const std::size_t capacity = std::min(
            std::max(first_buffer_bytes, 2 * size),
            std::max(first_buffer_bytes, settings.head_bytes_max + 1)
        );
        const auto bytes = co_await peer.stream.fill(capacity, head_until.value_or(idle_until));
        peer.hook.on_stop = nullptr;
        if (!bytes && bytes.error().code == Errc::timed_out && head_until) {
            co_return Error{
                make_error_code(Errc::head_too_slow),
                "The request's head was not complete in time (option --head-timeout)."};
        }
        if (!bytes || *bytes == 0) co_return std::optional<RequestHead>{};
    }
}

Response make_refusal(const Request& request, const Refusal& refusal) {
    Response answer = make_problem(request, refusal.status, refusal.title, refusal.detail);
    if (refusal.status == 426) {
        answer.headers.emplace_back("Upgrade", "websocket");
        answer.headers.emplace_back("Connection", "Upgrade, close");
        answer.headers.emplace_back("Sec-WebSocket-Version", "13");
    }
    return answer;
}

// What a handler that throws is answered with; the reason goes to the log alone.
Response make_exception_answer(const Request& request, const std::exception& failure) {
    logger.error(
        "handler_failed",
        log::kv("request", request.id),
        log::kv("method", request.method),
        log::kv("path", request.path),
        log::kv("what", failure.what())
    );
    return make_problem(
        request,
        500,
        "Internal error",
        "This is not your fault. The server's log tells more about request " + request.id.str() +
            "."
    );
}

// The handler's answer, or why there is none.
struct Answer {
    Response response;
    bool ends_connection = false;
};

asio::awaitable<Answer> ask_handler(const Handler& handler, Request& request) {
    try {
        auto response = co_await handler(request);
        co_return Answer{std::move(response), false};
    } catch (const ErrorThrown& thrown) {
        co_return Answer{make_problem(request, thrown.error), true};
    } catch (const boost::system::system_error& thrown) {
        if (thrown.code() == asio::error::operation_aborted) throw;  // the server insists on ending
        auto response = make_exception_answer(request, thrown);
        co_return Answer{std::move(response), true};
    } catch (const std::exception& thrown) {
        auto response = make_exception_answer(request, thrown);
        co_return Answer{std::move(response), true};
    }
}

asio::awaitable<Answer> find_answer(
    Peer& peer,
    const RequestHead& head,
    const Router::Match& match,
    Request& request,
    const RequestBody& body
) {
    if (body.failure()) co_return Answer{make_problem(request, *body.failure()), true};
    if (head.method == "OPTIONS" && (head.target == "*" || !match.methods.empty())) {
        const std::vector<std::string> everywhere{"DELETE", "GET", "HEAD", "OPTIONS", "POST"};
        const auto& methods = head.target == "*" ? everywhere : match.methods;
        co_return Answer{make_options_answer(head, peer.settings(), methods), false};
    }
    if (match.handler != nullptr) {
        auto answer = co_await ask_handler(*match.handler, request);
        co_return answer;
    }
    if (match.methods.empty()) {
        co_return Answer{
            make_problem(request, 404, "Not found", "There is nothing at this address."), false};
    }
    if (match.web_socket != nullptr && head.method == "GET") {
        if (const auto refusal = guard_web_socket(head))
            co_return Answer{make_refusal(request, *refusal), true};
    }
    const std::string methods = join_methods(match.methods);
    Response refused = make_problem(
        request,
        405,
        "Method not allowed",
        head.method + " is not possible here; " + methods + " are."
    );
    refused.headers.emplace_back("Allow", methods);
    co_return Answer{std::move(refused), false};
}

bool wants_keep_alive(const RequestHead& head) {
    if (head.version < 11) return head.lists("connection", "keep-alive");
    return !head.lists("connection", "close");
}

// A handler that failed is somebody's work; a refusal and "come back later" are not.
void log_answer(const Request& request, unsigned status, Deadline began) {
    const double ms = std::chrono::duration<double, std::milli>(SteadyClock::now() - began).count();
    const auto fields = [&](auto&& write) {
        write(
            log::kv("request", request.id),
            log::kv("method", request.method),
            log::kv("path", request.path),
            log::kv("status", status),
            log::kv("ms", ms)
        );
    };
    if (status == 500 || status == 507) {
        fields([](const auto&... each) { logger.error("answered", each...); });
    } else {
        fields([](const auto&... each) { logger.debug("answered", each...); });
    }
}

// A connection that is HTTP no more, and all that is kept of its request.
struct Upgrade {
    asio::ip::tcp::socket socket;
    std::vector<std::byte> early;  // read behind the request's head
    RequestHead head;
    Request request;
    const WebSocketHandler& handler;
};

// Answers 101 and has the handler begin; null: the peer has gone meanwhile.
asio::awaitable<std::unique_ptr<WebSocketSession>> accept_web_socket(
    Upgrade& upgrade, const Settings& settings
) {
    auto session = std::make_unique<WebSocketSession>(
        std::move(upgrade.socket), std::move(upgrade.early), settings
    );
    const auto accepted = co_await session->accept(upgrade.head, upgrade.request.id);
    if (!accepted) session.reset();
    co_return session;
}

// What comes after a request.
struct Next {
    bool may_go_on = false;  // another may follow on the connection
    std::unique_ptr<Upgrade> upgrade;
};

asio::awaitable<Next> serve_request(Peer& peer, RequestHead& head) {
    const Deadline began = SteadyClock::now();
    Request request = make_request(head);
    if (const auto refusal = guard(head, peer.settings())) {
        Outgoing outgoing{head, make_refusal(request, *refusal), request.id, false};
        co_await write_response(peer.stream, peer.settings(), std::move(outgoing));
        log_answer(request, refusal->status, began);
        co_return Next{};
    }
    Router::Match match = peer.context.router.find(head.method, request.segments);
    request.parameters = std::move(match.parameters);
    const bool expects_continue = head.version >= 11 && head.header("expect").has_value();
    RequestBody body{peer.stream, peer.settings(), framing_of(head), expects_continue};
    request.body = &body;

    if (match.web_socket != nullptr && !guard_web_socket(head)) {
        log_answer(request, 101, began);
        std::vector<std::byte> early;
        auto socket = peer.stream.release(early);
        request.body = nullptr;
        Next next;
        next.upgrade.reset(new Upgrade{
            std::move(socket),
            std::move(early),
            std::move(head),
            std::move(request),
            *match.web_socket});
        co_return next;
    }
    Answer answer = co_await find_answer(peer, head, match, request, body);
    const bool body_is_read = body.skip_buffered();
    const bool keep_alive = !answer.ends_connection && wants_keep_alive(head) &&
                            !peer.context.is_stopping && (body_is_read || body.is_worth_draining());
    const unsigned status = answer.response.status;
    add_cors(answer.response, head, peer.settings());
    Outgoing outgoing{head, std::move(answer.response), request.id, keep_alive};
    const bool is_sent = co_await write_response(peer.stream, peer.settings(), std::move(outgoing));
    log_answer(request, status, began);
    Next next;
    if (!is_sent || !keep_alive) co_return next;
    next.may_go_on = body_is_read;
    if (!body_is_read) next.may_go_on = co_await body.drain();
    co_return next;
}

// Until the connection is upgraded, or ends: null.
asio::awaitable<std::unique_ptr<Upgrade>> serve_requests(Peer& peer) {
    for (;;) {
        auto head = co_await read_head(peer);
        if (!head) {
            Request unread;
            unread.id = RequestId::random();
            const RequestHead nothing;
            Response problem = make_problem(unread, head.error());
            log_answer(unread, problem.status, SteadyClock::now());
            Outgoing outgoing{nothing, std::move(problem), unread.id, false};
            co_await write_response(peer.stream, peer.settings(), std::move(outgoing));
            co_return nullptr;
        }
        if (!*head) {
            peer.stream.close();  // nothing was said that could be lost
            co_return nullptr;
        }
        auto next = co_await serve_request(peer, **head);
        if (!next.may_go_on) co_return std::move(next.upgrade);
        peer.is_new = false;
    }
}

// The connection as long as it is HTTP.
asio::awaitable<std::unique_ptr<Upgrade>> serve_http(
    asio::ip::tcp::socket socket, const ConnectionContext& context, StopHook& hook
) {
    TcpStream stream{std::move(socket)};
    Peer peer{stream, context, hook};
    auto upgrade = co_await serve_requests(peer);
    hook.on_stop = nullptr;
    if (!upgrade) co_await stream.linger();
    co_return upgrade;
}

}  // namespace

asio::awaitable<void> serve_connection(
    asio::ip::tcp::socket socket, const ConnectionContext& context, std::shared_ptr<StopHook> hook
) {
    auto upgrade = co_await serve_http(std::move(socket), context, *hook);
    if (!upgrade) co_return;
    // From here on runs what a watcher costs, for hours: no coroutine more than needed, and the
    // request goes before.
    const auto session = co_await accept_web_socket(*upgrade, context.settings);
    if (!session) co_return;
    const RequestId id = upgrade->request.id;
    hook->on_stop = [&session] { session->begin_close(CloseCode::service_restart); };
    if (context.is_stopping) session->begin_close(CloseCode::service_restart);
    try {
        auto handling = upgrade->handler(std::move(upgrade->request), session->socket());
        upgrade.reset();
        co_await std::move(handling);
    } catch (const std::exception& failure) {
        logger.error("web_socket_failed", log::kv("request", id), log::kv("what", failure.what()));
        session->begin_close(CloseCode::internal_error);
    }
    // When the server insists on ending, this coroutine is cancelled, and the session all the same
    // has to be waited for.
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) session->abort();
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await session->finish();
    hook->on_stop = nullptr;
}

asio::awaitable<void> refuse_connection(asio::ip::tcp::socket socket) {
    TcpStream stream{std::move(socket)};
    Request unread;
    unread.id = RequestId::random();
    const RequestHead nothing;
    const Settings settings;
    Response problem = make_problem(
        unread,
        503,
        "Too many connections",
        "The server has as many connections as it may have (option --connections-max)."
    );
    Outgoing outgoing{nothing, std::move(problem), unread.id, false};
    const bool is_sent = co_await write_response(stream, settings, std::move(outgoing));
    if (is_sent) co_await stream.linger();
}

}  // namespace ingestd::http

#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <utility>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/base/task_group.hpp>
#include <ingestd/http/connection.hpp>
#include <ingestd/http/listener.hpp>
#include <ingestd/http/tcp_stream.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;
namespace {

constexpr log::Logger logger{"http"};

constexpr int backlog = 4'096;  // bursts of subscribers; the kernel cuts it to somaxconn
constexpr int accepted_at_once_max = 64;
constexpr auto accept_back_off = 100ms;  // while descriptors or memory are missing
constexpr auto log_every = 1s;
constexpr std::size_t refusals_max = 256;  // that are being told so; further ones are just closed

// A failure that the next accept would meet again at once.
bool is_exhaustion(const error_code& ec) {
    return ec == asio::error::no_descriptors ||
           ec == boost::system::errc::too_many_files_open_in_system ||
           ec == asio::error::no_memory || ec == asio::error::no_buffer_space;
}

void log_failure(std::exception_ptr failure) {
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const boost::system::system_error& thrown) {
        // Cancelled, because the server insists on ending, is nothing to tell of.
        if (thrown.code() == asio::error::operation_aborted) return;
        logger.error("connection_failed", log::kv("what", thrown.what()));
    } catch (const std::exception& thrown) {
        logger.error("connection_failed", log::kv("what", thrown.what()));
    }
}

// The hooks of the connections there are.
//   thread  any; each hook itself is called on its connection's strand
class StopHooks {
public:
    // A hook that is among them until its last owner lets go of it.
    std::shared_ptr<StopHook> add(asio::any_io_executor strand) {
        const std::lock_guard lock{mutex_};
        const auto place =
            hooks_.emplace(hooks_.end(), std::move(strand), std::weak_ptr<StopHook>{});
        auto remove = [this, place](StopHook* hook) {
            const std::unique_ptr<StopHook> owned{hook};
            const std::lock_guard guard{mutex_};
            hooks_.erase(place);
        };
        const std::shared_ptr<StopHook> hook{new StopHook, remove};
        place->second = hook;
        return hook;
    }
    void call_all() {
        const std::lock_guard lock{mutex_};
        for (const auto& [strand, hook] : hooks_) {
            auto call = [weak = hook] {
                const auto found = weak.lock();
                if (found && found->on_stop) found->on_stop();
            };
            asio::post(strand, std::move(call));
        }
    }

private:
    std::mutex mutex_;
    std::list<std::pair<asio::any_io_executor, std::weak_ptr<StopHook>>> hooks_;
};

Error with_address(const error_code& ec, const Settings& settings) {
    return {
        ec,
        "cannot listen on " + settings.host + ":" + std::to_string(settings.port) + ": " +
            ec.message()};
}

}  // namespace

class Listener::Impl {
public:
    Impl(asio::io_context& io, Settings settings, Router router)
        : io_{io},
          context_{std::move(settings), std::move(router)},
          strand_{asio::make_strand(io)},
          acceptor_{strand_},
          connections_{io.get_executor(), log_failure} {}

    Result<tcp::endpoint> listen();
    Result<tcp::endpoint> adopt(UniqueFd socket);
    asio::awaitable<void> run();
    void stop();

private:
    asio::awaitable<void> accept_connections();
    error_code accept_waiting();
    void serve(tcp::socket socket);
    asio::awaitable<void> back_off(error_code ec);
    asio::awaitable<void> end_connections();

    asio::io_context& io_;
    ConnectionContext context_;
    asio::any_io_executor strand_;  // the acceptor's
    tcp::acceptor acceptor_;
    Deadline logged_at_{};
    std::uint64_t left_out_ = 0;
    StopHooks hooks_;
    TaskGroup connections_;
};

Result<tcp::endpoint> Listener::Impl::listen() {
    const Settings& settings = context_.settings;
    error_code ec;
    tcp::resolver resolver{io_};
    const auto found = resolver.resolve(
        settings.host,
        std::to_string(settings.port),
        tcp::resolver::passive | tcp::resolver::numeric_service,
        ec
    );
    if (ec) return with_address(ec, settings);
    const tcp::endpoint endpoint = found.begin()->endpoint();
    acceptor_.open(endpoint.protocol(), ec);
    if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address{true}, ec);
    if (!ec) acceptor_.bind(endpoint, ec);
    if (!ec) acceptor_.listen(backlog, ec);
    if (!ec) acceptor_.non_blocking(true, ec);
    const tcp::endpoint bound = ec ? endpoint : acceptor_.local_endpoint(ec);
    if (ec) {
        error_code ignored;  // what matters has failed already
        acceptor_.close(ignored);
        return with_address(ec, settings);
    }
    return bound;
}

Result<tcp::endpoint> Listener::Impl::adopt(UniqueFd socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        return errno_error("cannot listen on the socket that was passed");
    }
    error_code ec;
    acceptor_.assign(address.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), socket.get(), ec);
    if (ec) return Error{ec, "cannot listen on the socket that was passed: " + ec.message()};
    socket.release();  // the acceptor closes it
    acceptor_.non_blocking(true, ec);
    if (ec) return Error{ec, "cannot listen on the socket that was passed: " + ec.message()};
    const tcp::endpoint endpoint = acceptor_.local_endpoint(ec);
    if (ec) return Error{ec, "cannot listen on the socket that was passed: " + ec.message()};
    return endpoint;
}

// The acceptor is used on its own strand alone, wherever the caller runs.
asio::awaitable<void> Listener::Impl::run() {
    co_await asio::co_spawn(strand_, accept_connections(), asio::use_awaitable);
    co_await end_connections();
}

asio::awaitable<void> Listener::Impl::accept_connections() {
    while (!context_.is_stopping) {
        // Named: g++ 12 destroys some temporaries of a co_await expression twice.
        const asio::any_io_executor strand = asio::make_strand(io_);
        auto [ec, socket] = co_await acceptor_.async_accept(strand, as_result);
        if (context_.is_stopping) break;
        if (!ec) {
            serve(std::move(socket));
            ec = accept_waiting();
        }
        if (is_exhaustion(ec)) co_await back_off(ec);
        // Anything else was the end of that connection alone.
    }
}

// Who stands behind the first. While a thousand watchers are told something, each turn of the
// io_context takes long, and a burst of new ones would be let in one a turn.
error_code Listener::Impl::accept_waiting() {
    error_code ec;
    for (int i = 0; i < accepted_at_once_max; ++i) {
        const asio::any_io_executor strand = asio::make_strand(io_);
        tcp::socket socket = acceptor_.accept(strand, ec);
        if (ec) break;  // mostly: nobody waits
        serve(std::move(socket));
    }
    return ec;
}

void Listener::Impl::serve(tcp::socket socket) {
    const Settings& settings = context_.settings;
    const std::size_t count = connections_.size();
    const asio::any_io_executor strand = socket.get_executor();
    if (count >= settings.connections_max + refusals_max) return;
    if (count >= settings.connections_max) {
        connections_.spawn(strand, refuse_connection(std::move(socket)));
        return;
    }
    error_code ignored;  // a peer that is gone already shows at the first read
    socket.set_option(tcp::no_delay{true}, ignored);
    connections_.spawn(strand, serve_connection(std::move(socket), context_, hooks_.add(strand)));
}

asio::awaitable<void> Listener::Impl::back_off(error_code ec) {
    const Deadline now = SteadyClock::now();
    if (now - logged_at_ >= log_every) {
        logger.error(
            "accept_failed",
            log::kv("code", ec.message()),
            log::kv("left_out", std::exchange(left_out_, 0))
        );
        logged_at_ = now;
    } else {
        ++left_out_;
    }
    asio::steady_timer timer{strand_, accept_back_off};
    co_await timer.async_wait(as_result);
}

asio::awaitable<void> Listener::Impl::end_connections() {
    hooks_.call_all();
    const bool have_ended =
        co_await connections_.wait_until(SteadyClock::now() + context_.settings.stop_grace);
    if (have_ended) co_return;
    logger.warn("connections_cancelled", log::kv("connections", connections_.size()));
    connections_.cancel();
    // What a handler does on the pool cannot be cancelled, and uses what our caller is about to
    // destroy.
    co_await connections_.wait_until(Deadline::max());
}

void Listener::Impl::stop() {
    auto close = [this] {
        context_.is_stopping = true;
        error_code ignored;  // it may be closed already
        acceptor_.close(ignored);
    };
    asio::post(strand_, std::move(close));
}

Listener::Listener(asio::io_context& io, Settings settings, Router router)
    : impl_{std::make_unique<Impl>(io, std::move(settings), std::move(router))} {}
Listener::~Listener() = default;
Result<tcp::endpoint> Listener::listen() {
    return impl_->listen();
}
void Listener::stop() {
    impl_->stop();
}

Result<tcp::endpoint> Listener::adopt(UniqueFd socket) {
    return impl_->adopt(std::move(socket));
}

asio::awaitable<void> Listener::run() {
    return impl_->run();
}

}  // namespace ingestd::http

// The socket under a WebSocket, on which two write: Beast its control frames, and we our events.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <boost/asio.hpp>
#include <boost/beast/core/async_base.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/saved_handler.hpp>

namespace ingestd::http {

// Writes each thing whole, one after the other: a write of ours and one of Beast's (which has one
// at a time, of whole frames) never mix. After Beast's close frame nothing of ours goes out any
// more (RFC 6455 section 5.5.1). Reading gives first what came in behind the request's head.
//   thread  the connection's strand
//   owns    the socket; outlives what is in work on it
class FrameSocket {
public:
    using executor_type = boost::asio::ip::tcp::socket::executor_type;
    using error_code = boost::system::error_code;

    FrameSocket(boost::asio::ip::tcp::socket socket, std::vector<std::byte> early)
        : socket_{std::move(socket)}, early_{std::move(early)} {}
    FrameSocket(const FrameSocket&) = delete;
    FrameSocket& operator=(const FrameSocket&) = delete;

    executor_type get_executor() { return socket_.get_executor(); }

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
        if (early_.empty()) {
            socket_.async_read_some(buffers, std::forward<Handler>(handler));
            return;
        }
        const auto bytes = boost::asio::buffer_copy(buffers, boost::asio::buffer(early_));
        early_.erase(early_.begin(), early_.begin() + static_cast<std::ptrdiff_t>(bytes));
        boost::asio::post(
            get_executor(),
            boost::beast::bind_front_handler(std::forward<Handler>(handler), error_code{}, bytes)
        );
    }

    // Beast's: its handshake, pings, pongs and close frames.
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        begin(Write<Buffers, std::decay_t<Handler>>{
            *this, buffers, is_close_frame(buffers), std::forward<Handler>(handler)});
    }

    // Ours: whole data frames. REQUIRES: the one before has ended
    //   token  void(error_code, std::size_t)
    template <class Token>
    auto async_write_frames(std::vector<boost::asio::const_buffer> frames, Token&& token) {
        auto initiate = [this](auto handler, std::vector<boost::asio::const_buffer> whole) {
            begin(Write<std::vector<boost::asio::const_buffer>, decltype(handler)>{
                *this, std::move(whole), false, std::move(handler)});
        };
        return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(
            std::move(initiate), token, std::move(frames)
        );
    }

    void close() {
        error_code ignored;  // the descriptor is gone either way
        socket_.close(ignored);
    }
    void end_sending() {
        error_code ignored;  // the peer may be gone already
        socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    }

    // Found by Beast through argument-dependent lookup. Beast's own waits for the peer to hang up,
    // for as long as it likes; here the reader does that, for a bounded time.
    friend void beast_close_socket(FrameSocket& stream) { stream.close(); }
    template <class Token>
    friend void async_teardown(boost::beast::role_type, FrameSocket& stream, Token&& token) {
        stream.end_sending();
        boost::asio::post(
            stream.get_executor(),
            boost::beast::bind_front_handler(std::forward<Token>(token), error_code{})
        );
    }

private:
    // Called without arguments when it is its turn, with an error alone where it was cancelled
    // before that, with an error and a count where the write has ended.
    template <class Buffers, class Handler>
    class Write : public boost::beast::async_base<Handler, executor_type> {
    public:
        Write(FrameSocket& owner, Buffers buffers, bool is_last, Handler handler)
            : boost::beast::
                  async_base<Handler, executor_type>{std::move(handler), owner.get_executor()},
              owner_{owner},
              buffers_{std::move(buffers)},
              is_last_{is_last} {}

        void operator()() {
            if (owner_.is_over_for_writers_) {
                this->complete(false, error_code{boost::asio::error::broken_pipe}, std::size_t{0});
                return;
            }
            auto& owner = owner_;
            const Buffers buffers = buffers_;  // this is moved from before they are used
            const bool is_last = is_last_;
            boost::asio::async_write(owner.socket_, buffers, std::move(*this));
            // After what may throw; it never ends before this returns.
            owner.is_writing_ = true;
            owner.is_over_for_writers_ = is_last;
        }
        void operator()(error_code cancelled) { this->complete_now(cancelled, std::size_t{0}); }
        void operator()(error_code ec, std::size_t bytes) {
            owner_.is_writing_ = false;
            if (ec)
                owner_.is_over_for_writers_ = true;  // it may have ended in the midst of a frame
            owner_.waiting_.maybe_invoke();
            this->complete_now(ec, bytes);
        }

    private:
        FrameSocket& owner_;
        Buffers buffers_;
        bool is_last_;
    };

    // FIN and opcode 8; no other byte that Beast begins a write with is the same.
    template <class Buffers>
    static bool is_close_frame(const Buffers& buffers) {
        for (auto each = boost::asio::buffer_sequence_begin(buffers);
             each != boost::asio::buffer_sequence_end(buffers);
             ++each) {
            const boost::asio::const_buffer part{*each};
            if (part.size() > 0) return *static_cast<const unsigned char*>(part.data()) == 0x88;
        }
        return false;
    }

    template <class Op>
    void begin(Op write) {
        if (is_writing_) {
            waiting_.emplace(std::move(write));
        } else {
            write();
        }
    }

    boost::asio::ip::tcp::socket socket_;
    std::vector<std::byte> early_;
    bool is_writing_ = false;
    bool is_over_for_writers_ = false;
    // The one that is not writing. It holds us by what it keeps, so an io_context must not be
    // destroyed meanwhile: closing the socket ends the write before it, and its turn comes.
    boost::beast::saved_handler waiting_;
};

}  // namespace ingestd::http

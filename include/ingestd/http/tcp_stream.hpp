// One accepted TCP connection whose every wait has an end, and what was read from it too early.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/base/units.hpp>

namespace ingestd::http {

inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

inline constexpr std::size_t first_buffer_bytes = 4_KiB;  // what an idle connection costs
inline constexpr std::size_t body_buffer_bytes = 64_KiB;  // what one that sends a body costs

//   thread  the socket's executor, a strand, all of it
class TcpStream {
public:
    explicit TcpStream(boost::asio::ip::tcp::socket socket);
    TcpStream(const TcpStream&) = delete;
    TcpStream& operator=(const TcpStream&) = delete;
    ~TcpStream();

    // What was read and is not used up. Valid until fill() or release().
    std::span<const std::byte> buffered() const;
    void consume(std::size_t bytes);

    // Reads more behind what is buffered, into a buffer of `capacity` bytes; gives how many came, 0
    // at the end. REQUIRES: buffered().size() < capacity
    //   errors  Errc::timed_out and Asio's codes; final
    boost::asio::awaitable<Result<std::size_t>> fill(std::size_t capacity, Deadline deadline);

    // Everything. `stall_max`: without a byte being taken by the peer.
    //   errors  as fill()
    boost::asio::awaitable<Result<void>> write(
        std::string_view bytes, SteadyClock::duration stall_max
    );

    // Gives back the buffer's memory where nothing is buffered.
    void shrink();

    // Says goodbye so that the peer can read what it was last told: closing with its bytes unread
    // would reset the connection. Waits a bounded time for its end.
    boost::asio::awaitable<void> linger();

    // Ends what is waiting; it then answers operation_aborted.
    void cancel();
    void close();

    // The socket and what was buffered, for who takes the connection over.
    // REQUIRES, from then on: nothing else is called
    boost::asio::ip::tcp::socket release(std::vector<std::byte>& buffered);

private:
    struct Watch;

    void give_back_buffer();  // REQUIRES: what is buffered is not needed

    boost::asio::ip::tcp::socket socket_;
    std::vector<std::byte> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::shared_ptr<Watch> watch_;
};

}  // namespace ingestd::http

#include <array>
#include <charconv>
#include <exception>
#include <utility>

#include <ingestd/base/log.hpp>
#include <ingestd/http/errc.hpp>
#include <ingestd/http/response_writer.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

constexpr log::Logger logger{"http"};

// Up to here head and body leave in one write; past it the body is not copied.
constexpr std::size_t joined_bytes_max = 64_KiB;

class StreamedBody final : public ResponseStream {
public:
    StreamedBody(TcpStream& stream, SteadyClock::duration stall_max, bool is_chunked)
        : stream_{stream}, stall_max_{stall_max}, is_chunked_{is_chunked} {}

    asio::awaitable<Result<void>> write(std::string_view bytes) override {
        if (bytes.empty()) co_return Result<void>{};  // an empty chunk would be the end
        if (!is_chunked_) {
            auto sent = co_await stream_.write(bytes, stall_max_);
            co_return sent;
        }
        std::array<char, 20> size{};
        const auto [end, ec] =
            std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16);
        std::string chunk{size.data(), end};
        chunk += "\r\n";
        chunk += bytes;
        chunk += "\r\n";
        auto sent = co_await stream_.write(chunk, stall_max_);
        co_return sent;
    }

    asio::awaitable<Result<void>> finish() {
        if (!is_chunked_) co_return Result<void>{};
        auto sent = co_await stream_.write("0\r\n\r\n", stall_max_);
        co_return sent;
    }

private:
    TcpStream& stream_;
    SteadyClock::duration stall_max_;
    bool is_chunked_;
};

asio::awaitable<bool> write_streamed(
    TcpStream& stream, const Settings& settings, const Outgoing& outgoing
) {
    const AnswerFraming framing{
        .length = outgoing.response.stream_bytes,
        .is_chunked = outgoing.head.version >= 11 && !outgoing.response.stream_bytes,
        .keep_alive =
            outgoing.keep_alive && (outgoing.head.version >= 11 || outgoing.response.stream_bytes),
    };
    const bool is_cross_origin = origin_of(outgoing.head, settings) == Origin::allowed;
    const std::string head = format_head(outgoing.response, outgoing.id, framing, is_cross_origin);
    const auto head_sent = co_await stream.write(head, settings.body_silence_max);
    if (!head_sent) co_return false;
    if (outgoing.head.method == "HEAD") co_return framing.keep_alive;

    StreamedBody body{stream, settings.body_silence_max, framing.is_chunked};
    const auto written = co_await outgoing.response.stream(body);
    if (!written) {
        // The peer sees an end without the last chunk, so it cannot take what it has for the whole.
        logger.debug(
            "stream_ended_early",
            log::kv("request", outgoing.id),
            log::kv("code", written.error().code.message())
        );
        stream.close();
        co_return false;
    }
    const auto finished = co_await body.finish();
    co_return finished&& framing.keep_alive;
}

asio::awaitable<bool> write_whole(
    TcpStream& stream, const Settings& settings, const Outgoing& outgoing
) {
    const Response& response = outgoing.response;
    const AnswerFraming framing{
        .length = response.body.size(), .is_chunked = false, .keep_alive = outgoing.keep_alive};
    const bool is_cross_origin = origin_of(outgoing.head, settings) == Origin::allowed;
    std::string head = format_head(response, outgoing.id, framing, is_cross_origin);
    const bool has_body =
        outgoing.head.method != "HEAD" && response.status != 204 && response.status != 304;
    const std::string_view body = has_body ? std::string_view{response.body} : std::string_view{};
    if (body.size() <= joined_bytes_max) {
        head += body;
        const auto sent = co_await stream.write(head, settings.body_silence_max);
        co_return sent.has_value();
    }
    const auto head_sent = co_await stream.write(head, settings.body_silence_max);
    if (!head_sent) co_return false;
    const auto body_sent = co_await stream.write(body, settings.body_silence_max);
    co_return body_sent.has_value();
}

}  // namespace

asio::awaitable<bool> write_response(
    TcpStream& stream, const Settings& settings, Outgoing outgoing
) {
    bool is_sent = false;
    if (outgoing.response.stream) {
        is_sent = co_await write_streamed(stream, settings, outgoing);
    } else {
        is_sent = co_await write_whole(stream, settings, outgoing);
    }
    co_return is_sent;
}

}  // namespace ingestd::http

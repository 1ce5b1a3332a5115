#include <algorithm>
#include <utility>

#include <ingestd/http/errc.hpp>
#include <ingestd/http/request_body.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

// Less than a new connection costs; past it closing is cheaper for both.
constexpr std::uint64_t drain_bytes_max = 64_KiB;
constexpr auto drain_time_max = std::chrono::seconds{2};
constexpr std::chrono::seconds earned_max = std::chrono::hours{24 * 365};  // no clock overflows

Error too_large(std::uint64_t limit) {
    return {
        make_error_code(Errc::body_too_large),
        "A body may have at most " + std::to_string(limit) + " bytes (option --body-bytes-max)."};
}

}  // namespace

RequestBody::RequestBody(
    TcpStream& stream, const Settings& settings, BodyFraming framing, bool expects_continue
)
    : stream_{stream},
      settings_{settings},
      is_chunked_{framing.is_chunked},
      expects_continue_{expects_continue},
      remaining_{framing.length} {
    if (remaining_ > settings_.body_bytes_max) failure_ = too_large(settings_.body_bytes_max);
}

asio::awaitable<Result<std::span<const std::byte>>> RequestBody::next() {
    stream_.consume(std::exchange(held_, 0));
    for (;;) {
        if (failure_) co_return *failure_;
        if (is_at_end()) co_return std::span<const std::byte>{};
        if (!stream_.buffered().empty()) {
            auto bytes = take_buffered();
            if (!bytes || !bytes->empty()) co_return bytes;
            continue;
        }
        const auto read = co_await read_more();
        if (!read) co_return fail(read.error());
    }
}

// What is buffered of the body; empty: only framing was.
Result<std::span<const std::byte>> RequestBody::take_buffered() {
    const auto given = stream_.buffered();
    if (!is_chunked_) {
        held_ = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, given.size()));
        remaining_ -= held_;
        return given.first(held_);
    }
    auto step = decoder_.read(given);
    if (!step) return fail(step.error());
    given_ += step->bytes.size();
    if (given_ > settings_.body_bytes_max) return fail(too_large(settings_.body_bytes_max));
    if (step->bytes.empty()) {
        stream_.consume(step->taken);
    } else {
        held_ = step->taken;
    }
    return step->bytes;
}

bool RequestBody::skip_buffered() {
    stream_.consume(std::exchange(held_, 0));
    while (!failure_ && !is_at_end() && !stream_.buffered().empty()) {
        if (take_buffered()) stream_.consume(std::exchange(held_, 0));
    }
    return !failure_ && is_at_end();
}

bool RequestBody::is_worth_draining() const {
    // Who waits for 100 Continue may never send what it announced.
    return !failure_ && !expects_continue_ && !is_chunked_ && remaining_ <= drain_bytes_max;
}

asio::awaitable<bool> RequestBody::drain() {
    const Deadline deadline = SteadyClock::now() + drain_time_max;
    while (!skip_buffered()) {
        if (failure_) co_return false;
        const auto bytes = co_await stream_.fill(body_buffer_bytes, deadline);
        if (!bytes || *bytes == 0) co_return false;
    }
    co_return true;
}

bool RequestBody::is_at_end() const {
    return is_chunked_ ? decoder_.is_done() : remaining_ == 0;
}

asio::awaitable<Result<void>> RequestBody::read_more() {
    if (std::exchange(expects_continue_, false) && received_ == 0) {
        auto told =
            co_await stream_.write("HTTP/1.1 100 Continue\r\n\r\n", settings_.body_silence_max);
        if (!told) co_return told.error();
    }
    const Deadline start = SteadyClock::now();
    const auto bytes = co_await stream_.fill(body_buffer_bytes, read_deadline());
    waited_ += SteadyClock::now() - start;
    if (!bytes && bytes.error().code == Errc::timed_out) {
        co_return Error{
            make_error_code(Errc::body_too_slow),
            "The body came too slowly (options --body-silence-max, --body-rate-after, "
            "--body-rate-min)."};
    }
    if (!bytes && bytes.error().code == asio::error::operation_aborted) {
        co_return Error{make_error_code(Errc::stopping), "The server is stopping."};
    }
    if (!bytes || *bytes == 0) {
        co_return Error{
            make_error_code(Errc::truncated_body),
            "The connection ended after " + std::to_string(received_) + " bytes of the body."};
    }
    received_ += *bytes;
    co_return Result<void>{};
}

// Until when the next byte must come: silence is bounded, and so is the time in which as much
// as has come may come.
Deadline RequestBody::read_deadline() const {
    const auto now = SteadyClock::now();
    if (settings_.body_rate_min == 0) return now + settings_.body_silence_max;
    const std::chrono::seconds earned{received_ / settings_.body_rate_min};
    const auto allowed = std::max<SteadyClock::duration>(
        settings_.body_rate_after, std::min<std::chrono::seconds>(earned, earned_max)
    );
    return now + std::min<SteadyClock::duration>(settings_.body_silence_max, allowed - waited_);
}

Error RequestBody::fail(Error error) {
    failure_ = error;
    return error;
}

}  // namespace ingestd::http

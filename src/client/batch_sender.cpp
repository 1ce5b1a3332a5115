#include "batch_sender.hpp"

#include <algorithm>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/client/errc.hpp>
#include <ingestd/client/progress_line.hpp>

#include "command_run.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto redraw_every = 50ms;
// Backpressure is normal life, but a full disk may never end.
constexpr auto full_server_max = 300s;
constexpr auto retry_after_by_default = 5s;
// A server that restarts is mostly back by then. Asking again is safe: each batch has a key.
constexpr unsigned lost_answers_max = 5;
constexpr auto retry_after_lost_answer = 1s;

// Draws how far the sending is, not more often than can be seen.
class SendingDisplay {
public:
    SendingDisplay(Console& console, bool is_drawn, std::uint64_t total)
        : console_{console}, is_drawn_{is_drawn && console.is_terminal()} {
        sending_.total_bytes = total;
    }

    void sent(std::size_t bytes, const std::string& filename) {
        sending_.sent_bytes += bytes;
        if (!is_drawn_) return;
        const auto now = SteadyClock::now();
        if (now < next_) return;
        next_ = now + redraw_every;
        sending_.filename = filename;
        console_.status(sending_line(sending_, console_.columns() - 1));
    }

private:
    Console& console_;
    bool is_drawn_;
    Sending sending_;
    Deadline next_{};
};

asio::awaitable<BatchAnswer> send_once(
    Console& console, const Batch& batch, const std::string& key
) {
    MultipartBody body{batch.fields, batch.files, RequestId::random().str()};
    SendingDisplay display{console, batch.is_drawn, body.bytes()};
    std::optional<std::size_t> bad_file;
    HttpRequest request;
    request.method = "POST";
    request.target = "/upload";
    request.idempotency_key = key;
    request.body =
        OutgoingBody{body.content_type(), body.bytes(), [&]() -> Result<std::string_view> {
                         const auto piece = body.next();
                         if (piece)
                             display.sent(piece->size(), batch.files[body.file_index()].filename);
                         else
                             bad_file = body.file_index();
                         return piece;
                     }};
    auto answer = co_await exchange(batch.server, std::move(request), silence_max);
    if (answer) bad_file.reset();
    co_return BatchAnswer{std::move(answer), bad_file};
}

// A server that cannot be reached at all is not waited for; one that was there may be back soon.
bool is_worth_another(const Error& error, unsigned lost_answers) {
    return error.code == Errc::answer_lost || (lost_answers > 0 && error.code == Errc::unreachable);
}

}  // namespace

asio::awaitable<BatchAnswer> send_batch(Console& console, Batch batch) {
    const auto give_up = SteadyClock::now() + full_server_max;
    asio::steady_timer timer{co_await asio::this_coro::executor};
    const auto key = RequestId::random().str();
    unsigned lost_answers = 0;
    while (true) {
        auto sent = co_await send_once(console, batch, key);
        const auto& answer = sent.answer;
        if (!answer && is_worth_another(answer.error(), lost_answers) &&
            ++lost_answers <= lost_answers_max) {
            console.note("ingestd: " + answer.error().detail + "; sending it again");
            timer.expires_after(retry_after_lost_answer);
            co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        if (!answer || answer->status != 503 || SteadyClock::now() >= give_up) co_return sent;
        const auto delay = std::clamp<std::chrono::seconds>(
            answer->retry_after.value_or(retry_after_by_default), 1s, full_server_max
        );
        console.note(
            "ingestd: " + describe_refusal(*answer) + "; trying again in " +
            std::to_string(delay.count()) + " s"
        );
        timer.expires_after(delay);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

}  // namespace ingestd::client

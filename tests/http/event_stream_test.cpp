#include <exception>
#include <string>
#include <utility>

#include <ingestd/http/event_stream.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::http;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

const UploadId upload = *UploadId::parse("f47ac10b-58cc-4372-a567-0e02b2c3d479");

progress::ProgressEvent event(std::uint64_t seq, Status status) {
    progress::ProgressEvent event;
    event.upload_id = upload;
    event.seq = seq;
    event.status = status;
    event.terminal = is_terminal(status);
    return event;
}

std::string entry(const progress::ProgressEvent& told) {
    return "id: " + std::to_string(told.seq) + "\nevent: progress\ndata: " + serialize(told) +
           "\n\n";
}

// Keeps what is written, and does something after the n-th write.
class Recorder : public ResponseStream {
public:
    explicit Recorder(std::function<void(std::size_t)> after = {}) : after_{std::move(after)} {}

    asio::awaitable<Result<void>> write(std::string_view bytes) override {
        written.emplace_back(bytes);
        if (after_) after_(written.size());
        if (is_broken) co_return Error{asio::error::broken_pipe, "gone"};
        co_return Result<void>{};
    }

    std::vector<std::string> written;
    bool is_broken = false;

private:
    std::function<void(std::size_t)> after_;
};

// A tracker on an io_context that runs until the stream has ended.
struct Rig {
    asio::io_context io;
    progress::ProgressTracker tracker{io.get_executor(), {}};
    std::optional<Result<void>> ended;

    asio::awaitable<void> stream(
        ResponseStream& out, std::chrono::steady_clock::duration ping_every
    ) {
        auto watch = co_await tracker.subscribe(upload);
        if (!watch) co_return;
        ended = co_await stream_events(*watch, out, ping_every);
        tracker.close();
    }

    void run(ResponseStream& out, std::chrono::steady_clock::duration ping_every = 1h) {
        std::exception_ptr thrown;
        asio::co_spawn(io, stream(out, ping_every), [&thrown](std::exception_ptr e) {
            thrown = e;
        });
        io.run();
        if (thrown) std::rethrow_exception(thrown);
    }
};

}  // namespace

TEST_CASE("an event goes out as id, kind and one line of data", "[http][event_stream]") {
    const progress::Delivery delivery{
        .frame = std::make_shared<const std::string>(R"({"seq":17})"),
        .seq = 17,
        .terminal = false};

    REQUIRE(event_stream_entry(delivery) == "id: 17\nevent: progress\ndata: {\"seq\":17}\n\n");
}

TEST_CASE("a stream gives the newest at once, what comes later, and ends", "[http][event_stream]") {
    Rig rig;
    const auto early = event(1, Status::received);
    const auto late = event(2, Status::extracting);
    const auto last = event(3, Status::completed);
    rig.tracker.publish({.newest = early});
    Recorder out{[&](std::size_t written) {
        if (written == 1) rig.tracker.publish({.newest = late});
        if (written == 2) rig.tracker.publish({.newest = last});
    }};

    rig.run(out);

    REQUIRE(out.written == std::vector{entry(early), entry(late), entry(last)});
    REQUIRE((rig.ended && rig.ended->has_value()));
}

TEST_CASE("a silent stream is kept open by comments and loses no event", "[http][event_stream]") {
    Rig rig;
    rig.tracker.publish({.newest = event(1, Status::received)});
    Recorder out{[&](std::size_t written) {
        if (written == 4) rig.tracker.publish({.newest = event(2, Status::completed)});
    }};

    rig.run(out, 1ms);

    REQUIRE(out.written.size() >= 5);
    CHECK(out.written.front() == entry(event(1, Status::received)));
    for (std::size_t i = 1; i + 1 < out.written.size(); ++i) CHECK(out.written[i] == ": ping\n\n");
    CHECK(out.written.back() == entry(event(2, Status::completed)));
}

TEST_CASE("a stream whose reader has gone ends with the reason", "[http][event_stream]") {
    Rig rig;
    rig.tracker.publish({.newest = event(1, Status::received)});
    Recorder out;
    out.is_broken = true;

    rig.run(out);

    REQUIRE(rig.ended);
    REQUIRE(rig.ended->error().code == asio::error::broken_pipe);
}

TEST_CASE("a stream ends when the tracker closes", "[http][event_stream]") {
    Rig rig;
    rig.tracker.publish({.newest = event(1, Status::received)});
    Recorder out{[&](std::size_t) { rig.tracker.close(); }};

    rig.run(out);

    REQUIRE(out.written.size() == 1);
    REQUIRE((rig.ended && rig.ended->has_value()));
}

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <ingestd/progress/progress_tracker.hpp>

#include "progress/events.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using namespace ingestd;
using namespace ingestd::progress;
using namespace ingestd::progress::testing;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

const UploadId one = upload(1);
using Seqs = std::vector<std::uint64_t>;

// So that no test depends on how fast the machine is.
constexpr auto always = 1h;

// What one watcher saw, and how it ended.
struct Seen {
    std::vector<Delivery> deliveries;
    bool has_ended = false;
    std::optional<boost::system::error_code> refused;

    Seqs seqs() const {
        Seqs all;
        for (const auto& delivery : deliveries) all.push_back(delivery.seq);
        return all;
    }
    bool is_whole(std::uint64_t last) const {
        if (deliveries.empty() || !deliveries.back().terminal) return false;
        for (std::size_t i = 1; i < deliveries.size(); ++i) {
            if (deliveries[i].seq != deliveries[i - 1].seq + 1) return false;
        }
        return deliveries.back().seq == last && has_ended;
    }
};

// An io_context that some threads run, and a tracker on it. What is seen is looked at after run().
class Loop {
public:
    explicit Loop(ProgressTracker::Settings settings = {.patience = always, .lag_max = always})
        : tracker{std::in_place, io.get_executor(), std::move(settings)} {}

    void spawn(asio::awaitable<void> work) {
        ++working_;
        asio::co_spawn(
            asio::make_strand(io),
            std::move(work),
            [this](const std::exception_ptr& failed) {
                failed_ = failed_ || failed;
                // The tracker's timers would keep the context running.
                if (--working_ == 0) tracker->close();
            }
        );
    }
    // Until all that was spawned has ended.
    void run(int threads = 1) {
        std::vector<std::thread> others;
        for (int i = 1; i < threads; ++i) others.emplace_back([this] { io.run(); });
        io.run();
        for (auto& other : others) other.join();
        REQUIRE_FALSE(failed_);
    }

    asio::io_context io;
    std::optional<ProgressTracker> tracker;

private:
    std::atomic<int> working_{0};
    std::atomic<bool> failed_{false};
};

asio::awaitable<void> see(ProgressTracker& tracker, UploadId id, Seen& seen, double max_rate = 0) {
    auto subscription = co_await tracker.subscribe(id, max_rate);
    if (!subscription) {
        seen.refused = subscription.error().code;
        co_return;
    }
    for (auto batch = co_await subscription->next(); !batch.empty();
         batch = co_await subscription->next()) {
        seen.deliveries.insert(seen.deliveries.end(), batch.begin(), batch.end());
    }
    seen.has_ended = true;
}

// The numbers of all that comes, to the end.
asio::awaitable<void> read_seqs(Subscription& subscription, Seqs& seqs) {
    for (auto batch = co_await subscription.next(); !batch.empty();
         batch = co_await subscription.next()) {
        for (const auto& delivery : batch) seqs.push_back(delivery.seq);
    }
}

// Publishes once as many watch as are expected.
asio::awaitable<void> publish_to(
    ProgressTracker& tracker, std::size_t watchers, std::vector<ProgressBurst> bursts
) {
    while (co_await tracker.subscriber_count() < watchers) {
        co_await asio::post(asio::use_awaitable);
    }
    for (auto& burst : bursts) tracker.publish(std::move(burst));
}

// Stops as soon as the next() after the first waits.
asio::awaitable<void> see_until_stopped(ProgressTracker& tracker, UploadId id, Seen& seen) {
    auto subscription = co_await tracker.subscribe(id);
    if (!subscription) co_return;
    const auto strand = co_await asio::this_coro::executor;
    for (auto batch = co_await subscription->next(); !batch.empty();
         batch = co_await subscription->next()) {
        seen.deliveries.insert(seen.deliveries.end(), batch.begin(), batch.end());
        asio::post(strand, [&] { subscription->stop(); });
    }
    const auto after = co_await subscription->next();
    seen.has_ended = after.empty();
}

}  // namespace

TEST_CASE(
    "a thousand watchers of one upload each get every event and the end", "[progress][tracker]"
) {
    const int threads = GENERATE(1, 4);
    Loop loop;
    std::vector<Seen> seen(1000);
    loop.tracker->publish(burst(event(one, 1)));
    for (auto& one_seen : seen) loop.spawn(see(*loop.tracker, one, one_seen));
    loop.spawn(publish_to(
        *loop.tracker,
        seen.size(),
        {burst(event(one, 100), 99), burst(event(one, 101)), burst(terminal_event(one, 102))}
    ));
    loop.run(threads);

    std::size_t whole = 0;
    for (const auto& one_seen : seen) {
        if (one_seen.is_whole(102) && one_seen.deliveries.size() == 102) ++whole;
    }
    REQUIRE(whole == seen.size());
}

TEST_CASE("a reader of a large burst gets it whole", "[progress][tracker][slice]") {
    Loop loop;
    Seen seen;
    loop.tracker->publish(burst(event(one, 1)));
    loop.spawn(see(*loop.tracker, one, seen));
    loop.spawn(publish_to(
        *loop.tracker, 1, {burst(event(one, 20'000), 19'999), burst(terminal_event(one, 20'001))}
    ));
    loop.run();

    CHECK(seen.deliveries.size() == 20'001);
    CHECK(seen.is_whole(20'001));
}

TEST_CASE("one that never reads gets the end at last", "[progress][tracker]") {
    Loop loop{{.patience = 0s, .lag_max = always}};
    Seqs seen;
    const auto watch = [&]() -> asio::awaitable<void> {
        auto subscription = co_await loop.tracker->subscribe(one);
        for (std::uint64_t seq = 2; seq <= 5000; ++seq) {
            loop.tracker->publish(burst(event(one, seq)));
        }
        loop.tracker->publish(burst(terminal_event(one, 5001)));
        // The strand has done all of it once it answers that nobody is waited for any more.
        while (co_await loop.tracker->subscriber_count() > 0) {
        }
        co_await read_seqs(*subscription, seen);
    };
    loop.tracker->publish(burst(event(one, 1)));
    loop.spawn(watch());
    loop.run();

    REQUIRE_FALSE(seen.empty());
    CHECK(seen.back() == 5001);
    // What fits the bound, not five thousand.
    CHECK(seen.size() < 200);
}

TEST_CASE("one that goes in the middle leaves the others untouched", "[progress][tracker]") {
    const int threads = GENERATE(1, 4);
    Loop loop;
    std::vector<Seen> stay(10);
    const auto leave = [&](std::size_t after) -> asio::awaitable<void> {
        auto subscription = co_await loop.tracker->subscribe(one);
        for (std::size_t i = 0; i < after; ++i) co_await subscription->next();
    };
    loop.tracker->publish(burst(event(one, 1)));
    for (auto& seen : stay) loop.spawn(see(*loop.tracker, one, seen));
    for (std::size_t i = 0; i < 10; ++i) loop.spawn(leave(i * 20));
    loop.spawn(publish_to(
        *loop.tracker, stay.size(), {burst(event(one, 500), 499), burst(terminal_event(one, 501))}
    ));
    loop.run(threads);

    for (const auto& seen : stay) CHECK(seen.is_whole(501));
}

TEST_CASE("a subscription that dies is no longer counted", "[progress][tracker]") {
    Loop loop;
    std::vector<std::size_t> counts;
    const auto watch = [&]() -> asio::awaitable<void> {
        {
            auto subscription = co_await loop.tracker->subscribe(one);
            auto every = co_await loop.tracker->subscribe_to_all();
            counts.push_back(co_await loop.tracker->subscriber_count());
        }
        counts.push_back(co_await loop.tracker->subscriber_count());
    };
    loop.tracker->publish(burst(event(one, 1)));
    loop.spawn(watch());
    loop.run();

    REQUIRE(counts == std::vector<std::size_t>{2, 0});
}

TEST_CASE(
    "a thousand uploads published from several threads each arrive whole", "[progress][tracker]"
) {
    constexpr std::size_t uploads = 1000;
    constexpr std::size_t publishers = 4;
    Loop loop;
    std::vector<UploadId> ids;
    std::vector<Seen> seen(uploads);
    for (std::size_t i = 0; i < uploads; ++i) {
        ids.push_back(UploadId::random());
        loop.tracker->publish(burst(event(ids.back(), 1)));
        loop.spawn(see(*loop.tracker, ids.back(), seen[i]));
    }
    std::vector<std::jthread> threads;
    for (std::size_t first = 0; first < publishers; ++first) {
        threads.emplace_back([&, first] {
            for (std::uint64_t seq = 2; seq <= 20; ++seq) {
                for (auto i = first; i < uploads; i += publishers) {
                    auto next = seq < 20 ? event(ids[i], seq) : terminal_event(ids[i], seq);
                    loop.tracker->publish(burst(std::move(next)));
                }
            }
        });
    }
    loop.run(2);
    threads.clear();

    for (const auto& one_seen : seen) CHECK(one_seen.is_whole(20));
}

TEST_CASE("who subscribes after the end gets the terminal event", "[progress][tracker][late]") {
    Loop loop;
    Seen seen;
    loop.tracker->publish(burst(terminal_event(one, 20)));
    loop.spawn(see(*loop.tracker, one, seen));
    loop.run();

    REQUIRE(seen.deliveries.size() == 1);
    CHECK(seen.deliveries[0].seq == 20);
    CHECK(*seen.deliveries[0].frame == serialize(terminal_event(one, 20)));
    CHECK(seen.is_whole(20));
}

TEST_CASE("an upload that is not known is refused", "[progress][tracker]") {
    Loop loop;
    Seen seen;
    loop.spawn(see(*loop.tracker, one, seen));
    loop.run();

    REQUIRE(seen.refused == make_error_code(Errc::unknown_upload));
}

TEST_CASE("an upload is forgotten after its end", "[progress][tracker][forget]") {
    Loop loop{{.forget_after = 0ms, .patience = always, .lag_max = always}};
    Seen seen;
    const auto wait = [&]() -> asio::awaitable<void> {
        while (co_await loop.tracker->newest(one)) co_await asio::post(asio::use_awaitable);
        co_await see(*loop.tracker, one, seen);
    };
    loop.tracker->publish(burst(terminal_event(one, 1)));
    loop.spawn(wait());
    loop.run();

    REQUIRE(seen.refused == make_error_code(Errc::unknown_upload));
}

TEST_CASE("a rate of its own gives steps that never go back, and the end", "[progress][tracker]") {
    Loop loop;
    Seen seen;
    loop.tracker->publish(burst(event(one, 1)));
    loop.spawn(see(*loop.tracker, one, seen, 0.01));
    loop.spawn(
        publish_to(*loop.tracker, 1, {burst(event(one, 100), 99), burst(terminal_event(one, 101))})
    );
    loop.run();

    const auto seqs = seen.seqs();
    CHECK(std::is_sorted(seqs.begin(), seqs.end()));
    CHECK(seqs.size() <= 2);
    CHECK(seqs.back() == 101);
    CHECK(seen.has_ended);
}

TEST_CASE(
    "waiting for a frame can be cancelled, and taken up again", "[progress][tracker][cancel]"
) {
    using namespace asio::experimental::awaitable_operators;
    const int threads = GENERATE(1, 4);
    Loop loop;
    std::vector<std::size_t> won;
    Seqs after;
    const auto watch = [&]() -> asio::awaitable<void> {
        auto subscription = co_await loop.tracker->subscribe(one);
        co_await subscription->next();
        for (int i = 0; i < 100; ++i) {
            const auto first =
                co_await (subscription->next() || asio::post(asio::deferred)(asio::use_awaitable));
            won.push_back(first.index());
        }
        loop.tracker->publish(burst(terminal_event(one, 3), 2));
        co_await read_seqs(*subscription, after);
    };
    loop.tracker->publish(burst(event(one, 1)));
    loop.spawn(watch());
    loop.run(threads);

    CHECK(won == std::vector<std::size_t>(100, 1));
    CHECK(after == Seqs{2, 3});
}

TEST_CASE("closing ends who waits, and refuses who comes", "[progress][tracker][close]") {
    const int threads = GENERATE(1, 4);
    Loop loop;
    std::vector<Seen> seen(20);
    Seen late;
    bool all_has_ended = false;
    const auto close = [&]() -> asio::awaitable<void> {
        while (co_await loop.tracker->subscriber_count() < seen.size()) {
        }
        auto every = co_await loop.tracker->subscribe_to_all();
        loop.tracker->close();
        while (!(co_await every.next()).empty()) {
        }
        auto another = co_await loop.tracker->subscribe_to_all();
        all_has_ended = (co_await another.next()).empty();
        co_await see(*loop.tracker, one, late);
    };
    loop.tracker->publish(burst(event(one, 1)));
    for (auto& one_seen : seen) loop.spawn(see(*loop.tracker, one, one_seen));
    loop.spawn(close());
    loop.run(threads);

    for (const auto& one_seen : seen) {
        CHECK(one_seen.seqs() == Seqs{1});
        CHECK(one_seen.has_ended);
    }
    CHECK(all_has_ended);
    CHECK(late.refused == make_error_code(Errc::closed));
}

TEST_CASE("a subscription outlives its tracker", "[progress][tracker][close]") {
    Loop loop;
    Seqs seen;
    const auto watch = [&]() -> asio::awaitable<void> {
        auto subscription = co_await loop.tracker->subscribe(one);
        loop.tracker.reset();
        co_await read_seqs(*subscription, seen);
    };
    loop.tracker->publish(burst(event(one, 1)));
    asio::co_spawn(loop.io, watch(), [](const std::exception_ptr&) {});
    loop.run();

    REQUIRE(seen == Seqs{1});
}

TEST_CASE("what had been told is known after a restart", "[progress][tracker][told]") {
    const test::TemporaryDirectory scratch;
    const auto path = scratch / "told";
    const auto two = upload(2);
    {
        Loop loop{{.patience = always, .lag_max = always, .told_file = path}};
        CHECK(loop.tracker->told_before(one) == std::nullopt);
        auto newest = event(one, 40);
        newest.permille = 400;
        loop.tracker->publish(burst(newest, 40));
        loop.tracker->publish(burst(event(two, 7)));
        loop.tracker->release(two);
        loop.tracker->close();
        loop.run();
    }
    const Loop loop{{.patience = always, .lag_max = always, .told_file = path}};

    CHECK(
        loop.tracker->told_before(one) ==
        Told{.seq = 40, .permille = 400, .current_chunk = 40, .status = Status::indexing}
    );
    CHECK(loop.tracker->told_before(two) == std::nullopt);
}

TEST_CASE("what has ended is not kept beyond the next start", "[progress][tracker][told]") {
    const test::TemporaryDirectory scratch;
    const auto path = scratch / "told";
    {
        Loop loop{{.patience = always, .lag_max = always, .told_file = path}};
        loop.tracker->publish(burst(terminal_event(one, 40)));
        loop.tracker->close();
        loop.run();
    }
    { CHECK(Loop{{.told_file = path}}.tracker->told_before(one).has_value()); }

    CHECK(Loop{{.told_file = path}}.tracker->told_before(one) == std::nullopt);
}

TEST_CASE("a tracker whose told file cannot be opened works without", "[progress][tracker][told]") {
    const test::TemporaryDirectory scratch;
    Loop loop{
        {.patience = always, .lag_max = always, .told_file = scratch.path() / "missing" / "told"}};
    Seen seen;
    loop.tracker->publish(burst(terminal_event(one, 4)));
    loop.spawn(see(*loop.tracker, one, seen));
    loop.run();

    REQUIRE(seen.is_whole(4));
}

TEST_CASE("a subscription that is stopped in its wait gives nothing more", "[progress][tracker]") {
    Loop loop;
    Seen seen;
    loop.tracker->publish(burst(event(one, 1)));
    loop.spawn(see_until_stopped(*loop.tracker, one, seen));

    loop.run();

    CHECK(seen.seqs() == Seqs{1});
    CHECK(seen.has_ended);
}

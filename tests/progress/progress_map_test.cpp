#include <map>

#include <ingestd/progress/progress_map.hpp>

#include "progress/events.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::progress;
using namespace ingestd::progress::testing;
using namespace std::chrono_literals;

namespace {

const UploadId one = upload(1);
const UploadId two = upload(2);
using Seqs = std::vector<std::uint64_t>;

ProgressMap::Watcher watcher(
    DeliverySlot::Watches watches = DeliverySlot::Watches::one_upload, double max_rate = 0
) {
    return std::make_shared<Mailbox>(DeliverySlot{watches, max_rate}, [] {});
}

std::vector<Delivery> take_all(const ProgressMap::Watcher& from) {
    std::vector<Delivery> taken;
    for (;;) {
        const auto batch = from->take(steady_ms(0));
        if (batch.deliveries.empty()) return taken;
        taken.insert(taken.end(), batch.deliveries.begin(), batch.deliveries.end());
    }
}
Seqs seqs(const std::vector<Delivery>& deliveries) {
    Seqs all;
    for (const auto& delivery : deliveries) all.push_back(delivery.seq);
    return all;
}
Seqs one_to(std::uint64_t last) {
    Seqs all;
    for (std::uint64_t seq = 1; seq <= last; ++seq) all.push_back(seq);
    return all;
}

// A map and, as the tracker's strand would, what makes the next slice follow its readers.
class Strand {
public:
    explicit Strand(std::chrono::milliseconds patience = 1s)
        : map{{.forget_after = 5min, .patience = patience, .lag_max = 5s}} {}

    bool publish(ProgressBurst burst, Deadline now = steady_ms(0)) {
        const auto id = burst.newest.upload_id;
        const bool is_new = map.publish(std::move(burst), now);
        run(id, now);
        return is_new;
    }
    // Offers slices as long as nobody holds the last one up. The number of slices.
    int run(const UploadId& id, Deadline now = steady_ms(0)) {
        int slices = 0;
        if (slice_.contains(id) && slice_[id].expired()) map.end_slice(id, now);
        while (map.has_slice(id)) {
            auto end = std::make_shared<int>(0);
            slice_[id] = end;
            map.offer_slice(id, end, now);
            ++slices;
            end.reset();
            if (slice_[id].expired()) map.end_slice(id, now);
        }
        return slices;
    }

    ProgressMap map;

private:
    std::map<UploadId, std::weak_ptr<void>> slice_;
};

}  // namespace

TEST_CASE("an upload that was never published is not known", "[progress][map]") {
    Strand s;

    CHECK(s.map.newest(one) == nullptr);
    CHECK_FALSE(s.map.watch(one, watcher()));
    CHECK(s.map.watcher_count() == 0);
}

TEST_CASE("who watches gets the newest at once, then each later one", "[progress][map]") {
    Strand s;
    s.publish(burst(event(one, 3), 3));
    const auto w = watcher();
    REQUIRE(s.map.watch(one, w));
    CHECK(seqs(take_all(w)) == Seqs{3});

    s.publish(burst(event(one, 6), 3));

    CHECK(seqs(take_all(w)) == Seqs{4, 5, 6});
}

TEST_CASE("what is older than the newest is dropped", "[progress][map]") {
    Strand s;
    s.publish(burst(event(one, 5)));
    const auto w = watcher();
    s.map.watch(one, w);
    take_all(w);

    CHECK_FALSE(s.publish(burst(event(one, 5))));
    CHECK_FALSE(s.publish(burst(event(one, 4))));
    CHECK(take_all(w).empty());
    CHECK(s.map.newest(one)->seq == 5);
}

TEST_CASE("nothing follows the terminal event", "[progress][map]") {
    Strand s;
    s.publish(burst(terminal_event(one, 5)));

    CHECK_FALSE(s.publish(burst(event(one, 6))));
    CHECK(s.map.newest(one)->seq == 5);
}

TEST_CASE("a frame is made once for all who watch", "[progress][map]") {
    Strand s;
    s.publish(burst(event(one, 1)));
    const std::vector watchers{watcher(), watcher(), watcher(DeliverySlot::Watches::every_upload)};
    s.map.watch(one, watchers[0]);
    s.map.watch(one, watchers[1]);
    s.map.watch_all(watchers[2]);
    s.publish(burst(event(one, 4), 3));

    const auto first = take_all(watchers[0]);
    CHECK(seqs(first) == Seqs{1, 2, 3, 4});
    CHECK(take_all(watchers[1]) == first);
    CHECK(take_all(watchers[2]) == first);
    const auto late = watcher();
    s.map.watch(one, late);
    CHECK(take_all(late).front().frame == first.back().frame);
}

TEST_CASE("a reader that keeps up is given a large burst whole", "[progress][map][slice]") {
    Strand s;
    s.publish(burst(event(one, 1)));
    const auto w = watcher();
    s.map.watch(one, w);
    s.publish(burst(event(one, 10'000), 9'999));

    Seqs seen;
    for (auto some = take_all(w); !some.empty(); some = take_all(w)) {
        CHECK(some.size() <= slice_frames_max + 1);
        for (const auto& delivery : some) seen.push_back(delivery.seq);
        s.run(one);
    }

    CHECK(seen == one_to(10'000));
}

TEST_CASE(
    "a slice of long frames still fits a reader that has caught up", "[progress][map][slice]"
) {
    Strand s;
    s.publish(burst(event(one, 1)));
    const auto w = watcher();
    s.map.watch(one, w);
    auto newest = event(one, 500);
    newest.documents.current = std::string(3000, 'x');
    s.publish(burst(newest, 499));

    Seqs seen;
    for (auto some = take_all(w); !some.empty(); some = take_all(w)) {
        for (const auto& delivery : some) seen.push_back(delivery.seq);
        s.run(one);
    }

    CHECK(seen == one_to(500));
}

TEST_CASE("who joins between two slices never goes back", "[progress][map][slice]") {
    Strand s;
    s.publish(burst(event(one, 1)));
    const auto early = watcher();
    s.map.watch(one, early);
    s.publish(burst(event(one, 200), 199));
    const auto late = watcher();
    s.map.watch(one, late);
    s.publish(burst(event(one, 203), 3));

    Seqs early_seen;
    Seqs late_seen;
    for (int turn = 0; turn < 10; ++turn) {
        for (const auto& delivery : take_all(early)) early_seen.push_back(delivery.seq);
        for (const auto& delivery : take_all(late)) late_seen.push_back(delivery.seq);
        s.run(one);
    }

    CHECK(early_seen == one_to(203));
    CHECK(late_seen == Seqs{200, 201, 202, 203});
}

TEST_CASE("what has waited too long is passed over, but no state is", "[progress][map][slice]") {
    Strand strand{1min};
    const auto reader = watcher();
    strand.publish(burst(event(one, 1)));
    strand.map.watch(one, reader);
    take_all(reader);
    const auto chunking = [](std::uint64_t seq) {
        auto made = event(one, seq);
        made.status = Status::chunking;
        return made;
    };
    strand.publish(burst(chunking(2)));
    strand.publish(burst(chunking(500), 498), steady_ms(1));
    strand.publish(burst(chunking(900), 400), steady_ms(2));
    strand.publish(burst(event(one, 950), 50), steady_ms(3));
    strand.publish(burst(terminal_event(one, 951)), steady_ms(4));

    const auto before = take_all(reader);
    strand.run(one, steady_ms(5'001));
    const auto after = take_all(reader);

    REQUIRE(seqs(before) == Seqs{2});
    REQUIRE(seqs(after) == Seqs{900, 950, 951});
    REQUIRE(after.back().terminal);
}

TEST_CASE(
    "one that does not read delays the others by the patience alone", "[progress][map][slice]"
) {
    Strand s{1s};
    s.publish(burst(event(one, 1)));
    const auto healthy = watcher();
    const auto stuck = watcher();
    s.map.watch(one, healthy);
    s.map.watch(one, stuck);
    s.publish(burst(event(one, 500), 499), steady_ms(0));
    take_all(healthy);
    CHECK(s.run(one, steady_ms(999)) == 0);
    CHECK(s.map.next_deadline() == steady_ms(1000));

    CHECK(s.map.meet_deadlines(steady_ms(1000)).empty());
    s.run(one, steady_ms(1000));
    take_all(healthy);

    // From now on nobody waits for it.
    s.publish(burst(event(one, 700), 200), steady_ms(2000));
    Seqs seen;
    for (auto some = take_all(healthy); !some.empty(); some = take_all(healthy)) {
        for (const auto& delivery : some) seen.push_back(delivery.seq);
        s.run(one, steady_ms(2000));
    }
    CHECK(seen.size() == 200);
    CHECK(seqs(take_all(stuck)) == Seqs{700});
}

TEST_CASE("a reader that goes in the middle of a burst holds nobody up", "[progress][map][slice]") {
    Strand s;
    s.publish(burst(event(one, 1)));
    const auto w = watcher();
    const auto other = watcher();
    s.map.watch(one, w);
    s.map.watch(one, other);
    s.publish(burst(event(one, 200), 199));
    take_all(other);
    CHECK(s.run(one) == 0);

    w->abandon();
    s.map.unwatch(one, w);

    CHECK(s.run(one) > 0);
    CHECK(s.map.watcher_count() == 1);
}

TEST_CASE("when all have gone the rest of a burst is not made", "[progress][map][slice]") {
    Strand s;
    s.publish(burst(event(one, 1)));
    const auto w = watcher();
    s.map.watch(one, w);
    s.publish(burst(terminal_event(one, 1000), 999), steady_ms(0));
    w->abandon();
    s.map.unwatch(one, w);

    CHECK(s.run(one, steady_ms(10)) == 0);
    CHECK(s.map.next_deadline() == steady_ms(10) + 5min);
}

TEST_CASE("the terminal event reaches one that never read", "[progress][map]") {
    Strand s{0s};
    s.publish(burst(event(one, 1)));
    const auto w = watcher();
    s.map.watch(one, w);
    s.publish(burst(event(one, 5'000), 4'999));
    s.publish(burst(terminal_event(one, 5'001)));

    const auto taken = take_all(w);

    REQUIRE(taken.size() == 1);
    CHECK(taken[0].seq == 5'001);
    CHECK(taken[0].terminal);
    CHECK(w->take(steady_ms(0)).otherwise == Action{Close{}});
}

TEST_CASE("who arrives after the end still learns how it ended", "[progress][map][late]") {
    Strand s;
    s.publish(burst(terminal_event(one, 5)));
    const auto late = watcher();
    REQUIRE(s.map.watch(one, late));

    const auto taken = take_all(late);

    REQUIRE(taken.size() == 1);
    CHECK(taken[0].terminal);
    CHECK(late->take(steady_ms(0)).otherwise == Action{Close{}});
    CHECK(s.map.watcher_count() == 0);
}

TEST_CASE("an upload is forgotten five minutes after its end", "[progress][map][forget]") {
    Strand s;
    s.publish(burst(event(one, 1)), steady_ms(0));
    CHECK(s.map.next_deadline() == std::nullopt);
    s.publish(burst(terminal_event(one, 2)), steady_ms(1000));
    s.publish(burst(terminal_event(two, 1)), steady_ms(2000));
    CHECK(s.map.next_deadline() == steady_ms(1000) + 5min);

    CHECK(s.map.meet_deadlines(steady_ms(999) + 5min).empty());
    CHECK(s.map.newest(one) != nullptr);
    CHECK(s.map.meet_deadlines(steady_ms(1000) + 5min) == std::vector{one});

    CHECK(s.map.newest(one) == nullptr);
    CHECK_FALSE(s.map.watch(one, watcher()));
    CHECK(s.map.upload_count() == 1);
    CHECK(s.map.next_deadline() == steady_ms(2000) + 5min);
}

TEST_CASE("who watches every upload gets those that are known first", "[progress][map][all]") {
    Strand s;
    s.publish(burst(event(one, 3)));
    s.publish(burst(terminal_event(two, 7)));
    const auto w = watcher(DeliverySlot::Watches::every_upload);
    s.map.watch_all(w);

    auto known = seqs(take_all(w));
    std::sort(known.begin(), known.end());
    CHECK(known == Seqs{3, 7});
    s.publish(burst(event(one, 5), 2));
    s.publish(burst(event(upload(3), 1)));
    CHECK(seqs(take_all(w)) == Seqs{4, 5, 1});
    CHECK(s.map.watcher_count() == 1);
}

TEST_CASE("closing ends every watcher after what it has", "[progress][map][close]") {
    Strand s;
    s.publish(burst(event(one, 1)));
    const auto w = watcher();
    const auto all = watcher(DeliverySlot::Watches::every_upload);
    s.map.watch(one, w);
    s.map.watch_all(all);
    s.publish(burst(event(one, 500), 499));
    s.map.close();

    const auto last = take_all(w).back().seq;
    CHECK(last == 500);
    CHECK(w->take(steady_ms(0)).otherwise == Action{Close{}});
    take_all(all);
    CHECK(all->take(steady_ms(0)).otherwise == Action{Close{}});
    CHECK(s.map.watcher_count() == 0);
}

#include <ingestd/progress/delivery_slot.hpp>

#include "progress/events.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::progress;
using namespace ingestd::progress::testing;
using Watches = DeliverySlot::Watches;

namespace {

const UploadId one = upload(1);

// What is sent until the slot has nothing to send at `now`; and what it says then.
struct Drained {
    std::vector<std::uint64_t> seqs;
    Action then;
};
Drained drain(DeliverySlot& slot, Deadline now = steady_ms(0)) {
    Drained drained;
    for (;;) {
        drained.then = slot.next(now);
        const auto* send = std::get_if<Send>(&drained.then);
        if (!send) return drained;
        drained.seqs.push_back(send->delivery.seq);
    }
}
using Seqs = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a reader that keeps up is sent every frame in order", "[progress][slot]") {
    DeliverySlot slot{Watches::one_upload};
    for (std::uint64_t seq = 1; seq <= 64; ++seq) slot.offer(one, delivery(seq, 600));

    const auto sent = drain(slot);

    CHECK(sent.seqs.size() == 64);
    CHECK(sent.seqs.front() == 1);
    CHECK(sent.seqs.back() == 64);
    CHECK(sent.then == Action{Idle{}});
}

TEST_CASE(
    "a reader that is always a few frames behind is sent every one in order", "[progress][slot]"
) {
    DeliverySlot slot{Watches::one_upload};
    for (std::uint64_t seq = 1; seq <= 3; ++seq) slot.offer(one, delivery(seq, 600));

    for (std::uint64_t seq = 4; seq <= 1000; ++seq) {
        slot.offer(one, delivery(seq, 600));
        const auto action = slot.next(steady_ms(0));
        REQUIRE(std::get<Send>(action).delivery.seq == seq - 3);
        REQUIRE(slot.waiting_bytes() == 3 * 600);
    }

    CHECK(drain(slot).seqs == Seqs{998, 999, 1000});
}

TEST_CASE(
    "a reader that falls behind after it took some is sent the newest once", "[progress][slot]"
) {
    DeliverySlot slot{Watches::one_upload};
    for (std::uint64_t seq = 1; seq <= 40; ++seq) slot.offer(one, delivery(seq, 1_KiB));
    for (std::uint64_t seq = 1; seq <= 10; ++seq) {
        REQUIRE(std::get<Send>(slot.next(steady_ms(0))).delivery.seq == seq);
    }
    for (std::uint64_t seq = 41; seq <= 80; ++seq) slot.offer(one, delivery(seq, 1_KiB));

    CHECK(drain(slot).seqs == Seqs{80});
}

TEST_CASE("past the bound the newest alone stays", "[progress][slot]") {
    DeliverySlot slot{Watches::one_upload};
    for (std::uint64_t seq = 1; seq <= 65; ++seq) slot.offer(one, delivery(seq, 1_KiB));
    slot.offer(one, delivery(66, 1_KiB));

    REQUIRE(drain(slot).seqs == Seqs{66});
}

TEST_CASE("exactly the bound still waits whole", "[progress][slot]") {
    DeliverySlot slot{Watches::one_upload};
    for (std::uint64_t seq = 1; seq <= 64; ++seq) slot.offer(one, delivery(seq, 1_KiB));

    CHECK(slot.waiting_bytes() == waiting_frames_max);
    CHECK(drain(slot).seqs.size() == 64);
}

TEST_CASE("a reader that never reads holds a bounded number of bytes", "[progress][slot]") {
    DeliverySlot slot{Watches::one_upload};
    std::size_t most = 0;
    for (std::uint64_t seq = 1; seq <= 100'000; ++seq) {
        slot.offer(one, delivery(seq, 700));
        most = std::max(most, slot.waiting_bytes());
    }

    CHECK(most <= waiting_frames_max);
    CHECK(drain(slot).seqs == Seqs{100'000});
}

TEST_CASE("a frame larger than the bound is sent all the same", "[progress][slot]") {
    DeliverySlot slot{Watches::one_upload};
    slot.offer(one, delivery(1, 1_MiB));

    REQUIRE(drain(slot).seqs == Seqs{1});
}

TEST_CASE("a reader that has caught up is sent every frame again", "[progress][slot]") {
    DeliverySlot slot{Watches::one_upload};
    for (std::uint64_t seq = 1; seq <= 100; ++seq) slot.offer(one, delivery(seq, 1_KiB));
    drain(slot);
    for (std::uint64_t seq = 101; seq <= 103; ++seq) slot.offer(one, delivery(seq));

    REQUIRE(drain(slot).seqs == Seqs{101, 102, 103});
}

TEST_CASE("what is not newer than what was offered is dropped", "[progress][slot]") {
    DeliverySlot slot{Watches::one_upload};
    slot.offer(one, delivery(5));
    drain(slot);
    slot.offer(one, delivery(5));
    slot.offer(one, delivery(4));
    slot.offer(one, delivery(6));

    REQUIRE(drain(slot).seqs == Seqs{6});
}

TEST_CASE("after the terminal frame the slot closes", "[progress][slot]") {
    DeliverySlot slot{Watches::one_upload};
    slot.offer(one, delivery(1));
    slot.offer(one, delivery(2, 10, true));

    const auto sent = drain(slot);

    CHECK(sent.seqs == Seqs{1, 2});
    CHECK(sent.then == Action{Close{}});
}

TEST_CASE("the terminal frame is neither replaced nor lost", "[progress][slot]") {
    const bool is_full = GENERATE(false, true);
    DeliverySlot slot{Watches::one_upload};
    for (std::uint64_t seq = 1; is_full && seq <= 100; ++seq) {
        slot.offer(one, delivery(seq, 1_KiB));
    }
    slot.offer(one, delivery(101, 1_KiB, true));
    for (std::uint64_t seq = 102; seq <= 300; ++seq) slot.offer(one, delivery(seq, 1_KiB));

    const auto sent = drain(slot);

    CHECK(sent.seqs == Seqs{101});
    CHECK(sent.then == Action{Close{}});
}

TEST_CASE("what waits is sent before the end", "[progress][slot]") {
    DeliverySlot slot{Watches::one_upload};
    slot.offer(one, delivery(1));
    slot.end();
    slot.offer(one, delivery(2));

    const auto sent = drain(slot);

    CHECK(sent.seqs == Seqs{1});
    CHECK(sent.then == Action{Close{}});
}

TEST_CASE("max_rate sends the newest, no sooner than its interval", "[progress][slot][rate]") {
    DeliverySlot slot{Watches::one_upload, 20};
    slot.offer(one, delivery(1));
    CHECK(drain(slot, steady_ms(1000)).seqs == Seqs{1});

    slot.offer(one, delivery(2));
    slot.offer(one, delivery(3));
    CHECK(slot.next(steady_ms(1001)) == Action{WaitUntil{steady_ms(1050)}});
    CHECK(slot.next(steady_ms(1049)) == Action{WaitUntil{steady_ms(1050)}});
    CHECK(drain(slot, steady_ms(1050)).seqs == Seqs{3});
}

TEST_CASE("max_rate never holds back the terminal frame", "[progress][slot][rate]") {
    DeliverySlot slot{Watches::one_upload, 1};
    slot.offer(one, delivery(1));
    drain(slot, steady_ms(0));
    slot.offer(one, delivery(2));
    slot.offer(one, delivery(3, 10, true));

    const auto sent = drain(slot, steady_ms(1));

    CHECK(sent.seqs == Seqs{3});
    CHECK(sent.then == Action{Close{}});
}

TEST_CASE("max_rate does not hold back the end", "[progress][slot][rate]") {
    DeliverySlot slot{Watches::one_upload, 1};
    slot.offer(one, delivery(1));
    drain(slot, steady_ms(0));
    slot.offer(one, delivery(2));
    slot.end();

    REQUIRE(drain(slot, steady_ms(1)).seqs == Seqs{2});
}

TEST_CASE("a rate that is none means every event", "[progress][slot][rate]") {
    const double rate = GENERATE(0.0, -1.0, std::numeric_limits<double>::quiet_NaN());
    DeliverySlot slot{Watches::one_upload, rate};
    slot.offer(one, delivery(1));
    slot.offer(one, delivery(2));

    REQUIRE(drain(slot).seqs == Seqs{1, 2});
}

TEST_CASE("who watches every upload is sent on after one has ended", "[progress][slot][all]") {
    DeliverySlot slot{Watches::every_upload};
    slot.offer(one, delivery(1, 10, true));
    slot.offer(upload(2), delivery(1));

    const auto sent = drain(slot);

    CHECK(sent.seqs == Seqs{1, 1});
    CHECK(sent.then == Action{Idle{}});
}

TEST_CASE("past the bound each upload's newest stays, ends first", "[progress][slot][all]") {
    DeliverySlot slot{Watches::every_upload};
    for (std::uint64_t seq = 1; seq <= 100; ++seq) {
        slot.offer(upload(1), delivery(1000 + seq, 1_KiB));
        slot.offer(upload(2), delivery(2000 + seq, 1_KiB, seq == 100));
        slot.offer(upload(3), delivery(3000 + seq, 1_KiB));
    }

    const auto sent = drain(slot);

    CHECK(sent.seqs == Seqs{2100, 1100, 3100});
    CHECK(slot.waiting_bytes() == 0);
}

TEST_CASE("a forgotten upload no longer waits for a slow reader", "[progress][slot][all]") {
    DeliverySlot slot{Watches::every_upload};
    for (std::uint64_t seq = 1; seq <= 100; ++seq) {
        slot.offer(upload(1), delivery(seq, 1_KiB, seq == 100));
        slot.offer(upload(2), delivery(seq, 1_KiB));
    }
    slot.forget(upload(1));
    CHECK(slot.waiting_bytes() == 1_KiB);
    slot.forget(upload(2));

    CHECK(slot.waiting_bytes() == 0);
    CHECK(slot.next(steady_ms(0)) == Action{Idle{}});
}

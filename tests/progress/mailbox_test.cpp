#include <ingestd/progress/mailbox.hpp>

#include "progress/events.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::progress;
using namespace ingestd::progress::testing;

namespace {

const UploadId one = upload(1);

struct Fixture {
    explicit Fixture(double max_rate = 0)
        : mailbox{DeliverySlot{DeliverySlot::Watches::one_upload, max_rate}, [this] { ++wakes; }} {}

    void offer(std::uint64_t seq, bool terminal = false) {
        const auto offered = delivery(seq, 10, terminal);
        mailbox.offer(one, {&offered, 1}, token.lock());
    }
    // Offers with something that is kept until the reader has taken it all.
    void offer_held(std::uint64_t seq) {
        const auto made = std::make_shared<int>(0);
        token = made;
        offer(seq);
    }

    int wakes = 0;
    std::weak_ptr<void> token;
    Mailbox mailbox;
};

}  // namespace

TEST_CASE("a reader that sleeps is woken once, a busy one not at all", "[progress][mailbox]") {
    Fixture f;
    f.offer(1);
    CHECK(f.wakes == 0);

    f.mailbox.take(steady_ms(0));
    CHECK(f.mailbox.take(steady_ms(0)).otherwise == Action{Idle{}});
    f.offer(2);
    f.offer(3);

    REQUIRE(f.wakes == 1);
}

TEST_CASE("a reader takes all that waits at once, so far as a batch goes", "[progress][mailbox]") {
    Fixture f;
    for (std::uint64_t seq = 1; seq <= batch_frames_max + 2; ++seq) f.offer(seq);

    const auto first = f.mailbox.take(steady_ms(0)).deliveries;
    const auto rest = f.mailbox.take(steady_ms(0)).deliveries;

    REQUIRE(first.size() == batch_frames_max);
    CHECK(first.front().seq == 1);
    CHECK(first.back().seq == batch_frames_max);
    REQUIRE(rest.size() == 2);
    CHECK(rest.back().seq == batch_frames_max + 2);
}

TEST_CASE("a reader with a rate of its own takes one frame a time", "[progress][mailbox]") {
    Fixture f{1};
    f.offer(1);
    CHECK(f.mailbox.take(steady_ms(0)).deliveries.size() == 1);
    f.offer(2);
    f.offer(3);

    const auto later = f.mailbox.take(steady_ms(1000)).deliveries;

    REQUIRE(later.size() == 1);
    CHECK(later.front().seq == 3);
}

TEST_CASE("a sleeping reader is not woken by what it has seen", "[progress][mailbox]") {
    Fixture f;
    f.offer(2);
    f.mailbox.take(steady_ms(0));
    f.mailbox.take(steady_ms(0));
    f.offer(1);

    REQUIRE(f.wakes == 0);
}

TEST_CASE("the end wakes a reader that sleeps", "[progress][mailbox]") {
    Fixture f;
    f.mailbox.take(steady_ms(0));
    f.mailbox.end();

    CHECK(f.wakes == 1);
    CHECK(f.mailbox.take(steady_ms(0)).otherwise == Action{Close{}});
}

TEST_CASE("a reader held back by its rate is woken by the terminal frame", "[progress][mailbox]") {
    Fixture f{1};
    f.offer(1);
    f.mailbox.take(steady_ms(0));
    f.offer(2);
    CHECK(f.mailbox.take(steady_ms(1)).otherwise == Action{WaitUntil{steady_ms(1000)}});
    f.offer(3);
    CHECK(f.wakes == 0);
    f.offer(4, true);

    REQUIRE(f.wakes == 1);
}

TEST_CASE("what is held is let go once all that waits is taken", "[progress][mailbox]") {
    Fixture f;
    for (std::uint64_t seq = 1; seq <= batch_frames_max; ++seq) f.offer(seq);
    f.offer_held(batch_frames_max + 1);
    f.mailbox.take(steady_ms(0));
    CHECK_FALSE(f.token.expired());
    f.mailbox.take(steady_ms(0));

    REQUIRE(f.token.expired());
}

TEST_CASE(
    "a reader that has been too slow holds nothing until it catches up", "[progress][mailbox]"
) {
    Fixture f;
    f.offer_held(1);
    f.mailbox.stop_holding();
    CHECK(f.token.expired());
    f.offer_held(2);
    CHECK(f.token.expired());

    f.mailbox.take(steady_ms(0));
    f.mailbox.take(steady_ms(0));
    f.offer_held(3);

    REQUIRE_FALSE(f.token.expired());
}

TEST_CASE("a reader with a rate of its own holds nobody up", "[progress][mailbox]") {
    Fixture f{1};
    f.offer_held(1);

    REQUIRE(f.token.expired());
}

TEST_CASE("a reader that goes lets go of everything", "[progress][mailbox]") {
    Fixture f;
    f.offer_held(1);
    f.mailbox.abandon();

    CHECK(f.token.expired());
    f.offer_held(2);
    CHECK(f.token.expired());
    CHECK(f.wakes == 0);
}

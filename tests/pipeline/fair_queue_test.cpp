#include <string>

#include <ingestd/pipeline/fair_queue.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using ingestd::pipeline::FairQueue;

namespace {

UploadId upload(std::uint8_t n) {
    UploadId id;
    id.bytes[15] = n;
    return id;
}

// Lets every upload be ready at all times and tells whose turns came, one letter a turn.
std::string turns(
    FairQueue& queue, std::size_t count, const std::function<std::int64_t(UploadId)>& cost
) {
    std::string order;
    for (std::size_t i = 0; i < count; ++i) {
        const auto id = queue.next();
        if (!id) break;
        order += static_cast<char>('a' + id->bytes[15]);
        queue.charge(*id, cost(*id));
        queue.mark_ready(*id);
    }
    return order;
}

}  // namespace

TEST_CASE("uploads with turns of the same cost alternate", "[pipeline][fair_queue]") {
    FairQueue queue{100};
    for (std::uint8_t n = 0; n < 3; ++n) queue.mark_ready(upload(n));

    REQUIRE(turns(queue, 9, [](UploadId) { return 100; }) == "abcabcabc");
}

TEST_CASE("an upload of one small turn passes one that never ends", "[pipeline][fair_queue]") {
    FairQueue queue{100};
    queue.mark_ready(upload(0));
    REQUIRE(turns(queue, 50, [](UploadId) { return 100; }) == std::string(50, 'a'));

    queue.mark_ready(upload(1));

    const auto order = turns(queue, 4, [](UploadId) { return 100; });
    REQUIRE(order.substr(0, 2).find('b') != std::string::npos);
}

TEST_CASE("who takes dearer turns gets fewer of them", "[pipeline][fair_queue]") {
    FairQueue queue{100};
    queue.mark_ready(upload(0));
    queue.mark_ready(upload(1));

    const auto order = turns(queue, 400, [](UploadId id) { return id.bytes[15] == 0 ? 400 : 100; });

    const auto dear = std::count(order.begin(), order.end(), 'a');
    REQUIRE(dear >= 75);
    REQUIRE(dear <= 85);
}

TEST_CASE(
    "an upload that overdrew still gets its turn when it is alone", "[pipeline][fair_queue]"
) {
    FairQueue queue{100};
    queue.mark_ready(upload(0));

    REQUIRE(turns(queue, 3, [](UploadId) { return 10'000; }) == "aaa");
}

TEST_CASE(
    "an upload stands in line once however often it says it is ready", "[pipeline][fair_queue]"
) {
    FairQueue queue{100};
    queue.mark_ready(upload(0));
    queue.mark_ready(upload(0));

    REQUIRE(queue.next() == upload(0));
    REQUIRE(queue.next() == std::nullopt);
}

TEST_CASE("a forgotten upload is passed over", "[pipeline][fair_queue]") {
    FairQueue queue{100};
    queue.mark_ready(upload(0));
    queue.mark_ready(upload(1));

    queue.forget(upload(0));

    REQUIRE(queue.position(upload(1)) == 1);
    REQUIRE(queue.next() == upload(1));
    REQUIRE(queue.next() == std::nullopt);
    REQUIRE(queue.is_idle());
}

TEST_CASE("the place in the line is counted from one", "[pipeline][fair_queue]") {
    FairQueue queue{100};
    for (std::uint8_t n = 0; n < 3; ++n) queue.mark_ready(upload(n));

    REQUIRE(queue.position(upload(0)) == 1);
    REQUIRE(queue.position(upload(2)) == 3);
    REQUIRE(queue.position(upload(9)) == 0);

    queue.next();
    queue.forget(upload(1));
    queue.mark_ready(upload(0));
    REQUIRE(queue.position(upload(2)) == 1);
    REQUIRE(queue.position(upload(0)) == 2);
}

TEST_CASE("a forgotten upload that comes back queues anew", "[pipeline][fair_queue]") {
    FairQueue queue{100};
    for (std::uint8_t n = 0; n < 2; ++n) queue.mark_ready(upload(n));

    queue.forget(upload(0));
    queue.mark_ready(upload(0));

    REQUIRE(queue.next() == upload(1));
    REQUIRE(queue.next() == upload(0));
    REQUIRE(queue.next() == std::nullopt);
}

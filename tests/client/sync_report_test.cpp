#include "../../src/client/sync/sync_report.hpp"

#include "support/catch.hpp"

namespace ingestd::client {
namespace {

TEST_CASE("a summary tells what was done and leaves out what was not met", "[sync report]") {
    SyncCounts counts;
    counts.sent = 3;
    counts.removed = 1;
    counts.unchanged = 120;
    CHECK(summary_line(counts, false) == "3 sent, 1 removed, 120 unchanged");
    CHECK(summary_line(counts, true) == "3 would be sent, 1 would be removed, 120 unchanged");
    CHECK(counts.is_whole());

    counts.failed = 2;
    counts.unread = 1;
    CHECK(summary_line(counts, false) == "3 sent, 1 removed, 120 unchanged, 2 failed, 1 not read");
    CHECK_FALSE(counts.is_whole());
}

TEST_CASE("a summary names the option that goes on", "[sync report]") {
    SyncCounts counts;
    counts.failed_before = 1;
    counts.foreign = 2;
    counts.held_back = 3;
    CHECK(
        summary_line(counts, false) ==
        "0 sent, 0 removed, 0 unchanged, 1 failed before (sent again with --retry-failed), "
        "2 of others left alone (replaced with --take-over), "
        "3 not removed (removed with --allow-removals)"
    );
}

}  // namespace
}  // namespace ingestd::client

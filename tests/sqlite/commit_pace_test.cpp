#include <ingestd/sqlite/commit_pace.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace std::chrono_literals;
using sqlite::CommitPace;

namespace {

const Deadline ended = Deadline{} + 1h;

}  // namespace

TEST_CASE("the first group waits for nobody", "[sqlite][commit_pace]") {
    const CommitPace pace;
    CHECK_FALSE(pace.waits_until(ended, 0));
}

TEST_CASE(
    "after a group nobody waited for the next one waits for nobody", "[sqlite][commit_pace]"
) {
    CommitPace pace;
    pace.note_group(ended, 3ms, 0, 5);
    CHECK_FALSE(pace.waits_until(ended, 5));
}

TEST_CASE("those who were told are waited for, beside those who wait", "[sqlite][commit_pace]") {
    CommitPace pace;
    pace.note_group(ended, 3ms, 8, 4);

    CHECK(pace.waits_until(ended, 4) == ended + 1ms);
    CHECK(pace.waits_until(ended, 11) == ended + 1ms);
    CHECK_FALSE(pace.waits_until(ended, 12));
    CHECK_FALSE(pace.waits_until(ended + 1ms, 4));
}

TEST_CASE("after a short group nobody is waited for", "[sqlite][commit_pace]") {
    CommitPace pace;
    pace.note_group(ended, CommitPace::worth_it_from - 1us, 8, 4);
    CHECK_FALSE(pace.waits_until(ended, 4));
}

TEST_CASE("however long a group took, the next waits a moment only", "[sqlite][commit_pace]") {
    CommitPace pace;
    pace.note_group(ended, 10s, 1, 0);
    CHECK(pace.waits_until(ended, 0) == ended + CommitPace::waits_for);
}

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include <ingestd/sqlite/transaction.hpp>
#include <ingestd/sqlite/write_queue.hpp>

#include "failing_file_system.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::sqlite {
namespace {

// A file with one table, its queue, and what the jobs were told, in order.
struct Fixture {
    test::TemporaryDirectory directory;
    boost::asio::thread_pool pool{2};
    std::optional<WriteQueue> queue;
    std::mutex lock;
    std::vector<std::string> told;

    explicit Fixture(
        GroupLimits limits = {}, const char* vfs = nullptr, ConnectionSettings settings = {}
    ) {
        settings.vfs = vfs;
        auto writer = Connection::open(file(), settings);
        REQUIRE(writer);
        writer->execute("CREATE TABLE letters (letter TEXT CHECK (letter <> 'bad'))");
        queue.emplace(std::move(*writer), pool, limits, std::chrono::milliseconds{5});
    }

    std::filesystem::path file() const { return directory / "a.db"; }

    auto insert(std::string letter) {
        return [letter = std::move(letter)](Connection& connection) -> Result<void> {
            connection.query("INSERT INTO letters VALUES (:letter)").bind(":letter", letter).run();
            return {};
        };
    }
    auto note(std::string name) {
        return [this, name = std::move(name)](const Result<void>& result) {
            const std::lock_guard guard{lock};
            told.push_back(name + (result ? " ok" : " " + result.error().code.message()));
        };
    }

    void submit_patient(const std::string& letter) {
        queue->submit(insert(letter), note(letter), 0, WhenStuck::wait);
    }

    // Holds the writer until `go`, so that what is submitted meanwhile waits together.
    std::promise<void> block() {
        std::promise<void> go;
        auto ready = std::make_shared<std::promise<void>>();
        auto is_ready = ready->get_future();
        queue->submit(
            [](Connection&) -> Result<void> { return {}; },
            [ready, opened = go.get_future().share()](const Result<void>&) {
                ready->set_value();
                opened.wait();
            }
        );
        is_ready.wait();
        return go;
    }

    std::string letters() {
        auto reader = Connection::open(file(), {.access = Access::read_only});
        std::string all;
        auto query = reader->query("SELECT letter FROM letters ORDER BY rowid");
        while (query.step()) all += query.text(0);
        return all;
    }
};

TEST_CASE("what waits is written in one transaction, in order", "[sqlite][write_queue]") {
    Fixture fixture;
    auto go = fixture.block();
    for (const auto* letter : {"a", "b", "c", "d", "e"}) {
        fixture.queue->submit(fixture.insert(letter), fixture.note(letter));
    }
    const auto before = fixture.queue->counts();

    go.set_value();
    fixture.queue.reset();

    REQUIRE(before.transactions == 1);
    REQUIRE(fixture.letters() == "abcde");
    REQUIRE(fixture.told == std::vector<std::string>{"a ok", "b ok", "c ok", "d ok", "e ok"});
}

TEST_CASE("a hundred jobs that wait cost one transaction", "[sqlite][write_queue]") {
    Fixture fixture;
    auto go = fixture.block();
    std::promise<WriteCounts> counted;
    for (int i = 0; i < 99; ++i) fixture.queue->submit(fixture.insert("a"), fixture.note("a"));
    fixture.queue->submit(fixture.insert("z"), [&](const Result<void>&) {
        counted.set_value(fixture.queue->counts());
    });

    go.set_value();
    const auto counts = counted.get_future().get();

    REQUIRE(counts.jobs == 101);
    REQUIRE(counts.transactions == 2);  // the one that blocked, and all the rest
}

TEST_CASE("who is waited for goes before the rest", "[sqlite][write_queue]") {
    Fixture fixture{{.jobs = 2, .bytes = 8_MiB}};
    auto go = fixture.block();
    const auto submit = [&](const std::string& letter, Urgency urgency) {
        fixture.queue->submit(
            fixture.insert(letter), fixture.note(letter), 0, WhenStuck::tell, urgency
        );
    };
    submit("c", Urgency::usual);
    submit("d", Urgency::usual);
    submit("a", Urgency::first);
    submit("b", Urgency::first);

    go.set_value();
    fixture.queue.reset();

    REQUIRE(fixture.letters() == "abcd");
}

TEST_CASE("a group is bounded in jobs and in bytes", "[sqlite][write_queue]") {
    const auto [limits, bytes, expected] = GENERATE(table<GroupLimits, std::size_t, std::uint64_t>({
        {{.jobs = 4, .bytes = 1000}, 1, 3},   // 10 jobs: 4 + 4 + 2
        {{.jobs = 100, .bytes = 30}, 10, 4},  // 3 + 3 + 3 + 1
        {{.jobs = 100, .bytes = 5}, 10, 10},  // larger than the bound: each alone
    }));
    Fixture fixture{limits};
    auto go = fixture.block();
    std::promise<WriteCounts> counted;
    for (int i = 0; i < 9; ++i)
        fixture.queue->submit(fixture.insert("a"), fixture.note("a"), bytes);
    fixture.queue->submit(
        fixture.insert("z"),
        [&](const Result<void>&) { counted.set_value(fixture.queue->counts()); },
        bytes
    );

    go.set_value();

    REQUIRE(counted.get_future().get().transactions == 1 + expected);
}

TEST_CASE("a job that fails is rolled back alone", "[sqlite][write_queue]") {
    Fixture fixture;
    auto go = fixture.block();
    fixture.queue->submit(fixture.insert("a"), fixture.note("a"));
    fixture.queue->submit(
        [insert = fixture.insert("x")](Connection& connection) -> Result<void> {
            auto inserted = insert(connection);
            REQUIRE(inserted);
            return Error{Errc::io, "on purpose"};
        },
        fixture.note("x")
    );
    fixture.queue->submit(fixture.insert("bad"), fixture.note("bad"));
    fixture.queue->submit(
        [](Connection&) -> Result<void> { throw std::runtime_error{"on purpose"}; },
        fixture.note("thrown")
    );
    fixture.queue->submit(fixture.insert("b"), fixture.note("b"));

    go.set_value();
    fixture.queue.reset();

    REQUIRE(fixture.letters() == "ab");
    REQUIRE(
        fixture.told ==
        std::vector<std::string>{
            "a ok",
            "x " + std::string{describe(Errc::io)},
            "bad " + std::string{describe(Errc::constraint)},
            "thrown " + std::string{describe(Errc::failed)},
            "b ok"}
    );
}

TEST_CASE(
    "wherever in a group the failing job stands, the others are stored", "[sqlite][write_queue]"
) {
    const int failing = GENERATE(range(0, 5));
    Fixture fixture;
    auto go = fixture.block();
    std::string expected;
    for (int i = 0; i < 5; ++i) {
        const std::string letter(1, static_cast<char>('a' + i));
        if (i != failing) expected += letter;
        fixture.queue->submit(fixture.insert(i == failing ? "bad" : letter), fixture.note(letter));
    }

    go.set_value();
    fixture.queue.reset();

    REQUIRE(fixture.letters() == expected);
}

TEST_CASE("a job's answer reaches its done", "[sqlite][write_queue]") {
    Fixture fixture;
    std::promise<Result<std::int64_t>> answer;

    fixture.queue->submit(
        [](Connection& connection) -> Result<std::int64_t> {
            connection.query("INSERT INTO letters VALUES ('a')").run();
            return connection.last_insert_row();
        },
        [&](Result<std::int64_t> row) { answer.set_value(std::move(row)); }
    );

    REQUIRE(answer.get_future().get().value() == 1);
}

TEST_CASE("when its job is told, another connection sees what it wrote", "[sqlite][write_queue]") {
    Fixture fixture;
    std::promise<std::string> seen;

    fixture.queue->submit(fixture.insert("a"), [&](const Result<void>&) {
        seen.set_value(fixture.letters());
    });

    REQUIRE(seen.get_future().get() == "a");
}

TEST_CASE(
    "a commit that cannot be synced fails its group, and nothing is taken after it",
    "[sqlite][write_queue]"
) {
    const test::FailingFileSystem disk;
    Fixture fixture{{}, test::FailingFileSystem::name};
    auto go = fixture.block();
    fixture.queue->submit(fixture.insert("a"), fixture.note("a"));
    fixture.queue->submit(fixture.insert("b"), fixture.note("b"));

    test::FailingFileSystem::fail_sync = true;
    go.set_value();
    auto later = fixture.block();
    test::FailingFileSystem::fail_sync = false;
    fixture.queue->submit(fixture.insert("c"), fixture.note("c"));
    later.set_value();
    fixture.queue.reset();

    REQUIRE(
        fixture.told ==
        std::vector<std::string>{
            "a " + std::string{describe(Errc::sync_failed)},
            "b " + std::string{describe(Errc::sync_failed)},
            "c " + std::string{describe(Errc::closed)}}
    );
    REQUIRE(fixture.letters().empty());
}

TEST_CASE(
    "a full disk fails the group, and the queue goes on when there is room", "[sqlite][write_queue]"
) {
    Fixture fixture;
    std::promise<void> small, large;
    fixture.queue->submit(
        [](Connection& connection) -> Result<void> {
            connection.execute("PRAGMA max_page_count=3");
            return {};
        },
        [&](const Result<void>&) { small.set_value(); }
    );
    small.get_future().wait();

    fixture.queue->submit(fixture.insert(std::string(100'000, 'x')), fixture.note("large"));
    fixture.queue->submit(
        [](Connection& connection) -> Result<void> {
            connection.execute("PRAGMA max_page_count=100000");
            return {};
        },
        [&](const Result<void>&) { large.set_value(); }
    );
    large.get_future().wait();
    fixture.queue->submit(fixture.insert("a"), fixture.note("a"));
    fixture.queue.reset();

    REQUIRE(fixture.told.front() == "large " + std::string{describe(Errc::disk_full)});
    REQUIRE(fixture.told.back() == "a ok");
    REQUIRE(fixture.letters() == "a");
}

TEST_CASE(
    "what may wait for a full disk is written when there is room, in its order",
    "[sqlite][write_queue][full]"
) {
    const test::FailingFileSystem disk;
    Fixture fixture{{}, test::FailingFileSystem::name};
    std::promise<void> refused, written;
    auto go = fixture.block();
    fixture.submit_patient("a");
    fixture.submit_patient("b");
    test::FailingFileSystem::is_full = true;
    go.set_value();
    fixture.queue->submit(fixture.insert("now"), [&](const Result<void>& result) {
        fixture.note("now")(result);
        refused.set_value();
    });
    refused.get_future().wait();
    fixture.submit_patient("c");
    const auto trouble = fixture.queue->trouble();

    test::FailingFileSystem::is_full = false;
    fixture.queue->submit(
        fixture.insert("d"), [&](const Result<void>&) { written.set_value(); }, 0, WhenStuck::wait
    );
    written.get_future().wait();

    REQUIRE(trouble);
    CHECK(trouble->code == Errc::disk_full);
    CHECK_FALSE(fixture.queue->trouble());
    CHECK(
        fixture.told ==
        std::vector<std::string>{
            "now " + std::string{describe(Errc::disk_full)}, "a ok", "b ok", "c ok"}
    );
    CHECK(fixture.letters() == "abcd");
}

TEST_CASE(
    "a job that builds on one which waits is not judged without it", "[sqlite][write_queue][full]"
) {
    Fixture fixture;
    auto go = fixture.block();
    // What the first job should have written is missed by the second.
    auto is_full = std::make_shared<std::atomic<bool>>(true);
    fixture.queue->submit(
        [is_full, insert = fixture.insert("a")](Connection& connection) -> Result<void> {
            if (*is_full) return Error{Errc::disk_full, "full"};
            return insert(connection);
        },
        fixture.note("a"),
        0,
        WhenStuck::wait
    );
    std::promise<std::string> seen;
    fixture.queue->submit(
        [](Connection& connection) -> Result<void> {
            auto found = connection.query("SELECT letter FROM letters");
            if (!found.step()) return Error{Errc::constraint, "a is missing"};
            return {};
        },
        [&](const Result<void>& result) { seen.set_value(result ? "a" : "nothing"); },
        0,
        WhenStuck::wait
    );

    go.set_value();
    while (!fixture.queue->trouble()) std::this_thread::yield();
    *is_full = false;

    CHECK(seen.get_future().get() == "a");
}

TEST_CASE(
    "what waits for a full disk is tried once more and told when the queue ends",
    "[sqlite][write_queue][full]"
) {
    const test::FailingFileSystem disk;
    Fixture fixture{{}, test::FailingFileSystem::name};
    test::FailingFileSystem::is_full = true;
    fixture.submit_patient("a");
    fixture.submit_patient("b");
    while (!fixture.queue->trouble()) std::this_thread::yield();

    fixture.queue.reset();

    const auto full = std::string{describe(Errc::disk_full)};
    CHECK(fixture.told == std::vector<std::string>{"a " + full, "b " + full});
    test::FailingFileSystem::is_full = false;
    CHECK(fixture.letters().empty());
}

TEST_CASE("after a failed sync nothing is tried again", "[sqlite][write_queue][sync]") {
    const test::FailingFileSystem disk;
    Fixture fixture{{}, test::FailingFileSystem::name};
    test::FailingFileSystem::fail_sync = true;
    std::promise<void> failed, refused;
    fixture.queue->submit(
        fixture.insert("a"), [&](const Result<void>&) { failed.set_value(); }, 0, WhenStuck::wait
    );
    failed.get_future().wait();
    test::FailingFileSystem::fail_sync = false;
    fixture.queue->submit(
        fixture.insert("b"),
        [&](const Result<void>& result) {
            fixture.note("b")(result);
            refused.set_value();
        },
        0,
        WhenStuck::wait
    );
    refused.get_future().wait();

    CHECK(fixture.told == std::vector<std::string>{"b " + std::string{describe(Errc::closed)}});
    REQUIRE(fixture.queue->trouble());
    CHECK(fixture.queue->trouble()->code == Errc::sync_failed);
}

TEST_CASE(
    "a sync that fails while the log is moved into the file closes the queue, too",
    "[sqlite][write_queue][sync]"
) {
    const test::FailingFileSystem disk;
    Fixture fixture{{}, test::FailingFileSystem::name, {.checkpoint_at_bytes = 4096}};
    // The commit's own sync succeeds, and then the log is long enough to be moved.
    test::FailingFileSystem::syncs_until_failure = 1;
    std::promise<Result<void>> told;
    fixture.queue->submit(fixture.insert("a"), [&](const Result<void>& result) {
        told.set_value(result);
    });

    const auto result = told.get_future().get();

    REQUIRE_FALSE(result);
    CHECK(result.error().code == Errc::sync_failed);
    CHECK(fixture.queue->trouble()->code == Errc::sync_failed);
}

TEST_CASE(
    "the queue writes all it was given before it dies, also without its pool",
    "[sqlite][write_queue]"
) {
    Fixture fixture;
    fixture.pool.stop();
    fixture.pool.join();
    fixture.queue->submit(fixture.insert("a"), fixture.note("a"));

    fixture.queue.reset();

    REQUIRE(fixture.letters() == "a");
    REQUIRE(fixture.told == std::vector<std::string>{"a ok"});
}

TEST_CASE("the queue can die inside a done", "[sqlite][write_queue]") {
    Fixture fixture;
    std::promise<void> gone;
    auto go = fixture.block();
    fixture.queue->submit(fixture.insert("a"), [&](const Result<void>&) {
        fixture.queue.reset();
        gone.set_value();
    });
    fixture.queue->submit(fixture.insert("b"), fixture.note("b"));

    go.set_value();
    gone.get_future().wait();
    fixture.pool.join();

    REQUIRE(fixture.letters() == "ab");
    REQUIRE(fixture.told == std::vector<std::string>{"b ok"});
}

TEST_CASE("many threads submit and none of their jobs is lost", "[sqlite][write_queue][threads]") {
    Fixture fixture;
    constexpr int threads = 8, each = 200;
    std::vector<std::thread> submitting;
    for (int t = 0; t < threads; ++t) {
        submitting.emplace_back([&] {
            for (int i = 0; i < each; ++i) {
                fixture.queue->submit(fixture.insert("a"), fixture.note("a"));
            }
        });
    }
    for (auto& thread : submitting) thread.join();

    fixture.queue.reset();

    REQUIRE(fixture.letters().size() == threads * each);
    REQUIRE(fixture.told.size() == threads * each);
}

}  // namespace
}  // namespace ingestd::sqlite

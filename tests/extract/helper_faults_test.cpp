// What a helper may do wrong, and what it costs: one document.
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <variant>

#include <fcntl.h>
#include <ingestd/extract/extractors.hpp>
#include <ingestd/extract/helper_protocol.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/catch.hpp"
#include "support/documents.hpp"
#include "support/extraction.hpp"
#include "support/landlock.hpp"

using namespace ingestd;
using namespace ingestd::test;
using namespace std::chrono_literals;

namespace {

// The real extractor with a helper that obeys the document; the name sends it there.
struct Bench {
    explicit Bench(std::size_t max_helpers = 1, std::chrono::milliseconds stall_limit = 60s)
        : extractor{extract::make_extractor(
              {.helper_program = INGESTD_MISBEHAVING_HELPER,
               .executor = io.executor(),
               .max_helpers = max_helpers,
               .stall_limit = stall_limit,
               .helper_memory_bytes = 256_MiB}
          )} {}

    IoThread io;
    std::unique_ptr<extract::Extractor> extractor;

    std::unique_ptr<extract::ExtractStream> open(std::string command) {
        return extractor->open(request(command, "a.html"));
    }
    Extraction obey(std::string command) { return extract_all(*open(std::move(command))); }
};

bool has_children() {
    const auto pid = ::waitpid(-1, nullptr, WNOHANG);
    return pid >= 0 || errno != ECHILD;
}

extract::ExtractStep step_of(extract::ExtractStream& stream) {
    for (;;) {
        auto step = stream.next();
        if (!std::holds_alternative<extract::Waiting>(step)) return step;
        std::binary_semaphore is_ready{0};
        stream.when_ready([&is_ready] { is_ready.release(); });
        is_ready.acquire();
    }
}

}  // namespace

TEST_CASE("whatever a helper does wrong costs its document and nothing else", "[extract][faults]") {
    Bench bench;
    auto [command, code] = GENERATE(table<std::string, std::string>({
        {"crash", "helper_crashed"},
        {"crash after a page", "helper_crashed"},
        {"exit", "helper_crashed"},
        {"garbage", "helper_crashed"},
        {"half a frame", "helper_crashed"},
        {"bad value", "helper_crashed"},
        {"two ends", "helper_crashed"},
        {"a block within a child", "helper_crashed"},
        {"an end within a child", "helper_crashed"},
        {"a child within a child", "helper_crashed"},
        {"bytes of no child", "helper_crashed"},
        {"the end of no child", "helper_crashed"},
        {"words unasked", "helper_crashed"},
        {"throw", "malformed"},
    }));
    const auto failed = bench.obey(command);
    INFO(command << ": " << failed.detail());
    CHECK(failed.failure() == code);
    CHECK(bench.obey("be good").facts().format == "obeyed");
}

TEST_CASE("documents inside of a document come whole and in order", "[extract]") {
    Bench bench;
    const auto read = bench.obey("children");
    REQUIRE(read.children.size() == 2);
    CHECK(read.children[0].name == std::string(extract::child_name_max, 'x'));
    CHECK(read.children[0].bytes.empty());
    CHECK(read.children[0].is_whole);
    CHECK(read.children[1].name == "b");
    CHECK(read.children[1].bytes == std::string(extract::child_bytes_max + 1, 'y'));
    CHECK(read.children[1].is_whole);
}

TEST_CASE("what came before a crash was given", "[extract][faults]") {
    Bench bench;
    CHECK(bench.obey("crash after a page").text == "page");
}

TEST_CASE("a helper that is silent for too long is ended", "[extract][faults]") {
    Bench bench{1, 50ms};
    const auto command = GENERATE("hang", "hang after a page", "spin");
    CHECK(bench.obey(command).failure() == "helper_stalled");
    CHECK(bench.obey("be good").facts().format == "obeyed");
}

#ifndef INGESTD_SANITIZED
TEST_CASE("a helper that takes memory without end is refused it", "[extract][faults]") {
    Bench bench;
    CHECK(bench.obey("allocate").failure() == "out_of_memory");
    CHECK(bench.obey("be good").facts().format == "obeyed");
}
#endif

#ifndef INGESTD_SANITIZED
TEST_CASE("a helper may read on several threads", "[extract][walls]") {
    Bench bench;
    CHECK(bench.obey("start a thread").text == "done");
}

TEST_CASE("a helper that tries what reading never takes is ended", "[extract][walls]") {
    Bench bench;
    const std::string command = GENERATE(
        "fork", "run a program", "open a socket", "open a local socket", "signal its parent"
    );
    const auto ended = bench.obey(command);
    INFO(command);
    CHECK(ended.failure() == "helper_crashed");
    CHECK_THAT(ended.detail(), Catch::Contains("what reading never takes"));
    CHECK(ended.text.empty());
    CHECK(bench.obey("be good").facts().format == "obeyed");
}

TEST_CASE("what else a helper tries is refused", "[extract][walls]") {
    Bench bench;
    const std::string command = GENERATE(
        "write a file in memory",
        "make a file",
        "empty a file",
        "make a folder",
        "remove a file",
        "make code",
        "gain privileges"
    );
    INFO(command);
    CHECK(bench.obey(command).text == "refused");
}

TEST_CASE("a helper cannot change its document", "[extract][walls]") {
    Bench bench;
    CHECK(bench.obey("write to its document").text != "done");
}

TEST_CASE("a helper opens what packages install, and no other file", "[extract][walls]") {
    Bench bench;
    CHECK(bench.obey("read what is installed").text == "done");
    if (!kernel_has_landlock()) return;
    CHECK(bench.obey("read a secret").text == "refused");
    CHECK(bench.obey("list a folder").text == "refused");
}
#endif

TEST_CASE("a helper is used again", "[extract][helper]") {
    Bench bench;
    const auto first = bench.obey("pid").text;
    CHECK_FALSE(first.empty());
    CHECK(bench.obey("pid").text == first);
}

TEST_CASE("a warm helper that was killed is replaced unnoticed", "[extract][faults]") {
    Bench bench;
    const auto first = bench.obey("pid").text;
    const auto pid = static_cast<pid_t>(std::stol(first));
    ::kill(pid, SIGKILL);
    siginfo_t info{};
    REQUIRE(::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) == 0);
    const auto second = bench.obey("pid").text;
    CHECK_FALSE(second.empty());
    CHECK(second != first);
}

TEST_CASE(
    "a stream destroyed in the middle ends its helper and leaves no zombie", "[extract][faults]"
) {
    {
        Bench bench;
        auto stream = bench.open("hang after a page");
        REQUIRE(std::holds_alternative<extract::Extracted>(step_of(*stream)));
        stream.reset();
        CHECK(bench.obey("be good").facts().format == "obeyed");
    }
    CHECK_FALSE(has_children());
}

TEST_CASE("streams may outlive the extractor", "[extract][helper]") {
    Bench bench;
    auto stream = bench.open("much");
    bench.extractor.reset();
    CHECK(extract_all(*stream).is_extracted());
}

TEST_CASE("a helper that says more than the socket holds waits, and nothing is lost", "[extract]") {
    Bench bench;
    auto stream = bench.open("much");
    REQUIRE(std::holds_alternative<extract::Extracted>(step_of(*stream)));
    const auto rest = extract_all(*stream);
    CHECK(rest.is_extracted());
    CHECK(rest.blocks.size() == 999);
}

TEST_CASE(
    "when all helpers are busy a document says so and gets the next one", "[extract][helper]"
) {
    Bench bench;
    auto first = bench.open("hang after a page");
    REQUIRE(std::holds_alternative<extract::Extracted>(step_of(*first)));
    auto second = bench.open("be good");
    const auto step = second->next();
    REQUIRE(std::holds_alternative<extract::Waiting>(step));
    CHECK_FALSE(std::get<extract::Waiting>(step).waiting_on.empty());

    std::binary_semaphore is_ready{0};
    second->when_ready([&is_ready] { is_ready.release(); });
    first.reset();
    is_ready.acquire();
    CHECK(extract_all(*second).facts().format == "obeyed");
}

TEST_CASE("who gave up waiting is skipped", "[extract][helper]") {
    Bench bench;
    auto first = bench.open("hang after a page");
    REQUIRE(std::holds_alternative<extract::Extracted>(step_of(*first)));
    auto second = bench.open("be good");
    auto third = bench.open("be good");
    second->next();
    third->next();
    bool was_called = false;
    second->when_ready([&was_called] { was_called = true; });
    second.reset();
    first.reset();
    CHECK(extract_all(*third).facts().format == "obeyed");
    CHECK_FALSE(was_called);
}

TEST_CASE("a helper that cannot be started fails the document", "[extract][faults]") {
    IoThread io;
    const auto extractor =
        extract::make_extractor({.helper_program = "/no/such/program", .executor = io.executor()});
    const auto all = extract_all(*extractor->open(request("x", "a.html")));
    CHECK(all.failure() == "internal");
    CHECK_THAT(all.detail(), Catch::Contains("/no/such/program"));
}

TEST_CASE("a helper inherits nothing of the server", "[extract][faults]") {
    Bench bench;
    const int inherited = ::open("/dev/null", O_RDONLY);  // on purpose without CLOEXEC
    // Standard streams, its socket, the document.
    CHECK(bench.obey("descriptors").text == "0 1 2 3 4 ");
    // Set for it, and nothing of ours.
    CHECK(
        bench.obey("environment").text ==
        "GLIBC_TUNABLES=glibc.malloc.tcache_count=1000 OMP_THREAD_LIMIT=1"
    );
    ::close(inherited);
}

TEST_CASE("many documents at once share few helpers", "[extract][helper]") {
    Bench bench{3};
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            for (int k = 0; k < 10; ++k) {
                const auto all = bench.obey((i + k) % 4 == 0 ? "crash" : "be good");
                if (all.is_extracted() == ((i + k) % 4 != 0)) ++good;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(good == 80);
}

TEST_CASE(
    "a machine that is short of something is told apart from a helper that is not there",
    "[extract][faults]"
) {
    Bench bench;
    const auto stream = bench.open("pid");
    rlimit limit{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
    const int lowest_free = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    REQUIRE(lowest_free >= 0);
    ::close(lowest_free);
    auto short_of_descriptors = limit;
    short_of_descriptors.rlim_cur = static_cast<rlim_t>(lowest_free);

    ::setrlimit(RLIMIT_NOFILE, &short_of_descriptors);
    const auto refused = stream->next();
    ::setrlimit(RLIMIT_NOFILE, &limit);

    REQUIRE(std::holds_alternative<DocumentFailure>(refused));
    CHECK(std::get<DocumentFailure>(refused).code == "helper_unavailable");
    CHECK(bench.obey("pid").is_extracted());
}

// What is in the trace of a run; and the reading of traces itself.
#include "system_calls.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <thread>

#include <sys/stat.h>

#include "e2e/server_process.hpp"
#include "e2e/wire.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::crash {

namespace {

using namespace e2e;

bool can_trace() {
    return std::system("strace -f -o /dev/null true >/dev/null 2>&1") == 0;
}

bool is_sync(const SystemCall& call) {
    return (call.name == "fsync" || call.name == "fdatasync") && call.words.ends_with("= 0");
}
bool is_log_sync(const SystemCall& call) {
    return is_sync(call) && call.words.find("/catalog.db-wal>") != std::string::npos;
}
bool is_send(const SystemCall& call) {
    return call.name == "sendmsg" || call.name == "sendto" || call.name == "writev";
}
bool is_accepted(const SystemCall& call) {
    return is_send(call) && call.words.find("\"HTTP/1.1 202 ") != std::string::npos;
}
bool is_receive(const SystemCall& call) {
    return call.name == "recvmsg" || call.name == "recvfrom" || call.name == "readv";
}
// The socket of a call, both ends' ports told.
std::string socket_of(const SystemCall& call) {
    return call.words.substr(0, call.words.find("]>"));
}

// A server under strace; `trace` is whole when it has ended.
struct Traced {
    test::TemporaryDirectory directory;
    std::string trace;
    std::thread reader;
    std::unique_ptr<ServerProcess> server;

    Traced() {
        const auto pipe = directory / "trace";
        REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
        reader = std::thread{[this, pipe] {
            std::ifstream opened{pipe};
            trace.assign(std::istreambuf_iterator<char>{opened}, {});
        }};
        server = std::make_unique<ServerProcess>(Launch{
            .data_dir = directory / "data",
            // -D: what we start is the server, and strace stands beside it.
            .under =
                {"strace",
                 "-D",
                 "-f",
                 "-yy",
                 "-s",
                 "64",
                 "-o",
                 pipe.string(),
                 "-e",
                 "trace=fsync,fdatasync,rename,sendmsg,sendto,writev,recvmsg,recvfrom,readv",
                 "-e",
                 "signal=none"},
            // Leaks cannot be looked for under strace.
            .environment = {"ASAN_OPTIONS=detect_leaks=0"}});
        REQUIRE(server->is_listening());
    }
    ~Traced() {
        server.reset();
        if (reader.joinable()) reader.join();
    }

    std::vector<SystemCall> end() {
        server->end_with(SIGTERM);
        reader.join();
        return parse_system_calls(trace);
    }
};

// The last call before `before` for which `is_it` holds and that ended before it began; the end of
// the list when there is none.
template <class Predicate>
std::vector<SystemCall>::const_iterator last_before(
    const std::vector<SystemCall>& calls, std::size_t before, const Predicate& is_it
) {
    auto found = calls.end();
    for (auto call = calls.begin(); call != calls.end(); ++call) {
        if (call->end < before && is_it(*call)) found = call;
    }
    return found;
}

// Where the sync stands that an acknowledgement waited for: begun after all of its request had been
// received, ended before its answer was begun. Gives 0 when there is none.
std::size_t sync_behind(const std::vector<SystemCall>& calls, const SystemCall& answer) {
    const auto socket = socket_of(answer);
    const auto received = last_before(calls, answer.begin, [&](const SystemCall& call) {
        return is_receive(call) && socket_of(call) == socket && !call.words.ends_with("= 0") &&
               call.words.find("= -1") == std::string::npos;
    });
    if (received == calls.end()) return 0;
    const auto synced = last_before(calls, answer.begin, is_log_sync);
    return synced != calls.end() && synced->begin > received->end ? synced->end : 0;
}

TEST_CASE("the two halves of a call are put together", "[crash][strace]") {
    const auto calls = parse_system_calls(
        "7  fsync(5</a> <unfinished ...>\n"
        "8  sendmsg(6<TCP:[1->2]>, {...}, 0) = 12\n"
        "7  <... fsync resumed>)             = 0\n"
        "9  recvmsg(6<TCP:[1->2]>,  <unfinished ...>\n"
        "7  +++ exited with 0 +++\n"
    );

    REQUIRE(calls.size() == 2);
    CHECK(calls[0].name == "sendmsg");
    CHECK((calls[1].name == "fsync" && calls[1].begin == 0 && calls[1].end == 2));
    CHECK(is_sync(calls[1]));
}

TEST_CASE(
    "every 202 is sent after a sync that began when its request was there, and many share one",
    "[crash][strace]"
) {
    if (!can_trace()) {
        WARN("left out: strace is not there, or may not trace");
        return;
    }
    constexpr std::size_t clients = 16, uploads = 6;
    Traced traced;
    const auto port = traced.server->port();
    std::vector<std::thread> senders;
    for (std::size_t client = 0; client < clients; ++client) {
        senders.emplace_back([port, client] {
            for (std::size_t i = 0; i < uploads; ++i) {
                upload_texts(
                    port, "c", {{std::to_string(client) + '-' + std::to_string(i), "a word"}}
                );
            }
        });
    }
    for (auto& sender : senders) sender.join();
    const auto calls = traced.end();

    std::size_t answers = 0, too_early = 0;
    std::set<std::size_t> syncs;
    for (const auto& call : calls) {
        if (!is_accepted(call)) continue;
        ++answers;
        const auto sync = sync_behind(calls, call);
        if (sync == 0) ++too_early;
        syncs.insert(sync);
    }
    REQUIRE(answers == clients * uploads);
    CHECK(too_early == 0);
    CAPTURE(syncs.size());
    CHECK(syncs.size() < answers);
}

TEST_CASE(
    "a large body is synced, named, its folder synced and the catalog synced before its 202",
    "[crash][strace]"
) {
    if (!can_trace()) {
        WARN("left out: strace is not there, or may not trace");
        return;
    }
    Traced traced;
    const auto answer = call(
        traced.server->port(), "POST", "/upload?collection_name=c&filename=a.txt", prose(300'000)
    );
    REQUIRE(answer.status == 202);
    const auto calls = traced.end();

    const auto accepted = std::find_if(calls.begin(), calls.end(), is_accepted);
    REQUIRE(accepted != calls.end());
    const auto catalog = last_before(calls, accepted->begin, is_log_sync);
    REQUIRE(catalog != calls.end());
    const auto folder = last_before(calls, catalog->begin, [](const SystemCall& call) {
        return call.name == "fsync" && call.words.find("/blobs/") != std::string::npos &&
               is_sync(call);
    });
    REQUIRE(folder != calls.end());
    const auto named = last_before(calls, folder->begin, [](const SystemCall& call) {
        return call.name == "rename" && call.words.find(".blob\"") != std::string::npos;
    });
    REQUIRE(named != calls.end());
    const auto bytes = last_before(calls, named->begin, [](const SystemCall& call) {
        return is_sync(call) && call.words.find("/blobs/staging/") != std::string::npos;
    });
    REQUIRE(bytes != calls.end());
    // What was named is what was synced, in the folder that was synced.
    const auto staged = named->words.substr(1, named->words.find('"', 1) - 1);
    CHECK(bytes->words.find(staged) != std::string::npos);
    const auto target =
        std::filesystem::path{named->words.substr(named->words.find(", \"") + 3)}.parent_path();
    CHECK(folder->words.find(target.string() + '>') != std::string::npos);
}

}  // namespace
}  // namespace ingestd::crash

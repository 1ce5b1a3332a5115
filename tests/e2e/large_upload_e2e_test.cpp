// A file far larger than the memory that it may cost.
#include <chrono>
#include <thread>

#include "binary.hpp"
#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

constexpr std::size_t piece_bytes = 1 << 20;
constexpr std::size_t pieces = 300;

// The same piece many times: what counts is that it streams.
struct Pieces {
    std::string piece = prose(piece_bytes).substr(0, piece_bytes);
    std::size_t left = pieces;
};

}  // namespace

TEST_CASE("a file of 300 MB is taken in with a few MiB of memory", "[e2e][large]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const std::string before =
        "--edge\r\nContent-Disposition: form-data; name=\"f\"; filename=\"big.bin\"\r\n\r\n\x7f"
        "ELF";
    const std::string after =
        "\r\n--edge\r\nContent-Disposition: form-data; "
        "name=\"collection_name\"\r\n\r\nlarge\r\n--edge--\r\n";
    Pieces body;
    int step = 0;
    const auto next = [&]() -> std::string_view {
        if (step == 0) return ++step, std::string_view{before};
        if (body.left > 0) return --body.left, std::string_view{body.piece};
        return step++ == 1 ? std::string_view{after} : std::string_view{};
    };
    get(port, "/healthz");
    const auto memory_before = server.peak_memory_bytes();

    const auto answer = call_streaming(
        port,
        "/upload",
        {{"Content-Type", "multipart/form-data; boundary=edge"},
         {"Content-Length", std::to_string(before.size() + pieces * piece_bytes + after.size())}},
        next
    );

    REQUIRE(answer.status == 202);
    const auto grown = server.peak_memory_bytes() - memory_before;
    CAPTURE(memory_before, grown);
    if (!is_sanitized()) CHECK(grown < 16u << 20);
    CHECK(
        wait_for_end(port, answer.parsed().at("upload_id")).at("error").at("code") ==
        "unsupported_type"
    );
}

TEST_CASE(
    "a text of 40 MB is chunked and indexed in memory that does not follow it", "[e2e][large]"
) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    // A sanitizer's own memory tells nothing, and its time is ten times as long.
    const std::size_t bytes = is_sanitized() ? 4'000'000 : 40'000'000;
    const auto text = prose(bytes);
    std::string_view rest = text;
    const auto next = [&] {
        const auto piece = rest.substr(0, piece_bytes);
        rest.remove_prefix(piece.size());
        return piece;
    };

    const auto answer = call_streaming(
        port,
        "/upload?collection_name=large&filename=big.txt",
        {{"Content-Length", std::to_string(text.size())}},
        next
    );
    REQUIRE(answer.status == 202);
    const auto last = wait_for_end(port, answer.parsed().at("upload_id"));

    CHECK(last.at("status") == "completed");
    CHECK(last.at("total_chunks").get<std::size_t>() > bytes / 2'000);
    const auto peak = server.peak_memory_bytes();
    CAPTURE(peak);
    if (is_sanitized()) return;
    CHECK(peak < 160u << 20);
    // What the work has freed goes back to the system once all is quiet.
    const auto at_the_end = server.memory_bytes();
    auto now = at_the_end;
    for (int looks = 0; looks < 600 && now + (2u << 20) > at_the_end; ++looks) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        now = server.memory_bytes();
    }
    REQUIRE(now > 0);  // it lives
    CHECK(now + (2u << 20) <= at_the_end);
}

// Asking twice, as a client does whose answer was lost.
#include <csignal>
#include <thread>

#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

Answer post_with_key(std::uint16_t port, const std::string& key, const json& body) {
    return call(
        port,
        "POST",
        "/upload",
        body.dump(),
        {{"Content-Type", "application/json"}, {"Idempotency-Key", key}}
    );
}

json upload_of(const std::string& text) {
    return {
        {"collection_name", "c"},
        {"documents", json::array({{{"filename", "a.txt"}, {"content", text}}})}};
}

}  // namespace

TEST_CASE(
    "the same key is the same upload, word for word, also after the server was killed",
    "[e2e][idempotency]"
) {
    const test::TemporaryDirectory data;
    Answer first;
    {
        ServerProcess server{data.path()};
        first = post_with_key(server.port(), "\"a client's key\"", upload_of("ropes"));
        REQUIRE(first.status == 202);
        server.end_with(SIGKILL);
    }
    const ServerProcess server{data.path()};

    const auto again = post_with_key(server.port(), "\"a client's key\"", upload_of("ropes"));
    const auto other = post_with_key(server.port(), "\"a client's key\"", upload_of("sails"));

    CHECK(again.status == 202);
    CHECK(again.body == first.body);
    CHECK(again.headers.at("location") == first.headers.at("location"));
    CHECK(other.status == 422);
    CHECK(other.parsed().at("title") == "Idempotency key reused");
    wait_for_end(server.port(), first.parsed().at("upload_id"));
    CHECK(get(server.port(), "/uploads").parsed().at("uploads").size() == 1);
    CHECK(search(server.port(), "c", "ropes").size() == 1);
}

TEST_CASE("requests with one key at the same time become one upload", "[e2e][idempotency]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto body = upload_of(prose(200'000));
    std::vector<Answer> answers(6);
    std::vector<std::thread> clients;
    for (auto& answer : answers) {
        clients.emplace_back([&] { answer = post_with_key(server.port(), "key", body); });
    }
    for (auto& client : clients) client.join();

    for (const auto& answer : answers) {
        CHECK(answer.status == 202);
        CHECK(answer.body == answers[0].body);
    }
    const auto end = wait_for_end(server.port(), answers[0].parsed().at("upload_id"));
    CHECK(end.at("status") == "completed");
    CHECK(get(server.port(), "/uploads").parsed().at("uploads").size() == 1);
}

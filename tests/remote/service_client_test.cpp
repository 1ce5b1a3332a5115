// Over real sockets, against a service that behaves as it is told.
#include <future>

#include <ingestd/remote/errc.hpp>
#include <ingestd/remote/service_client.hpp>

#include "support/catch.hpp"
#include "support/http_service.hpp"
#include "tls_service.hpp"

using namespace ingestd;
using namespace std::chrono_literals;
using remote::Errc;
using remote::ServiceAnswer;
using remote::ServiceCall;
using remote::ServiceClient;
using test::HttpService;
using test::ServiceReply;
using test::ServiceRequest;

namespace {

std::future<Result<ServiceAnswer>> post(ServiceClient& client, ServiceCall call) {
    auto promise = std::make_shared<std::promise<Result<ServiceAnswer>>>();
    auto answer = promise->get_future();
    client.post(std::move(call), [promise](auto result) { promise->set_value(std::move(result)); });
    return answer;
}

Result<ServiceAnswer> call_once(ServiceCall call) {
    ServiceClient client;
    return post(client, std::move(call)).get();
}

}  // namespace

TEST_CASE("a body goes out, an answer comes in", "[remote][client]") {
    ServiceRequest seen;
    HttpService service{[&seen](const ServiceRequest& request) {
        seen = request;
        return ServiceReply{.body = R"({"data":[]})"};
    }};

    const auto answer = call_once(
        {.url = service.url("/v1/embeddings"),
         .body = R"({"input":"ü"})",
         .headers = {"Authorization: Bearer key"}}
    );

    CHECK(answer.value() == ServiceAnswer{.status = 200, .body = R"({"data":[]})"});
    CHECK(seen.body == R"({"input":"ü"})");
    CHECK_THAT(seen.head, Catch::StartsWith("POST /v1/embeddings HTTP/1.1\r\n"));
    CHECK_THAT(seen.head, Catch::Contains("Content-Type: application/json\r\n"));
    CHECK_THAT(seen.head, Catch::Contains("Authorization: Bearer key\r\n"));
}

TEST_CASE("a refusal is an answer, with when to come back", "[remote][client]") {
    const auto* const headers = GENERATE("Retry-After: 7\r\n", "X: 1\r\nretry-after:  7 \r\n");
    HttpService service{[headers](const ServiceRequest&) {
        return ServiceReply{.status = 429, .body = "slow", .headers = headers};
    }};

    CHECK(
        call_once({.url = service.url()}).value() ==
        ServiceAnswer{.status = 429, .body = "slow", .retry_after = "7"}
    );
}

TEST_CASE("a redirect is not followed", "[remote][client]") {
    HttpService service{[](const ServiceRequest&) {
        return ServiceReply{.status = 307, .headers = "Location: file:///etc/passwd\r\n"};
    }};

    CHECK(call_once({.url = service.url()}).value().status == 307);
}

TEST_CASE("an answer that ends too early, or not at all, is broken", "[remote][client]") {
    const auto reply = GENERATE(
        ServiceReply{.body = "short", .content_length = 100}, ServiceReply{.is_closed = true}
    );
    HttpService service{[reply](const ServiceRequest&) { return reply; }};

    CHECK(call_once({.url = service.url()}).error().code == Errc::broken);
}

TEST_CASE("an answer is read up to the bound, and no further", "[remote][client]") {
    HttpService service{
        [](const ServiceRequest&) { return ServiceReply{.body = std::string(1000, 'x')}; }};

    CHECK(call_once({.url = service.url(), .answer_bytes_max = 1000}).value().body.size() == 1000);
    CHECK(
        call_once({.url = service.url(), .answer_bytes_max = 999}).error().code == Errc::too_large
    );
}

TEST_CASE("a silent service is given up", "[remote][client]") {
    HttpService service{[](const ServiceRequest&) { return ServiceReply{.is_silent = true}; }};

    CHECK(call_once({.url = service.url(), .silence_timeout = 1s}).error().code == Errc::timed_out);
}

TEST_CASE("where nobody listens there is nothing to reach", "[remote][client]") {
    std::string url;
    {
        HttpService gone{[](const ServiceRequest&) { return ServiceReply{}; }};
        url = gone.url();
    }

    CHECK(call_once({.url = url}).error().code == Errc::unreachable);
}

TEST_CASE("no scheme but http and https is spoken", "[remote][client]") {
    CHECK(call_once({.url = "file:///etc/passwd"}).error().code == Errc::bad_address);
    CHECK(call_once({.url = ""}).error().code == Errc::bad_address);
}

TEST_CASE("nothing is said to a service whose certificate is not trusted", "[remote][client]") {
    test::TlsService service;

    const auto answer = call_once({.url = service.url(), .headers = {"Authorization: Bearer key"}});

    CHECK(answer.error().code == Errc::untrusted);
    CHECK(service.received() == "");
}

TEST_CASE("a call ends when it is stopped, wherever it is", "[remote][client]") {
    HttpService service{[](const ServiceRequest&) { return ServiceReply{.is_silent = true}; }};
    ServiceClient client;
    std::stop_source stop;
    ServiceCall call{.url = service.url(), .stop = stop.get_token()};
    auto waits = call;
    waits.not_before = SteadyClock::now() + 1h;
    auto silent = post(client, call), waiting = post(client, waits);

    stop.request_stop();

    CHECK(silent.get().error().code == Errc::cancelled);
    CHECK(waiting.get().error().code == Errc::cancelled);
    CHECK(post(client, call).get().error().code == Errc::cancelled);
}

TEST_CASE("closing ends what is pending and what comes later", "[remote][client]") {
    HttpService service{[](const ServiceRequest&) { return ServiceReply{.is_silent = true}; }};
    ServiceClient client;
    auto pending = post(client, {.url = service.url()});
    auto waiting = post(client, {.url = service.url(), .not_before = SteadyClock::now() + 1h});

    client.close();

    CHECK(pending.get().error().code == Errc::cancelled);
    CHECK(waiting.get().error().code == Errc::cancelled);
    CHECK(post(client, {.url = service.url()}).get().error().code == Errc::cancelled);
}

TEST_CASE("a call does not begin before its time", "[remote][client]") {
    std::atomic<SteadyClock::time_point> came{};
    HttpService service{[&came](const ServiceRequest&) {
        came = SteadyClock::now();
        return ServiceReply{};
    }};
    const auto due = SteadyClock::now() + 50ms;

    CHECK(call_once({.url = service.url(), .not_before = due}));
    CHECK(came.load() >= due);
}

TEST_CASE("many calls go at the same time, and a done may call again", "[remote][client]") {
    std::atomic<int> here = 0;
    HttpService service{[&here](const ServiceRequest& request) {
        // The first eight are answered once all are there.
        if (++here <= 8) {
            while (here < 8) std::this_thread::yield();
        }
        return ServiceReply{.body = request.body};
    }};
    ServiceClient client;
    std::vector<std::promise<std::string>> ends(8);

    for (std::size_t i = 0; i < ends.size(); ++i) {
        client.post(
            {.url = service.url(), .body = std::to_string(i)},
            [&client, &service, &end = ends[i]](Result<ServiceAnswer> first) {
                client.post(
                    {.url = service.url(), .body = first.value().body + "again"},
                    [&end](Result<ServiceAnswer> second) { end.set_value(second.value().body); }
                );
            }
        );
    }

    for (std::size_t i = 0; i < ends.size(); ++i)
        CHECK(ends[i].get_future().get() == std::to_string(i) + "again");
}

TEST_CASE("an address is checked before it is called", "[remote][address]") {
    const auto* const good = GENERATE(
        "http://localhost", "https://api.example.com:8443/v1", "http://[::1]:11434/v1/embeddings"
    );
    CHECK(remote::check_service_address(good));

    const auto [url, what] = GENERATE(table<const char*, const char*>({
        {"", "must begin with http"},
        {"ftp://host/", "must begin with http"},
        {"http://", "host"},
        {"http://host:99999/", "ort"},
        {"http://user@host/", "user name"},
        {"http://user:word@host/", "user name"},
        {"http://host/?a=b", "query"},
        {"http://host/#top", "fragment"},
        {"http://ho st/", "host"},
    }));
    const auto checked = remote::check_service_address(url);
    CAPTURE(url);
    REQUIRE(checked.has_error());
    CHECK(checked.error().code == Errc::bad_address);
    CHECK_THAT(checked.error().detail, Catch::Contains(what));
}

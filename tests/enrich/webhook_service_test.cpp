// Over real sockets, against a service that speaks the protocol, with faults.
#include "../../src/enrich/webhook_service.hpp"

#include <future>

#include <ingestd/enrich/errc.hpp>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/http_service.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

using namespace ingestd;
using namespace ingestd::enrich;
using namespace std::chrono_literals;
using nlohmann::json;
using test::HttpService;
using test::ServiceReply;
using test::ServiceRequest;

namespace {

using Findings = std::vector<Webhook::Finding>;

// Says of each text how long it is; of "poison" nothing ever.
ServiceReply lengths_of(const ServiceRequest& request) {
    json answer{{"chunks", json::array()}};
    const auto asked = json::parse(request.body);
    for (const auto& chunk : asked.at("chunks")) {
        const auto text = chunk.at("text").get<std::string>();
        if (text == "poison") return {.status = 500, .body = "it chokes"};
        answer["chunks"].push_back({{"enrichment", {{"length", text.size()}}}});
    }
    return {.body = answer.dump()};
}

struct Service {
    explicit Service(std::vector<ServiceReply> replies = {}, WebhookSettings given = {})
        : faults{std::move(replies)}, http{[this](const ServiceRequest& request) {
              const auto call = calls++;
              return call < faults.size() ? faults[call] : lengths_of(request);
          }} {
        given.name = "far";
        given.url = http.url("/enrich");
        webhook = make_webhook(std::move(given));
    }
    std::future<Result<Findings>> begin(
        const std::vector<std::string>& texts, std::stop_token stop = {}
    ) {
        std::vector<Chunk> chunks(texts.size());
        for (std::size_t i = 0; i < texts.size(); ++i) chunks[i].text = texts[i];
        auto promise = std::make_shared<std::promise<Result<Findings>>>();
        auto answer = promise->get_future();
        webhook->enrich({}, chunks, stop, [promise](auto result) {
            promise->set_value(std::move(result));
        });
        return answer;
    }
    Result<Findings> ask(const std::vector<std::string>& texts) { return begin(texts).get(); }

    std::vector<ServiceReply> faults;
    std::atomic<std::size_t> calls = 0;
    HttpService http;
    std::unique_ptr<Webhook> webhook;
};

Findings lengths(const std::vector<std::size_t>& sizes) {
    Findings findings;
    for (const auto size : sizes)
        findings.emplace_back(R"({"length":)" + std::to_string(size) + "}");
    return findings;
}

WebhookWaiting wait_until_it_waits(const Webhook& webhook) {
    for (;;) {
        if (auto waiting = webhook.waiting_on()) return *waiting;
        std::this_thread::yield();
    }
}

const std::string huge(1'000'000, ' ');

}  // namespace

TEST_CASE("chunks go in batches, and what is found comes in their order", "[enrich][webhook]") {
    Service service{{}, {.batch_chunks = 3}};
    std::vector<std::string> texts;
    std::vector<std::size_t> sizes;
    for (std::size_t i = 0; i < 20; ++i) {
        texts.emplace_back(i, 'x');
        sizes.push_back(i);
    }

    CHECK(service.ask(texts).value() == lengths(sizes));
    CHECK(service.calls == 7);
    CHECK(service.ask({}).value().empty());
    CHECK(service.calls == 7);
    CHECK_FALSE(service.webhook->waiting_on());
}

TEST_CASE("a batch is bounded in bytes, but for one chunk alone", "[enrich][webhook]") {
    Service service{{}, {.batch_bytes = 10}};
    CHECK(
        service.ask({"12345", "67890", "1", std::string(99, 'x')}).value() == lengths({5, 5, 1, 99})
    );
    CHECK(service.calls == 3);
}

TEST_CASE("what may pass is asked again", "[enrich][webhook]") {
    const auto fault = GENERATE(
        ServiceReply{.status = 429, .headers = "Retry-After: 0\r\n"},
        ServiceReply{.status = 500},
        ServiceReply{.is_closed = true},
        ServiceReply{.body = R"({"chunks":[{"enr)"},
        ServiceReply{.body = "half of it", .content_length = 1000},
        ServiceReply{.is_silent = true}
    );
    Service service{{fault}, {.timeout = 1s}};

    CHECK(service.ask({"abc"}).value() == lengths({3}));
    CHECK(service.calls == 2);
    CHECK_FALSE(service.webhook->waiting_on());
}

TEST_CASE("what does not pass marks the chunks at once, and others go on", "[enrich][webhook]") {
    const auto [reply, code, detail] = GENERATE(table<ServiceReply, Errc, const char*>({
        {{.status = 401, .body = R"({"error":"no key"})"}, Errc::refused, "HTTP 401: no key"},
        {{.body = R"({"chunks":[]})"}, Errc::wrong_answer, "0 chunks, and 2 were sent"},
        {{.body = huge}, Errc::wrong_answer, "bytes"},
    }));
    Service service{{reply}, {.batch_chunks = 2, .calls_max = 1}};

    const auto findings = service.ask({"a", "ab", "abc"}).value();

    REQUIRE(findings.size() == 3);
    for (const auto& finding : {findings[0], findings[1]}) {
        CHECK(finding.error().code == code);
        CHECK_THAT(finding.error().detail, Catch::Contains(detail));
    }
    CHECK(findings[2] == lengths({3})[0]);
    CHECK(service.calls == 2);
}

TEST_CASE("a service that is down is given up, and what comes goes on", "[enrich][webhook]") {
    Service service{
        std::vector<ServiceReply>(9, {.status = 500}), {.batch_chunks = 1, .tries_max = 2}};

    const auto findings = service.ask({"a", "ab", "abc"}).value();

    CHECK(service.calls == 2);
    for (const auto& finding : findings) {
        CHECK(finding.error().code == Errc::unavailable);
        CHECK_THAT(finding.error().detail, Catch::Contains("HTTP 500"));
    }
    CHECK(
        service.ask({"later"}).value()[0].error().detail == "given up after 2 failures: HTTP 500"
    );
    CHECK(service.calls == 2);
}

TEST_CASE("one chunk that brings the service down fails alone", "[enrich][webhook]") {
    Service service{{}, {.batch_chunks = 1, .tries_max = 3}};

    const auto findings = service.ask({"poison", "a", "ab", "abc"}).value();

    CHECK(findings[0].error() == Error{Errc::unavailable, "HTTP 500: it chokes"});
    CHECK(Findings{findings.begin() + 1, findings.end()} == lengths({1, 2, 3}));
}

TEST_CASE("what is waited for is told, and what is stopped ends", "[enrich][webhook]") {
    Service service{{{.status = 429, .body = "slow down", .headers = "Retry-After: 1000\r\n"}}};
    std::stop_source stop;
    auto pending = service.begin({"a"}, stop.get_token());

    const auto waiting = wait_until_it_waits(*service.webhook);
    CHECK(waiting.detail == "The enricher far is asked again: HTTP 429: slow down");
    REQUIRE(waiting.until);
    CHECK(*waiting.until > wall_now() + 900s);

    stop.request_stop();
    CHECK(pending.get().error().code == Errc::cancelled);
    CHECK(service.calls == 1);
}

TEST_CASE("closing cancels what is under way, what waits and what comes", "[enrich][webhook]") {
    Service service{{{.is_silent = true}}, {.batch_chunks = 1}};
    std::vector<std::future<Result<Findings>>> pending;
    for (int i = 0; i < 5; ++i) pending.push_back(service.begin({"a", "b"}));

    service.webhook->close();

    for (auto& call : pending) CHECK(call.get().error().code == Errc::cancelled);
    CHECK(service.ask({"a"}).error().code == Errc::cancelled);
}

TEST_CASE("a webhook is named, and shown its key", "[enrich][webhook]") {
    test::TemporaryDirectory directory;
    test::write_file(directory.path() / "key", "se-cret\n");
    std::string head;
    HttpService http{[&head](const ServiceRequest& request) {
        head = request.head;
        return lengths_of(request);
    }};
    const auto spec = parse_enricher_spec(
        "far=webhook:" + http.url("/enrich") +
        "?batch=2&concurrency=3&timeout=5&key_file=" + (directory.path() / "key").string()
    );
    const auto set = WebhookSet::open({spec.value()}).value();
    CHECK(set->names() == std::vector<std::string>{"far"});
    CHECK(set->find("near") == nullptr);

    std::promise<void> answered;
    set->find("far")->enrich({}, std::vector<Chunk>(1), {}, [&](auto) { answered.set_value(); });
    answered.get_future().wait();

    CHECK_THAT(head, Catch::StartsWith("POST /enrich "));
    CHECK_THAT(head, Catch::Contains("Authorization: Bearer se-cret\r\n"));
}

TEST_CASE("what is wrong with a webhook is told before anything is asked", "[enrich][webhook]") {
    const auto [text, code, what] = GENERATE(table<const char*, Errc, const char*>({
        {"far", Errc::bad_spec, "an enricher is named NAME=KIND:LOCATION"},
        {"far=openai:http://h", Errc::bad_spec, "the kind is webhook"},
        {"dates=webhook:http://h", Errc::bad_spec, "dates is found by what is built in"},
        {"far=webhook:http://h?model=m", Errc::bad_spec, "webhook has no parameter \"model\""},
        {"far=webhook:ftp://h", Errc::bad_spec, "far: \"ftp://h\": it must begin with http"},
        {"far=webhook:http://h?batch=0", Errc::bad_spec, "far: batch is a whole number from 1"},
        {"far=webhook:http://h?timeout=x", Errc::bad_spec, "far: timeout is a whole number"},
        {"far=webhook:http://h?key_file=/no/such/key", Errc::no_key, "cannot be read"},
    }));
    CAPTURE(text);

    const auto spec = parse_enricher_spec(text);
    const auto set =
        spec ? WebhookSet::open({*spec}) : Result<std::unique_ptr<WebhookSet>>{spec.error()};

    REQUIRE(set.has_error());
    CHECK(set.error().code == code);
    CHECK_THAT(set.error().detail, Catch::Contains(what));
}

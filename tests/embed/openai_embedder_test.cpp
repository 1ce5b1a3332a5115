// Over real sockets, against a service that speaks the protocol, with faults.
#include <future>

#include <ingestd/embed/embedder_set.hpp>
#include <ingestd/embed/errc.hpp>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/http_service.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

using namespace ingestd;
using namespace ingestd::embed;
using namespace std::chrono_literals;
using nlohmann::json;
using test::HttpService;
using test::ServiceReply;
using test::ServiceRequest;

namespace {

// A text of n letters has the embedding [n, 1].
ServiceReply embeddings_of(const ServiceRequest& request) {
    json answer{{"data", json::array()}};
    std::size_t index = 0;
    const auto asked = json::parse(request.body);
    for (const auto& text : asked.at("input")) {
        const auto size = text.get<std::string>().size();
        answer["data"].push_back({{"index", index++}, {"embedding", {size, 1}}});
    }
    return {.body = answer.dump()};
}

// Gives the faults one after another, then answers.
class Faulty {
public:
    explicit Faulty(std::vector<ServiceReply> faults) : faults_{std::move(faults)} {}
    ServiceReply operator()(const ServiceRequest& request) {
        const auto call = calls_++;
        return call < faults_.size() ? faults_[call] : embeddings_of(request);
    }
    std::size_t calls() const { return calls_; }

private:
    std::vector<ServiceReply> faults_;
    std::atomic<std::size_t> calls_ = 0;
};

struct Service {
    explicit Service(std::vector<ServiceReply> faults = {}, std::string parameters = "")
        : faulty{std::move(faults)}, http{std::ref(faulty)} {
        const auto spec = "far=openai:" + http.url("/v1") + "?model=m" + parameters;
        set = EmbedderSet::open({parse_embedder_spec(spec).value()}).value();
        embedder = set->find("far");
    }
    Faulty faulty;
    HttpService http;
    std::unique_ptr<EmbedderSet> set;
    Embedder* embedder;
};

std::future<Result<Vectors>> begin(Embedder& embedder, Batch batch) {
    auto promise = std::make_shared<std::promise<Result<Vectors>>>();
    auto answer = promise->get_future();
    embedder.embed(std::move(batch), [promise](auto result) { promise->set_value(result); });
    return answer;
}

Result<Vectors> embed_with(Embedder& embedder, Batch batch) {
    return begin(embedder, std::move(batch)).get();
}

Waiting wait_until_it_waits(const Embedder& embedder) {
    for (;;) {
        if (auto waiting = embedder.waiting_on()) return *waiting;
        std::this_thread::yield();
    }
}

Vectors rows_of(std::vector<float> sizes) {
    std::vector<float> values;
    for (const auto size : sizes) {
        values.push_back(size);
        values.push_back(size == 0 ? 0.f : 1.f);
        make_unit(std::span{values}.last(2));
    }
    return {2, values};
}

}  // namespace

TEST_CASE("a service gives the vectors, and its dimension with the first", "[embed][openai]") {
    Service service;
    CHECK(service.embedder->identity().dimension == 0);

    CHECK(embed_with(*service.embedder, {.texts = {"a", "abcd"}}).value() == rows_of({1, 4}));

    CHECK(
        service.embedder->identity() ==
        Identity{.name = "far", .kind = "openai", .model = "m", .dimension = 2}
    );
    CHECK(service.embedder->waiting_on() == std::nullopt);
}

TEST_CASE("many texts go in several calls, blank ones in none", "[embed][openai]") {
    Service service{{}, "&batch=3&concurrency=4"};
    std::vector<std::string> texts;
    std::vector<float> sizes;
    for (std::size_t i = 0; i < 50; ++i) {
        texts.push_back(std::string(i % 7, 'x') + (i % 7 == 0 ? " \n" : ""));
        sizes.push_back(static_cast<float>(i % 7));
    }

    CHECK(embed_with(*service.embedder, {.texts = texts}).value() == rows_of(sizes));
    CHECK(service.faulty.calls() == 14);  // 42 texts that are not blank
    CHECK(embed_with(*service.embedder, {}).value().size() == 0);
    CHECK(embed_with(*service.embedder, {.texts = {""}}).value() == rows_of({0}));
    CHECK(service.faulty.calls() == 14);
}

TEST_CASE("documents are tried again until they are answered", "[embed][openai]") {
    const auto fault = GENERATE(
        ServiceReply{.status = 429, .headers = "Retry-After: 0\r\n"},
        ServiceReply{.status = 500},
        ServiceReply{.is_closed = true},
        ServiceReply{.body = R"({"data":[{"ind)"},
        ServiceReply{.body = "half of it", .content_length = 1000}
    );
    Service service{{fault}};

    CHECK(embed_with(*service.embedder, {.texts = {"abc"}}).value() == rows_of({3}));
    CHECK(service.faulty.calls() == 2);
    CHECK(service.embedder->waiting_on() == std::nullopt);
}

TEST_CASE("a refusal ends the call with what the service said", "[embed][openai]") {
    const auto status = GENERATE(400u, 401u, 404u);
    Service service{{{.status = status, .body = R"({"error":{"message":"no such thing"}})"}}};

    const auto vectors = embed_with(*service.embedder, {.texts = {"abc"}});

    CHECK(vectors.error().code == Errc::refused);
    CHECK(vectors.error().detail == "HTTP " + std::to_string(status) + ": no such thing");
    CHECK(embed_with(*service.embedder, {.texts = {"abc"}}).value() == rows_of({3}));
}

TEST_CASE("a wrong dimension or count is refused", "[embed][openai]") {
    const auto* const body =
        GENERATE(R"({"data":[{"index":0,"embedding":[1,2,3]}]})", R"({"data":[]})");
    Service service{{{.body = body}}, "&dimensions=2"};

    CHECK(embed_with(*service.embedder, {.texts = {"a"}}).error().code == Errc::wrong_answer);
}

TEST_CASE("a service that never speaks JSON is given up", "[embed][openai]") {
    Service service{{{.body = "<html>"}, {.body = "<html>"}, {.body = "<html>"}}};

    CHECK(embed_with(*service.embedder, {.texts = {"a"}}).error().code == Errc::wrong_answer);
}

TEST_CASE("what is waited for is told, with figures", "[embed][openai]") {
    Service service{{{.status = 429, .body = "slow down", .headers = "Retry-After: 1000\r\n"}}};
    std::stop_source stop;
    auto pending = begin(*service.embedder, {.texts = {"a"}, .stop = stop.get_token()});

    const auto waiting = wait_until_it_waits(*service.embedder);
    CHECK(waiting.reason == "rate_limited");
    CHECK(waiting.detail == "The embedding service far is asked again: HTTP 429: slow down");
    CHECK(waiting.failures == 1);
    REQUIRE(waiting.until);
    CHECK(*waiting.until > wall_now() + 900s);

    // A query is told at once, and what is stopped ends.
    const auto query = embed_with(*service.embedder, {.purpose = Purpose::query, .texts = {"a"}});
    CHECK(query.error().code == Errc::unavailable);
    stop.request_stop();
    CHECK(pending.get().error().code == Errc::cancelled);
    CHECK(service.faulty.calls() == 1);
}

TEST_CASE("a query is tried once", "[embed][openai]") {
    Service service{{{.status = 500}}};

    const auto query = embed_with(*service.embedder, {.purpose = Purpose::query, .texts = {"a"}});

    CHECK(is_transient(query.error()));
    CHECK(service.faulty.calls() == 1);
    CHECK(service.embedder->waiting_on() == std::nullopt);
}

TEST_CASE("what waits behind one that is stopped goes on", "[embed][openai]") {
    Service service{{{.is_silent = true}}};
    std::stop_source stop;
    auto silent = begin(*service.embedder, {.texts = {"a"}, .stop = stop.get_token()});
    auto behind = begin(*service.embedder, {.texts = {"ab"}});
    while (service.faulty.calls() == 0) std::this_thread::yield();

    stop.request_stop();

    CHECK(silent.get().error().code == Errc::cancelled);
    CHECK(behind.get().value() == rows_of({2}));
}

TEST_CASE("closing cancels what is under way, what waits and what comes", "[embed][openai]") {
    Service service{{{.is_silent = true}}};
    std::vector<std::future<Result<Vectors>>> pending;
    for (int i = 0; i < 5; ++i) pending.push_back(begin(*service.embedder, {.texts = {"a"}}));

    service.embedder->close();

    for (auto& call : pending) CHECK(call.get().error().code == Errc::cancelled);
    CHECK(embed_with(*service.embedder, {.texts = {"a"}}).error().code == Errc::cancelled);
}

TEST_CASE("many callers are answered, each with its own", "[embed][openai]") {
    std::vector<ServiceReply> faults(3, {.status = 503, .headers = "Retry-After: 0\r\n"});
    Service service{faults, "&batch=2"};
    std::vector<std::future<Result<Vectors>>> pending(40);
    std::vector<std::thread> callers;
    for (std::size_t from = 0; from < 4; ++from) {
        callers.emplace_back([&, from] {
            for (std::size_t i = from; i < pending.size(); i += 4) {
                const std::string text(i + 1, 'x');
                pending[i] = begin(*service.embedder, {.texts = {text, "y", text}});
            }
        });
    }
    for (auto& caller : callers) caller.join();

    for (std::size_t i = 0; i < pending.size(); ++i) {
        const auto size = static_cast<float>(i + 1);
        CHECK(pending[i].get().value() == rows_of({size, 1, size}));
    }
}

TEST_CASE("the key comes from a file or the environment, prefixes by purpose", "[embed][openai]") {
    test::TemporaryDirectory directory;
    test::write_file(directory.path() / "key", "se-cret\n");
    std::mutex mutex;
    std::vector<ServiceRequest> seen;
    HttpService http{[&](const ServiceRequest& request) {
        const std::lock_guard lock{mutex};
        seen.push_back(request);
        return embeddings_of(request);
    }};
    const auto spec = "far=openai:" + http.url("/v1/") +
                      "?model=m&encoding=float&query_prefix=q:%20&document_prefix=d:%20&key_file=" +
                      (directory.path() / "key").string();
    const auto set = EmbedderSet::open({parse_embedder_spec(spec).value()}).value();

    CHECK(embed_with(*set->find("far"), {.texts = {"a"}}));
    CHECK(embed_with(*set->find("far"), {.purpose = Purpose::query, .texts = {"b"}}));

    REQUIRE(seen.size() == 2);
    CHECK_THAT(seen[0].head, Catch::StartsWith("POST /v1/embeddings "));
    CHECK_THAT(seen[0].head, Catch::Contains("Authorization: Bearer se-cret\r\n"));
    CHECK(seen[0].body == R"({"encoding_format":"float","input":["d: a"],"model":"m"})");
    CHECK(seen[1].body == R"({"encoding_format":"float","input":["q: b"],"model":"m"})");
}

TEST_CASE("what is missing is told when a service is configured", "[embed][openai]") {
    const auto [parameters, code, what] = GENERATE(table<const char*, Errc, const char*>({
        {"http://h/v1", Errc::bad_spec, "far: openai needs the parameter model"},
        {"ftp://h/v1?model=m", Errc::bad_spec, "must begin with http"},
        {"http://u:p@h/v1?model=m", Errc::bad_spec, "a user name"},
        {"http://h?model=m&dimensions=0", Errc::bad_spec, "dimensions is a whole number from 1"},
        {"http://h?model=m&batch=9999", Errc::bad_spec, "batch is a whole number from 1 to 2048"},
        {"http://h?model=m&concurrency=x", Errc::bad_spec, "concurrency is a whole number"},
        {"http://h?model=m&lexical_weight=2", Errc::bad_spec, "a number from 0 to 1"},
        {"http://h?model=m&encoding=hex", Errc::bad_spec, "float or base64"},
        {"http://h?model=m&key_file=/k&key_env=K", Errc::bad_spec, "exclude each other"},
        {"http://h?model=m&key_file=/no/such/key", Errc::cannot_open, "cannot be read"},
        {"http://h?model=m&key_file=/dev/null", Errc::cannot_open, "holds no key"},
        {"http://h?model=m&key_env=INGESTD_NO_SUCH_KEY", Errc::cannot_open, "holds no key"},
    }));

    const auto spec = parse_embedder_spec(std::string{"far=openai:"} + parameters).value();
    const auto set = EmbedderSet::open({spec});

    CAPTURE(parameters);
    REQUIRE(set.has_error());
    CHECK(set.error().code == code);
    CHECK_THAT(set.error().detail, Catch::Contains(what));
}

TEST_CASE("two embedders cannot have one name", "[embed][set]") {
    const auto spec = parse_embedder_spec("far=openai:http://h?model=m").value();

    const auto set = EmbedderSet::open({spec, spec});

    CHECK(set.error().code == Errc::bad_spec);
    CHECK(set.error().detail == "two embedders are named far");
}

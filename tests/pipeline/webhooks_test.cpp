// Documents whose chunks go to a service over a real socket on their way to the index.
#include <atomic>

#include <ingestd/enrich/webhook_set.hpp>
#include <nlohmann/json.hpp>

#include "pipeline_rig.hpp"
#include "support/http_service.hpp"

namespace ingestd::pipeline {
namespace {

using nlohmann::json;
using test::ServiceReply;
using test::ServiceRequest;

// Says the first word of each chunk in capitals; of a chunk with "refused" nothing.
ServiceReply shouted(const ServiceRequest& request) {
    json answer{{"chunks", json::array()}};
    const auto asked = json::parse(request.body);
    for (const auto& chunk : asked.at("chunks")) {
        auto text = chunk.at("text").get<std::string>();
        if (text.find("refused") != text.npos) {
            answer["chunks"].push_back({{"error", "it is too quiet"}});
            continue;
        }
        text = text.substr(0, text.find(' '));
        for (auto& c : text) c = static_cast<char>(std::toupper(c));
        answer["chunks"].push_back({{"enrichment", {{"word", text}}}});
    }
    return {.body = answer.dump()};
}

struct Service {
    // The first `silent` calls are never answered.
    explicit Service(std::size_t silent = 0)
        : http{[this, silent](const ServiceRequest& request) {
              if (calls++ < silent) return ServiceReply{.is_silent = true};
              return shouted(request);
          }},
          webhooks{enrich::WebhookSet::open(
                       {enrich::parse_enricher_spec("loud=webhook:" + http.url("/") + "?batch=2&timeout=5")
                            .value()}
          )
                       .value()} {}

    void await_call() const {
        while (calls == 0) std::this_thread::yield();
    }

    std::atomic<std::size_t> calls = 0;
    test::HttpService http;
    std::unique_ptr<enrich::WebhookSet> webhooks;
};

const PipelineRig::Given with_loud{.options = {.enrichers = std::vector<std::string>{"loud"}}};

// Some chunks of 16 tokens at most.
std::string lines(int count, const std::string& word = "heron") {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += word + " number " + std::to_string(i) + " stands in the water of the lake today\n";
    return text;
}

std::vector<Enrichment> enrichments(PipelineRig& rig, const std::string& key) {
    std::vector<Enrichment> found;
    for (const auto& chunk : rig.chunks(key)) found.push_back(chunk.enrichment);
    return found;
}

TEST_CASE("what a webhook says of a chunk is kept with it", "[pipeline][webhook]") {
    Service service;
    PipelineRig rig{service.webhooks.get()};
    const auto upload = rig.upload({{"a.txt", lines(9)}}, with_loud);
    REQUIRE(rig.end_of(upload) == Status::completed);

    const auto outcome = rig.outcome(upload);
    CHECK(outcome.warnings.empty());
    const auto found = enrichments(rig, "a.txt");
    REQUIRE(found.size() == outcome.chunks);
    for (const auto& enrichment : found) {
        CHECK(enrichment.added == std::vector<AddedEnrichment>{{"loud", R"({"word":"HERON"})"}});
        CHECK(enrichment.words > 0);
    }
    const auto event = rig.newest(upload);
    REQUIRE(event);
    CHECK(event->stages.enriched == outcome.chunks);
}

TEST_CASE("an upload that names no webhook asks none", "[pipeline][webhook]") {
    Service service;
    PipelineRig rig{service.webhooks.get()};
    REQUIRE(rig.end_of(rig.upload({{"a.txt", lines(3)}})) == Status::completed);
    CHECK(service.calls == 0);
    CHECK(enrichments(rig, "a.txt").front().added.empty());
}

TEST_CASE(
    "chunks that a webhook fails on are marked, and the result says so", "[pipeline][webhook]"
) {
    Service service;
    PipelineRig rig{service.webhooks.get()};
    const auto upload = rig.upload({{"a.txt", lines(1) + lines(2, "refused")}}, with_loud);
    REQUIRE(rig.end_of(upload) == Status::completed);

    const auto found = enrichments(rig, "a.txt");
    std::size_t failed = 0;
    for (const auto& enrichment : found) failed += enrichment.failed.size();
    REQUIRE(failed > 0);
    CHECK(found.front().failed.empty());
    CHECK(found.back().failed == std::vector<EnrichmentFailure>{{"loud", "it is too quiet"}});
    REQUIRE(rig.outcome(upload).warnings.size() == 1);
    CHECK_THAT(
        rig.outcome(upload).warnings[0],
        Catch::StartsWith("The enricher loud did not do its work on " + std::to_string(failed)) &&
            Catch::EndsWith("it is too quiet")
    );
}

TEST_CASE("an upload is cancelled while a webhook is silent", "[pipeline][webhook]") {
    Service service{100};
    PipelineRig rig{service.webhooks.get()};
    const auto upload = rig.upload({{"a.txt", lines(9)}}, with_loud);
    service.await_call();

    CHECK(rig.cancel(upload) == Status::cancelled);
    CHECK(rig.found("heron").empty());
}

TEST_CASE("a restart asks again for what was not committed", "[pipeline][webhook]") {
    Service service{1};
    PipelineRig rig{service.webhooks.get()};
    const auto upload = rig.upload({{"a.txt", lines(9)}}, with_loud);
    service.await_call();

    rig.restart();

    REQUIRE(rig.end_of(upload) == Status::completed);
    const auto found = enrichments(rig, "a.txt");
    CHECK(found.size() == rig.outcome(upload).chunks);
    for (const auto& enrichment : found) CHECK(enrichment.added.size() == 1);
}

TEST_CASE("a webhook that the server has no more fails the documents", "[pipeline][webhook]") {
    PipelineRig rig;
    const auto upload = rig.upload({{"a.txt", lines(1)}}, with_loud);
    REQUIRE(rig.end_of(upload) == Status::failed);
    CHECK(rig.outcome(upload).failure->code == "enricher_unknown");
}

}  // namespace
}  // namespace ingestd::pipeline

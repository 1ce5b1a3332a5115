#include "../../src/pipeline/webhook_step.hpp"

#include <ingestd/enrich/errc.hpp>

#include "../../src/pipeline/webhook_choice.hpp"
#include "support/catch.hpp"

namespace ingestd::pipeline {
namespace {

using enrich::Webhook;
using Findings = std::vector<Webhook::Finding>;
using Texts = std::vector<std::string>;

// Answers when the test says so.
class HeldWebhook final : public Webhook {
public:
    explicit HeldWebhook(std::string name) : name_{std::move(name)} {}
    std::string_view name() const override { return name_; }
    void enrich(
        const enrich::ChunkOrigin& origin,
        std::span<const Chunk> chunks,
        std::stop_token stop,
        Done done
    ) override {
        asked.push_back({origin.filename, {}, std::move(stop), std::move(done)});
        for (const auto& chunk : chunks) asked.back().texts.push_back(chunk.text);
    }
    std::optional<enrich::WebhookWaiting> waiting_on() const override {
        return enrich::WebhookWaiting{name_ + " rests"};
    }
    void close() override {}

    void answer(std::size_t at) {
        Findings findings;
        for (const auto& text : asked.at(at).texts)
            findings.emplace_back(R"({"text":")" + text + "\"}");
        asked.at(at).done(std::move(findings));
    }

    struct Asked {
        std::string filename;
        Texts texts;
        std::stop_token stop;
        Done done;
    };
    std::vector<Asked> asked;

private:
    const std::string name_;
};

struct Fixture {
    HeldWebhook first{"first"}, second{"second"};
    std::vector<Chunk> passed;
    std::shared_ptr<WebhookStep> step = std::make_shared<WebhookStep>(
        std::vector<Webhook*>{&first, &second},
        enrich::ChunkOrigin{.collection = "c", .document = {}, .filename = "a.txt"},
        [this](std::vector<Chunk> chunks) {
            for (auto& chunk : chunks) passed.push_back(std::move(chunk));
        }
    );

    void add(const Texts& texts) {
        std::vector<Chunk> chunks;
        for (const auto& text : texts) {
            chunks.emplace_back();
            chunks.back().text = text;
        }
        step->add(std::move(chunks));
    }
};

TEST_CASE("chunks go to one webhook after another, and on in their order", "[pipeline][webhook]") {
    Fixture fixture;
    fixture.add({"one", "two"});
    fixture.add({"three"});
    REQUIRE(fixture.first.asked.size() == 2);
    CHECK(fixture.first.asked[0].filename == "a.txt");
    CHECK(fixture.second.asked.empty());

    fixture.first.answer(1);
    fixture.second.answer(0);
    CHECK(fixture.passed.empty());
    fixture.first.answer(0);
    CHECK(fixture.step->waiting_on()->detail == "first rests");
    fixture.second.answer(1);

    CHECK(fixture.step->is_empty());
    CHECK_FALSE(fixture.step->waiting_on());
    REQUIRE(fixture.passed.size() == 3);
    CHECK(fixture.passed[2].text == "three");
    CHECK(
        fixture.passed[0].enrichment.added ==
        std::vector<AddedEnrichment>{
            {"first", R"({"text":"one"})"}, {"second", R"({"text":"one"})"}}
    );
}

TEST_CASE("a chunk on which a webhook fails is marked, and goes on", "[pipeline][webhook]") {
    Fixture fixture;
    fixture.add({"one", "two", "three"});
    fixture.first.asked[0].done(Findings{
        Error{enrich::Errc::unavailable, "HTTP 500"}, std::string{}, std::string{R"({"a":1})"}});
    fixture.second.answer(0);

    REQUIRE(fixture.passed.size() == 3);
    CHECK(
        fixture.passed[0].enrichment.failed == std::vector<EnrichmentFailure>{{"first", "HTTP 500"}}
    );
    CHECK(fixture.passed[0].enrichment.added.size() == 1);
    CHECK(fixture.passed[1].enrichment.failed.empty());
    CHECK(fixture.passed[1].enrichment.added.size() == 1);
    CHECK(fixture.passed[2].enrichment.added.size() == 2);
}

TEST_CASE("what is stopped asks the webhook to leave off", "[pipeline][webhook]") {
    Fixture fixture;
    fixture.add({"one", "two"});
    CHECK(fixture.step->stop() == 6);
    CHECK(fixture.first.asked[0].stop.stop_requested());
    fixture.first.asked[0].done(Error{enrich::Errc::cancelled, {}});
    fixture.add({"three"});
    CHECK(fixture.first.asked.size() == 1);
    CHECK(fixture.passed.empty());
}

TEST_CASE("a server that ends marks no chunk: the next start goes on", "[pipeline][webhook]") {
    Fixture fixture;
    fixture.add({"one"});
    fixture.add({"two"});
    fixture.first.asked[0].done(Error{enrich::Errc::cancelled, {}});
    fixture.first.answer(1);
    fixture.second.answer(0);
    CHECK(fixture.passed.empty());
}

TEST_CASE("webhooks are those that were asked for, else the server's", "[pipeline][webhook]") {
    const auto specs = {
        enrich::parse_enricher_spec("one=webhook:http://h").value(),
        enrich::parse_enricher_spec("two=webhook:http://h").value()};
    const auto set = enrich::WebhookSet::open(specs).value();
    using Chosen = std::vector<Webhook*>;

    CHECK(choose_webhooks(set.get(), {}, {}).webhooks.empty());
    CHECK(choose_webhooks(set.get(), {}, {"one"}).webhooks == Chosen{set->find("one")});
    CHECK(choose_webhooks(set.get(), Texts{}, {"one"}).webhooks.empty());
    CHECK(
        choose_webhooks(set.get(), Texts{"two", "one"}, {}).webhooks ==
        Chosen{set->find("two"), set->find("one")}
    );
    CHECK(choose_webhooks(set.get(), Texts{"gone"}, {}).refusal->code == "enricher_unknown");
    CHECK(choose_webhooks(nullptr, Texts{"one"}, {}).refusal->stage == Stage::enrich);
    CHECK_FALSE(choose_webhooks(nullptr, {}, {}).refusal);
}

}  // namespace
}  // namespace ingestd::pipeline

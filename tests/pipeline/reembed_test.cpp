// A collection that is made anew of the chunks that it has, for another embedder: `hash`, and a
// service over a real socket.
#include <condition_variable>

#include <nlohmann/json.hpp>

#include "pipeline_rig.hpp"
#include "support/http_service.hpp"

namespace ingestd::pipeline {
namespace {

using nlohmann::json;
using test::ServiceReply;
using test::ServiceRequest;
using Texts = std::vector<std::string>;

// A text of n letters has the embedding [n, 1, 0 …], of 8 dimensions. While it is held, texts with
// "slow" wait; while it is broken, texts with "bad" are refused.
class Service {
public:
    ~Service() { release(); }

    void hold() {
        const std::lock_guard lock{mutex_};
        is_held_ = true;
    }
    // From the first refusal on.
    void hold_once_refused() {
        const std::lock_guard lock{mutex_};
        holds_once_refused_ = true;
    }
    void release() {
        {
            const std::lock_guard lock{mutex_};
            is_held_ = holds_once_refused_ = false;
        }
        changed_.notify_all();
    }
    void await_held() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return waits_ > 0; });
    }
    std::vector<embed::EmbedderSpec> specs() const {
        return {embed::parse_embedder_spec("far=openai:" + http_.url("/v1") + "?model=m").value()};
    }

    std::atomic<bool> is_broken = false;
    std::atomic<int> calls = 0;

private:
    ServiceReply answer(const ServiceRequest& request) {
        ++calls;
        if (request.body.find("slow") != std::string::npos) {
            std::unique_lock lock{mutex_};
            ++waits_;
            changed_.notify_all();
            changed_.wait(lock, [this] { return !is_held_; });
            --waits_;
        }
        if (is_broken && request.body.find("bad") != std::string::npos) {
            const std::lock_guard lock{mutex_};
            is_held_ = is_held_ || holds_once_refused_;
            return {.status = 400, .body = R"({"error":{"message":"too bad"}})"};
        }
        json answer{{"data", json::array()}};
        std::size_t index = 0;
        const auto asked = json::parse(request.body);
        for (const auto& text : asked.at("input")) {
            const auto size = text.get<std::string>().size();
            answer["data"].push_back(
                {{"index", index++}, {"embedding", {size, 1, 0, 0, 0, 0, 0, 0}}}
            );
        }
        return {.body = answer.dump()};
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_held_ = false, holds_once_refused_ = false;
    int waits_ = 0;
    test::HttpService http_{[this](const ServiceRequest& request) { return answer(request); }};
};

PipelineRig::Given with(const std::string& embedder) {
    return {.options = {.embedder = embedder}};
}

// Without documents: of what the collection has.
UploadId reembed(PipelineRig& rig, const std::string& embedder) {
    auto given = with(embedder);
    given.force_recreate = true;
    return rig.upload({}, given);
}

std::string embedder_of(PipelineRig& rig) {
    const auto made_by = rig.current()->embedding();
    return made_by ? made_by->kind + " " + std::to_string(made_by->dimension) : "none";
}

std::size_t vectors_of(PipelineRig& rig, const std::string& key) {
    std::size_t found = 0;
    for (const auto& chunk : rig.chunks(key))
        found += rig.current()->find_vectors({chunk.text}).front() ? 1 : 0;
    return found;
}

std::string lines(int count, const std::string& words) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += "line " + std::to_string(i) + " tells at some length of " + words +
                " and of what else there is to be told\n";
    }
    return text;
}

TEST_CASE(
    "a collection is made anew for another embedder, without the files", "[pipeline][reembed]"
) {
    Service service;
    PipelineRig rig{nullptr, service.specs()};
    const auto first = rig.upload(
        {{"a.txt", lines(90, "herons")}, {"b.txt", "of otters"}, {"z.zip", "child c.txt|of owls"}},
        with("hash")
    );
    REQUIRE(rig.end_of(first) == Status::completed);
    REQUIRE(embedder_of(rig) == "hash 384");
    const auto chunks = rig.chunks("a.txt");
    REQUIRE(chunks.size() > 64);  // more than one turn takes
    const auto keys = rig.keys();
    const auto before = rig.current()->stored_version(document_id("c", keys.back())).value();

    const auto id = reembed(rig, "far");
    REQUIRE(rig.end_of(id) == Status::completed);

    CHECK(embedder_of(rig) == "openai 8");
    CHECK(rig.chunks("a.txt") == chunks);
    CHECK(vectors_of(rig, "a.txt") == chunks.size());
    CHECK(rig.keys() == keys);
    CHECK(rig.extractor.opened("a.txt") == 1);
    // Whose they are stays known: their bytes are found by that, and a parent by its id.
    const auto after = rig.current()->stored_version(document_id("c", keys.back())).value();
    CHECK(after.document.upload == first);
    CHECK(after.document.ordinal == before.document.ordinal);
    CHECK(after.document.original == before.document.original);
    CHECK(after.document.parent == before.document.parent);
    CHECK(after.document.summary.facts == before.document.summary.facts);
    CHECK(after.fingerprint == before.fingerprint);
    CHECK(after.accepted == before.accepted);
    const auto outcome = rig.outcome(id);
    CHECK(outcome.chunks == chunks.size());
    CHECK(outcome.embedded == chunks.size());
    while (!rig.newest(id)->terminal) std::this_thread::yield();
    CHECK(rig.newest(id)->documents.total == 3);  // what only holds others is none

    REQUIRE(rig.end_of(reembed(rig, "none")) == Status::completed);
    CHECK(embedder_of(rig) == "none");
    CHECK(rig.chunks("a.txt") == chunks);
    REQUIRE(rig.end_of(reembed(rig, "hash")) == Status::completed);
    CHECK(embedder_of(rig) == "hash 384");
    CHECK(vectors_of(rig, "a.txt") == chunks.size());
    rig.restart();
    CHECK(rig.generation_files() == 1);
}

TEST_CASE("what was brought before is still known as unchanged", "[pipeline][reembed]") {
    Service service;
    PipelineRig rig{nullptr, service.specs()};
    const std::vector<PipelineRig::Document> documents{
        {"a.txt", "of herons"}, {"z.zip", "child c.txt|of owls"}};
    rig.end_of(rig.upload(documents, with("hash")));
    const auto keys = rig.keys();
    rig.end_of(reembed(rig, "far"));
    auto given = with("far");
    given.options.on_same_key = GENERATE(OnSameKey::replace, OnSameKey::keep);

    const auto again = rig.upload(documents, given);

    REQUIRE(rig.end_of(again) == Status::completed);
    for (const auto& result : rig.results(again)) CHECK(result.outcome->is_unchanged);
    CHECK(rig.keys() == keys);
}

TEST_CASE("so is what a collection was made anew with", "[pipeline][reembed]") {
    PipelineRig rig;
    const std::vector<PipelineRig::Document> documents{
        {"a.txt", "of herons"}, {"z.zip", "child c.txt|of owls"}};
    rig.end_of(rig.upload(documents, {.force_recreate = true}));
    const auto keys = rig.keys();

    const auto again = rig.upload(documents, {.options = {.on_same_key = OnSameKey::keep}});

    REQUIRE(rig.end_of(again) == Status::completed);
    for (const auto& result : rig.results(again)) CHECK(result.outcome->is_unchanged);
    CHECK(rig.keys() == keys);
}

TEST_CASE("once a document fails no further one is embedded", "[pipeline][reembed]") {
    Service service;
    PipelineRig rig{nullptr, service.specs()};
    std::vector<PipelineRig::Document> documents{{"a.txt", "of bad herons"}};
    for (int i = 0; i < 150; ++i)
        documents.push_back({"b" + std::to_string(i) + ".txt", "of slow herons"});
    rig.end_of(rig.upload(documents, with("hash")));
    service.is_broken = true;
    service.hold_once_refused();

    const auto id = reembed(rig, "far");

    // Those that were begun wait for the service, and would wait for ever.
    REQUIRE(rig.end_of(id) == Status::failed);
    CHECK(rig.outcome(id).failure->code == "embedding_failed");
    CHECK(service.calls < 150);
    service.is_broken = false;
    service.release();
    REQUIRE(rig.end_of(rig.retry(id)) == Status::completed);
    CHECK(embedder_of(rig) == "openai 8");
}

TEST_CASE("until all of it has its vectors the old generation is searched", "[pipeline][reembed]") {
    Service service;
    PipelineRig rig{nullptr, service.specs()};
    // Of the first document a turn's chunks get their vectors, and then no more.
    const auto text = lines(90, "herons") + lines(20, "slow herons");
    rig.end_of(rig.upload({{"a.txt", text}, {"b.txt", "of herons"}}, with("hash")));
    const auto found = rig.found("herons");
    const auto chunks = rig.chunks("a.txt").size() + 1;
    service.hold();
    const auto id = reembed(rig, "far");
    service.await_held();
    while (rig.newest(id)->current_chunk == 0) std::this_thread::yield();

    // How much there is to do is known from the start.
    const auto event = rig.newest(id).value();
    CHECK(event.total_chunks == chunks);
    CHECK_FALSE(event.total_is_estimate);
    CHECK(event.status == Status::indexing);
    CHECK(event.documents.total == 2);
    CHECK(rig.found("herons") == found);
    CHECK(embedder_of(rig) == "hash 384");

    SECTION("it completes") {
        service.release();
        REQUIRE(rig.end_of(id) == Status::completed);
        CHECK(embedder_of(rig) == "openai 8");
    }
    SECTION("it completes after a restart") {
        rig.restart();
        service.await_held();
        CHECK(rig.newest(id)->current_chunk > 0);
        service.release();
        REQUIRE(rig.end_of(id) == Status::completed);
        CHECK(embedder_of(rig) == "openai 8");
        CHECK(vectors_of(rig, "a.txt") == chunks - 1);
        CHECK(rig.outcome(id).embedded == chunks - 1);
        CHECK(rig.newest(id)->current_chunk == chunks);
    }
    SECTION("it is cancelled") {
        REQUIRE(rig.cancel(id) == Status::cancelled);
        CHECK(embedder_of(rig) == "hash 384");
    }
    SECTION("it is cancelled after a restart") {
        rig.restart();
        service.await_held();
        REQUIRE(rig.cancel(id) == Status::cancelled);
        CHECK(embedder_of(rig) == "hash 384");
    }
    SECTION("an upload that comes meanwhile waits for it, and stands in the new one") {
        const auto later = rig.upload({{"c.txt", "one more of herons"}});
        while (!rig.newest(later)->waiting_on) std::this_thread::yield();
        CHECK(rig.newest(later)->waiting_on->reason == "collection");
        service.release();
        REQUIRE(rig.end_of(later) == Status::completed);
        CHECK(embedder_of(rig) == "openai 8");
        CHECK(rig.keys() == Texts{"a.txt", "b.txt", "c.txt"});
        CHECK(vectors_of(rig, "c.txt") == 1);
    }
    SECTION("a document that is deleted meanwhile is in neither") {
        const auto key = GENERATE(std::string{"a.txt"}, std::string{"b.txt"});
        const auto made = rig.pipeline().generation_of_stored("c");
        REQUIRE(made);
        // As Collections does it.
        for (const auto& generation : {rig.current(), rig.generation(*made)}) {
            REQUIRE(test::answer_of<Texts>([&](auto done) {
                generation->remove_document(document_id("c", key), done);
            }));
        }
        service.release();
        REQUIRE(rig.end_of(id) == Status::completed);
        CHECK(rig.keys() == Texts{key == "a.txt" ? "b.txt" : "a.txt"});
        CHECK(rig.catalog().results(id).size() == 2);
    }
    service.release();
    if (embedder_of(rig) == "hash 384") CHECK(rig.found("herons") == found);
    rig.restart();
    CHECK(rig.generation_files() == 1);
}

TEST_CASE("a document whose deletion a kill cut in two is in neither", "[pipeline][reembed]") {
    Service service;
    PipelineRig rig{nullptr, service.specs()};
    // The one waits in its second turn, the other is complete.
    const auto text = lines(60, "herons") + lines(10, "slow herons");
    rig.end_of(rig.upload({{"a.txt", text}, {"b.txt", "of herons"}}, with("hash")));
    REQUIRE(rig.chunks("a.txt").size() < 128);
    service.hold();
    const auto id = reembed(rig, "far");
    while (rig.newest(id)->documents.completed == 0) std::this_thread::yield();
    service.await_held();
    const auto key = GENERATE(std::string{"a.txt"}, std::string{"b.txt"});

    // Gone from the old one, and then the kill.
    REQUIRE(test::answer_of<Texts>([&, current = rig.current()](auto done) {
        current->remove_document(document_id("c", key), done);
    }));
    rig.restart();
    service.release();

    REQUIRE(rig.end_of(id) == Status::completed);
    CHECK(rig.keys() == Texts{key == "a.txt" ? "b.txt" : "a.txt"});
}

TEST_CASE(
    "a document that gets no vectors leaves the old generation, and is tried again with the rest",
    "[pipeline][reembed]"
) {
    Service service;
    PipelineRig rig{nullptr, service.specs()};
    rig.end_of(rig.upload({{"a.txt", "of herons"}, {"b.txt", "of bad herons"}}, with("hash")));
    service.is_broken = true;

    const auto id = reembed(rig, "far");

    REQUIRE(rig.end_of(id) == Status::failed);
    CHECK(embedder_of(rig) == "hash 384");
    CHECK(rig.found("herons").size() == 2);
    const auto told = rig.newest(id).value();
    CHECK(told.status == Status::failed);
    REQUIRE(told.error);
    CHECK(told.error->code == "embedding_failed");

    service.is_broken = false;
    REQUIRE(rig.end_of(rig.retry(id)) == Status::completed);
    CHECK(embedder_of(rig) == "openai 8");
    CHECK(rig.found("herons").size() == 2);
}

TEST_CASE("vectors of the same model are taken over", "[pipeline][reembed]") {
    Service service;
    PipelineRig rig{nullptr, service.specs()};
    rig.end_of(rig.upload({{"a.txt", lines(10, "herons")}}, with("far")));
    const auto calls = service.calls.load();

    const auto id = reembed(rig, "far");

    REQUIRE(rig.end_of(id) == Status::completed);
    CHECK(service.calls == calls);
    CHECK(rig.outcome(id).reused == rig.outcome(id).chunks);
    CHECK(vectors_of(rig, "a.txt") == rig.chunks("a.txt").size());
}

TEST_CASE("what an empty or unknown collection has stored is told", "[pipeline][reembed]") {
    PipelineRig rig;
    CHECK_FALSE(rig.pipeline().stored_documents("c"));
    rig.end_of(rig.upload({{"a.txt", "of herons"}}));
    CHECK(rig.pipeline().stored_documents("c").value() == 1);
    REQUIRE(test::answer_of<Texts>([&](auto done) {
        rig.current()->remove_document(document_id("c", "a.txt"), done);
    }));
    CHECK(rig.pipeline().stored_documents("c").value() == 0);

    // It became empty after it was accepted.
    CHECK(rig.end_of(reembed(rig, "none")) == Status::failed);
}

}  // namespace
}  // namespace ingestd::pipeline

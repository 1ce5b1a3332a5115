// With the real ONNX Runtime where it is found (`./dev test` installs it), and a model made here.
#include <cstdlib>
#include <future>

#include <ingestd/embed/embedder_set.hpp>
#include <ingestd/embed/errc.hpp>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "tiny_model.hpp"

#ifdef INGESTD_SANITIZED
// The library keeps a few bytes, once, until the process ends.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libonnxruntime.so";
}
#endif

using namespace ingestd;
using namespace ingestd::embed;

namespace {

// Empty: it is not there, and what needs it is left out.
std::filesystem::path runtime_library() {
    const auto* const named = std::getenv("INGESTD_ONNX_LIBRARY");
    const std::filesystem::path path = named ? named : INGESTD_TEST_ONNX_LIBRARY;
    return std::filesystem::exists(path) ? path : std::filesystem::path{};
}

bool is_left_out() {
    if (!runtime_library().empty()) return false;
    WARN("left out: ONNX Runtime is not installed (`./dev test` does it)");
    return true;
}

class Tiny {
public:
    Tiny() { test::write_tiny_model(path()); }

    std::filesystem::path path() const { return directory_.path() / "tiny"; }

    Result<std::unique_ptr<EmbedderSet>> open(std::string parameters = "", unsigned threads = 1) {
        const auto spec = parse_embedder_spec("tiny=onnx:" + path().string() + parameters).value();
        return EmbedderSet::open(
            {spec}, {.onnx_library = runtime_library(), .model_threads = threads}
        );
    }

private:
    test::TemporaryDirectory directory_;
};

std::future<Result<Vectors>> begin(Embedder& embedder, Batch batch) {
    auto promise = std::make_shared<std::promise<Result<Vectors>>>();
    auto answer = promise->get_future();
    embedder.embed(std::move(batch), [promise](auto result) { promise->set_value(result); });
    return answer;
}

Result<Vectors> embed_with(EmbedderSet& set, Batch batch) {
    return begin(*set.find("tiny"), std::move(batch)).get();
}

}  // namespace

TEST_CASE("a local model gives the mean of its tokens, brought to length 1", "[embed][onnx]") {
    if (is_left_out()) return;
    Tiny tiny;
    const auto set = tiny.open().value();

    const auto vectors = embed_with(*set, {.texts = {"lift", "Drag", "wings lift", "", "?"}});

    REQUIRE(vectors);
    REQUIRE(vectors->dimension() == 4);
    const auto row = [&](std::size_t i) {
        const auto values = vectors->row(i);
        return std::vector<float>(values.begin(), values.end());
    };
    CHECK(row(0) == std::vector<float>{1, 0, 0, 0});
    CHECK(row(1) == std::vector<float>{0, 1, 0, 0});
    CHECK(row(2)[0] == Approx(1 / std::sqrt(50.0)));
    CHECK(row(2)[2] == Approx(7 / std::sqrt(50.0)));
    CHECK(row(3) == std::vector<float>{0, 0, 0, 0});
    CHECK(row(4) == std::vector<float>{0, 0, 0, 1});
}

TEST_CASE("a local model tells what it is, and counts as it does", "[embed][onnx]") {
    if (is_left_out()) return;
    Tiny tiny;
    const auto set = tiny.open("?max_tokens=16").value();
    const auto& embedder = *set->find("tiny");

    const auto identity = embedder.identity();

    CHECK(identity.kind == "onnx");
    CHECK(identity.dimension == 4);
    CHECK(identity.max_tokens == 14);
    REQUIRE(embedder.token_counter());
    CHECK(embedder.token_counter()->count_tokens("wings, lift") == 4);
}

TEST_CASE("what a model does not read is cut, prefixes go by purpose", "[embed][onnx]") {
    if (is_left_out()) return;
    Tiny tiny;
    const auto set = tiny.open("?max_tokens=8&query_prefix=wing&document_prefix=drag").value();
    const std::string lifts = "lift lift lift lift lift drag drag drag drag drag";

    const auto document = embed_with(*set, {.texts = {lifts}});
    const auto query = embed_with(*set, {.purpose = Purpose::query, .texts = {lifts}});

    CHECK(document->row(0)[0] == Approx(5 / std::sqrt(29.0)));
    CHECK(document->row(0)[1] == Approx(2 / std::sqrt(29.0)));
    CHECK(query->row(0)[0] == Approx(5 / std::sqrt(34.0)));
    CHECK(query->row(0)[2] == Approx(3 / std::sqrt(34.0)));
}

TEST_CASE("many callers use one model at the same time", "[embed][onnx]") {
    if (is_left_out()) return;
    Tiny tiny;
    const auto set = tiny.open("", 3).value();
    std::vector<std::future<Result<Vectors>>> pending;

    for (std::size_t i = 0; i < 60; ++i) {
        std::vector<std::string> texts(i % 5, "lift");
        texts.push_back("drag");
        const auto purpose = i % 3 == 0 ? Purpose::query : Purpose::document;
        pending.push_back(begin(*set->find("tiny"), {.purpose = purpose, .texts = texts}));
    }

    for (std::size_t i = 0; i < pending.size(); ++i) {
        const auto vectors = pending[i].get();
        REQUIRE(vectors);
        REQUIRE(vectors->size() == i % 5 + 1);
        CHECK(vectors->row(i % 5)[1] == 1);
        if (i % 5 > 0) CHECK(vectors->row(0)[0] == 1);
    }
}

TEST_CASE("a token that the model has not ends the call, and no other", "[embed][onnx]") {
    if (is_left_out()) return;
    Tiny tiny;
    test::write_file(tiny.path() / "vocab.txt", std::string{test::tiny_vocabulary} + "flap\n");
    const auto set = tiny.open().value();

    const auto flap = embed_with(*set, {.texts = {"lift", "flap", "drag"}});

    CHECK(flap.error().code == Errc::refused);
    CHECK_FALSE(flap.error().detail.empty());
    CHECK(embed_with(*set, {.texts = {"lift"}}));
}

TEST_CASE("numbers that are none are a wrong answer", "[embed][onnx]") {
    if (is_left_out()) return;
    Tiny tiny;
    auto model = test::tiny_model();
    model.rows[3][1] = std::numeric_limits<float>::quiet_NaN();
    test::write_file(tiny.path() / "model.onnx", model.onnx());
    const auto set = tiny.open().value();

    CHECK(embed_with(*set, {.texts = {"lift"}}).error().code == Errc::wrong_answer);
    CHECK(embed_with(*set, {.texts = {"drag"}}));
}

TEST_CASE("a stopped call is cancelled, a closed model cancels all", "[embed][onnx]") {
    if (is_left_out()) return;
    Tiny tiny;
    const auto set = tiny.open().value();
    std::stop_source stop;
    stop.request_stop();

    CHECK(
        embed_with(*set, {.texts = {"lift"}, .stop = stop.get_token()}).error().code ==
        Errc::cancelled
    );
    CHECK(embed_with(*set, {}).value().size() == 0);
    set->close();
    CHECK(embed_with(*set, {.texts = {"lift"}}).error().code == Errc::cancelled);
}

TEST_CASE("a model of another kind says what it wants", "[embed][onnx]") {
    if (is_left_out()) return;
    Tiny tiny;
    auto model = test::tiny_model();

    model.inputs = {"pixel_values"};
    test::write_file(tiny.path() / "model.onnx", model.onnx());
    CHECK_THAT(tiny.open().error().detail, Catch::Contains("it wants the input pixel_values"));

    test::write_file(tiny.path() / "model.onnx", "no model");
    const auto broken = tiny.open();
    CHECK(broken.error().code == Errc::cannot_open);
    CHECK_THAT(broken.error().detail, Catch::Contains("model.onnx: "));
}

TEST_CASE("where ONNX Runtime is not found, it is told where it was looked for", "[embed][onnx]") {
    Tiny tiny;
    const auto spec = parse_embedder_spec("tiny=onnx:" + tiny.path().string()).value();

    const auto set = EmbedderSet::open({spec}, {.onnx_library = "/no/such/libonnxruntime.so"});

    REQUIRE(set.has_error());
    CHECK(set.error().code == Errc::cannot_open);
    CHECK_THAT(set.error().detail, Catch::StartsWith("tiny: ONNX Runtime's library was not found"));
    CHECK_THAT(set.error().detail, Catch::Contains("/no/such/libonnxruntime.so"));
}

TEST_CASE("a library that is something else is refused", "[embed][onnx]") {
    Tiny tiny;
    const auto spec = parse_embedder_spec("tiny=onnx:" + tiny.path().string()).value();

    const auto set = EmbedderSet::open({spec}, {.onnx_library = tiny.path() / "vocab.txt"});

    CHECK(set.error().code == Errc::cannot_open);
}

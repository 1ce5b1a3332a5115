#include <ingestd/intake/upload_request.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::intake;
using Errors = std::vector<FieldError>;

namespace {

UploadDocument document(std::string id, std::string pointer) {
    UploadDocument made;
    made.id = std::move(id);
    made.content = std::string{"text"};
    made.pointer = std::move(pointer);
    return made;
}

UploadRequest good_request() {
    UploadRequest request;
    request.collection = "rag_documents";
    request.documents.push_back(document("a", "/documents/0"));
    return request;
}

std::vector<std::string> pointers(const Errors& errors) {
    std::vector<std::string> found;
    for (const auto& error : errors) found.push_back(error.pointer);
    return found;
}

}  // namespace

TEST_CASE("an upload with a collection and a document may be accepted", "[intake][validate]") {
    REQUIRE(validate(good_request(), {}) == Errors{});
}

TEST_CASE("collection names are safe in a path, a log line and a shell", "[intake][validate]") {
    REQUIRE(is_collection_name("rag_documents"));
    REQUIRE(is_collection_name("2024-Q1.reports"));
    const auto bad = GENERATE(
        as<std::string>{},
        "",
        ".",
        "..",
        ".hidden",
        "a/b",
        "a b",
        "a\nb",
        "ä",
        std::string(129, 'a')
    );
    CAPTURE(bad);
    REQUIRE_FALSE(is_collection_name(bad));
}

TEST_CASE("everything that is wrong is told at once, each with its pointer", "[intake][validate]") {
    UploadRequest request;
    request.collection = "a/b";
    request.options.chunking = {.max_tokens = 100, .overlap_tokens = 90};

    REQUIRE(
        pointers(validate(request, {})) ==
        std::vector<std::string>{
            "/collection_name", "/documents", "/options/chunking/overlap_tokens"}
    );
}

TEST_CASE("enrichers are those that the server has, each once", "[intake][validate]") {
    const std::vector<std::string> known{"summary", "topics"};
    using Names = std::vector<std::string>;
    const auto [asked, pointer, detail] = GENERATE(table<Names, const char*, const char*>({
        {{}, nullptr, nullptr},
        {{"topics", "summary"}, nullptr, nullptr},
        {{"summary", "gone"}, "/options/enrichers/1", "must be one of summary, topics"},
        {{"summary", "topics", "summary"}, "/options/enrichers/2", "stands there twice"},
        {Names(9, "summary"), "/options/enrichers", "names more than 8 enrichers"},
    }));
    auto request = good_request();
    request.options.enrichers = asked;

    const auto errors = validate(request, {.enrichers = known});

    REQUIRE(errors.size() == (pointer ? 1 : 0));
    if (!pointer) return;
    CHECK(errors[0].pointer == pointer);
    CHECK(errors[0].detail == detail);
}

TEST_CASE("a server without enrichers says so", "[intake][validate]") {
    auto request = good_request();
    request.options.enrichers = {"summary"};
    const auto errors = validate(request, {});
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].detail == "is not known: the server has no enrichers (--enricher)");
}

TEST_CASE("an embedder that the server does not have is refused", "[intake][validate]") {
    const std::vector<std::string> known{"hash", "minilm"};
    auto request = good_request();
    request.options.embedder = GENERATE("minilm", "none", "", "e5");
    const auto errors = validate(request, {.embedders = &known});
    if (request.options.embedder == "e5") {
        REQUIRE(errors.size() == 1);
        CHECK(errors[0].pointer == "/options/embedder");
        CHECK(errors[0].detail == "must be one of hash, minilm, none");
    } else {
        CHECK(errors.empty());
    }
}

TEST_CASE(
    "a tokenizer that the server or the embedder does not have is refused", "[intake][validate]"
) {
    const std::vector<std::string> known{"hash", "minilm"}, counting{"minilm"}, none;
    const std::vector<Tokenizer> built{Tokenizer::estimate, Tokenizer::embedder};
    const auto detail_of = [&](Tokenizer tokenizer, std::string embedder, const auto& counters) {
        auto request = good_request();
        request.options.chunking.tokenizer = tokenizer;
        request.options.embedder = std::move(embedder);
        const auto errors = validate(
            request, {.embedders = &known, .counting_embedders = &counters, .tokenizers = &built}
        );
        if (errors.empty()) return std::string{};
        REQUIRE(errors.size() == 1);
        CHECK(errors[0].pointer == "/options/chunking/tokenizer");
        return errors[0].detail;
    };

    CHECK(detail_of(Tokenizer::estimate, "hash", counting).empty());
    CHECK(detail_of(Tokenizer::embedder, "minilm", counting).empty());
    CHECK(detail_of(Tokenizer::embedder, "", counting).empty());
    CHECK(
        detail_of(Tokenizer::o200k_base, "", counting) == "this server was built without o200k_base"
    );
    CHECK(
        detail_of(Tokenizer::embedder, "hash", counting) ==
        "the embedder hash has no tokenizer of its own"
    );
    CHECK_FALSE(detail_of(Tokenizer::embedder, "none", counting).empty());
    CHECK(
        detail_of(Tokenizer::embedder, "", none) ==
        "no embedder of this server has a tokenizer of its own"
    );
}

TEST_CASE("an id that stands twice is refused where it stands again", "[intake][validate]") {
    auto request = good_request();
    request.documents.push_back(document("b", "/documents/1"));
    request.documents.push_back(document("a", "/documents/2"));

    REQUIRE(
        validate(request, {}) ==
        Errors{{"/documents/2/id", "stands twice in this upload, first at /documents/0/id"}}
    );
}

TEST_CASE("documents without an id are not taken for each other", "[intake][validate]") {
    auto request = good_request();
    request.documents.push_back(document("", "/documents/1"));
    request.documents.push_back(document("", "/documents/2"));

    REQUIRE(validate(request, {}) == Errors{});
}

TEST_CASE("more documents than the limit are refused", "[intake][validate]") {
    auto request = good_request();
    request.documents.push_back(document("b", "/documents/1"));

    REQUIRE(
        pointers(validate(request, {.documents_max = 1})) == std::vector<std::string>{"/documents"}
    );
}

TEST_CASE(
    "without documents a collection can only be made anew, for an embedder", "[intake][validate]"
) {
    UploadRequest request;
    request.collection = "c";
    CHECK(pointers(validate(request, {})) == std::vector<std::string>{"/documents"});

    request.force_recreate = true;
    CHECK(validate(request, {}).empty());
    request.options.embedder = "hash";
    CHECK(validate(request, {}).empty());

    // What was cut stays as it was cut.
    request.options.chunking.max_tokens = 128;
    CHECK(pointers(validate(request, {})) == std::vector<std::string>{"/options"});
}

#include <functional>

#include <ingestd/intake/request_fingerprint.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::intake;

namespace {

struct Asked {
    std::string_view collection = "letters";
    bool force_recreate = false;
    UploadOptions options{};
    std::vector<RequestedDocument> documents = {{"a", "a.txt", "text/plain", "{}", sha256("one")}};

    Sha256 fingerprint() const {
        return request_fingerprint(collection, force_recreate, options, documents);
    }
};

}  // namespace

TEST_CASE("the same request has the same fingerprint", "[intake][fingerprint]") {
    REQUIRE(Asked{}.fingerprint() == Asked{}.fingerprint());
}

TEST_CASE("whatever else is asked for has another fingerprint", "[intake][fingerprint]") {
    using Change = std::function<void(Asked&)>;
    const Change changes[] = {
        [](Asked& asked) { asked.collection = "archive"; },
        [](Asked& asked) { asked.force_recreate = true; },
        [](Asked& asked) { asked.options.chunking.max_tokens = 128; },
        [](Asked& asked) { asked.options.chunking.overlap_tokens = 8; },
        [](Asked& asked) { asked.options.chunking.strategy = ChunkingStrategy::fixed; },
        [](Asked& asked) { asked.options.chunking.tokenizer = Tokenizer::estimate; },
        [](Asked& asked) { asked.options.ocr.languages = {"deu"}; },
        [](Asked& asked) { asked.options.password = "deu"; },
        [](Asked& asked) { asked.options.embedder = "deu"; },
        [](Asked& asked) { asked.options.enrichers.emplace(); },
        [](Asked& asked) { asked.options.enrichers = {"deu"}; },
        [](Asked& asked) { asked.documents[0].key = "b"; },
        [](Asked& asked) { asked.documents[0].filename = "b.txt"; },
        [](Asked& asked) { asked.documents[0].content_type = "text/html"; },
        [](Asked& asked) { asked.documents[0].metadata = R"({"a":1})"; },
        [](Asked& asked) { asked.documents[0].sha256 = sha256("two"); },
        [](Asked& asked) { asked.documents.push_back(asked.documents[0]); },
        [](Asked& asked) { asked.documents.clear(); },
    };
    for (const auto& change : changes) {
        Asked asked;
        change(asked);
        CAPTURE(&change - changes);
        CHECK(asked.fingerprint() != Asked{}.fingerprint());
    }
}

TEST_CASE("what moves from one field to the next is not the same", "[intake][fingerprint]") {
    Asked one, other;
    one.documents[0].key = "ab";
    one.documents[0].filename = "c";
    other.documents[0].key = "a";
    other.documents[0].filename = "bc";

    REQUIRE(one.fingerprint() != other.fingerprint());
}

TEST_CASE("a request of an earlier version is still known", "[intake][fingerprint]") {
    REQUIRE(
        Asked{}.fingerprint().hex() ==
        "2337c7801e44ff985a6e8be454dc9ab90578ba5de47366bd50e2407888225b69"
    );
}

#include <ingestd/embed/embedder_spec.hpp>
#include <ingestd/embed/errc.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::embed;

TEST_CASE("an embedder is named by name, kind and location", "[embed][spec]") {
    REQUIRE(
        parse_embedder_spec("minilm=onnx:/srv/models/minilm").value() ==
        EmbedderSpec{.name = "minilm", .kind = "onnx", .location = "/srv/models/minilm"}
    );
}

TEST_CASE("parameters follow a question mark", "[embed][spec]") {
    REQUIRE(
        parse_embedder_spec("small.2=openai:https://api.example.com:8443/v1?model=text-3&"
                            "key_file=/etc/key&query_prefix=query:%20a%26b%3D")
            .value() ==
        EmbedderSpec{
            .name = "small.2",
            .kind = "openai",
            .location = "https://api.example.com:8443/v1",
            .parameters =
                {{"model", "text-3"}, {"key_file", "/etc/key"}, {"query_prefix", "query: a&b="}}}
    );
}

TEST_CASE("what is wrong with a spec is told", "[embed][spec]") {
    const auto [text, what] = GENERATE(table<const char*, const char*>({
        {"", "the = after the name is missing"},
        {"minilm", "the = after the name is missing"},
        {"=onnx:/m", "a name is 1 to 64"},
        {"Mini=onnx:/m", "a name is 1 to 64"},
        {"-m=onnx:/m", "a name is 1 to 64"},
        {"hash=onnx:/m", "hash is the name of the one that is built in"},
        {"m=onnx", "the : after the kind is missing"},
        {"m=tensor:/m", "the kind is onnx or openai"},
        {"m=onnx:", "the location is missing"},
        {"m=onnx:?pooling=cls", "the location is missing"},
        {"m=onnx:/m?model=x", "onnx has no parameter \"model\", only document_prefix"},
        {"m=onnx:/m?pooling", "pooling has no value"},
        {"m=onnx:/m?pooling=", "pooling has no value"},
        {"m=onnx:/m?pooling=cls&pooling=max", "pooling stands there twice"},
        {"m=onnx:/m?query_prefix=%2", "is not followed by two hex digits"},
        {"m=onnx:/m?query_prefix=%zz", "is not followed by two hex digits"},
        {"m=onnx:/m?&pooling=cls", "onnx has no parameter \"\""},
    }));

    const auto spec = parse_embedder_spec(text);

    REQUIRE(spec.has_error());
    CHECK(spec.error().code == Errc::bad_spec);
    CHECK_THAT(spec.error().detail, Catch::Contains(what));
}

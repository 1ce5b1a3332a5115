#include "../../src/embed/openai_protocol.hpp"

#include <ingestd/embed/errc.hpp>
#include <ingestd/remote/errc.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::embed;
using remote::ServiceAnswer;

TEST_CASE("texts are sent with the model, and options only where they are set", "[embed][openai]") {
    const std::vector<std::string> texts{"ü", "\"two\"\n", "\xFF"};

    CHECK(
        request_body({.model = "small"}, texts) ==
        "{\"input\":[\"ü\",\"\\\"two\\\"\\n\",\"\xEF\xBF\xBD\"],\"model\":\"small\"}"
    );
    CHECK(
        request_body({.model = "small", .dimensions = 512, .encoding = "base64"}, {}) ==
        R"({"dimensions":512,"encoding_format":"base64","input":[],"model":"small"})"
    );
}

TEST_CASE("embeddings are put in order by their index, and to length 1", "[embed][openai]") {
    const auto vectors = parse_answer(
        R"({"data":[{"index":1,"embedding":[0,5]},{"index":0,"embedding":[3,4.0]}],"model":"x"})",
        2,
        2
    );

    CHECK(vectors.value() == Vectors{2, {0.6f, 0.8f, 0, 1}});
}

TEST_CASE("base64 is little-endian f32", "[embed][openai]") {
    CHECK(
        parse_answer(R"({"data":[{"index":0,"embedding":"AACAPwAAAAA="}]})", 1, 0).value() ==
        Vectors{2, {1, 0}}
    );
}

TEST_CASE("an index may be missing", "[embed][openai]") {
    CHECK(
        parse_answer(R"({"data":[{"embedding":[1]},{"embedding":[-1]}]})", 2, 0).value() ==
        Vectors{1, {1, -1}}
    );
}

TEST_CASE("an answer of another form is refused, whatever it is", "[embed][openai]") {
    const auto [body, what] = GENERATE(table<const char*, const char*>({
        {"[]", "no array `data`"},
        {"null", "no array `data`"},
        {R"({"data":{}})", "no array `data`"},
        {R"({"data":[]})", "0 embeddings for 1 texts"},
        {R"({"data":[{},{}]})", "2 embeddings for 1 texts"},
        {R"({"data":[7]})", "no `embedding`"},
        {R"({"data":[{"index":0}]})", "no `embedding`"},
        {R"({"data":[{"index":1,"embedding":[1,0]}]})", "`index`"},
        {R"({"data":[{"index":-1,"embedding":[1,0]}]})", "`index`"},
        {R"({"data":[{"index":"0","embedding":[1,0]}]})", "`index`"},
        {R"({"data":[{"index":0,"embedding":[]}]})", "0 dimensions"},
        {R"({"data":[{"index":0,"embedding":[1,0,0]}]})", "3 dimensions instead of 2"},
        {R"({"data":[{"index":0,"embedding":[1,"0"]}]})", "neither numbers nor base64"},
        {R"({"data":[{"index":0,"embedding":[1,null]}]})", "neither numbers nor base64"},
        {R"({"data":[{"index":0,"embedding":[1,1e300]}]})", "no number"},
        {R"({"data":[{"index":0,"embedding":"AACAPw=="}]})", "1 dimensions instead of 2"},
        {R"({"data":[{"index":0,"embedding":"AACAPwAA"}]})", "neither numbers nor base64"},
        {R"({"data":[{"index":0,"embedding":"AACAPwA"}]})", "neither numbers nor base64"},
        {R"({"data":[{"index":0,"embedding":"?ACAPwAAAAA="}]})", "neither numbers nor base64"},
        {R"({"data":[{"index":0,"embedding":"AADAfwAAAAA="}]})", "no number"},
    }));

    const auto vectors = parse_answer(body, 1, 2);

    CAPTURE(body);
    REQUIRE(vectors.has_error());
    CHECK(vectors.error().code == Errc::wrong_answer);
    CHECK_THAT(vectors.error().detail, Catch::Contains(what));
}

TEST_CASE("the same index twice is refused", "[embed][openai]") {
    const auto vectors =
        parse_answer(R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})", 2, 0);

    CHECK(vectors.error().code == Errc::wrong_answer);
}

TEST_CASE("what is no JSON, or not all of it, may be whole the next time", "[embed][openai]") {
    const auto* const body = GENERATE("", "<html>", R"({"data":[{"index":0,"embedding":[1,)");

    CHECK(is_transient(parse_answer(body, 1, 0).error()));
}

TEST_CASE("a row of zeros stays one", "[embed][openai]") {
    CHECK(parse_answer(R"({"data":[{"embedding":[0,0]}]})", 1, 2).value() == Vectors{2, {0, 0}});
}

TEST_CASE("how a call ended tells whether to try again", "[embed][openai]") {
    const auto [answer, errc] = GENERATE(table<Result<ServiceAnswer>, Errc>({
        {ServiceAnswer{.status = 429}, Errc::unavailable},
        {ServiceAnswer{.status = 400}, Errc::refused},
        {Error{remote::Errc::broken, {}}, Errc::unavailable},
        {Error{remote::Errc::too_large, {}}, Errc::wrong_answer},
        {Error{remote::Errc::cancelled, {}}, Errc::cancelled},
    }));

    CHECK(fault_of(answer)->error.code == errc);
}

// PUT /collections/{name}/options
#include "resources_rig.hpp"
#include "support/catch.hpp"

namespace ingestd::http {
namespace {

using nlohmann::json;

RawAnswer put_options(
    const ResourcesRig& rig,
    const std::string& body,
    const std::string& name = "c",
    const std::string& type = "application/json"
) {
    return rig.ask(
        ResourcesRig::head("PUT", "/collections/" + name + "/options") + "Content-Type: " + type +
        "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body
    );
}

json options_of(const ResourcesRig& rig) {
    return json::parse(rig.get("/collections/c").body).at("options");
}

}  // namespace

TEST_CASE("a collection shows the options that were given, and no others", "[http][collections]") {
    const ResourcesRig rig;
    const json given = {
        {"chunking", {{"strategy", "sentence"}, {"max_tokens", 64}}},
        {"ocr", {{"languages", {"deu", "eng"}}}}};

    const auto answer = put_options(rig, given.dump());

    REQUIRE(answer.status == 200);
    CHECK(json::parse(answer.body).at("name") == "c");
    CHECK(json::parse(answer.body).at("documents") == 0);
    CHECK(json::parse(answer.body).at("options") == given);
    CHECK(options_of(rig) == given);

    REQUIRE(put_options(rig, "{}").status == 200);
    CHECK(options_of(rig) == json::object());
}

TEST_CASE("an upload that does not say is cut as its collection says", "[http][collections]") {
    const ResourcesRig rig;
    REQUIRE(put_options(rig, R"({"chunking":{"max_tokens":16,"overlap_tokens":0}})").status == 200);
    std::string text;
    for (int i = 0; i < 40; ++i) text += "word ";

    rig.watch(rig.upload("c", text));

    CHECK(json::parse(rig.get("/collections/c").body).at("chunks") == 3);
}

TEST_CASE(
    "what is wrong with a collection's options is told where it stands", "[http][collections]"
) {
    const ResourcesRig rig;
    const auto [body, pointer] = GENERATE(table<const char*, const char*>({
        {"[]", ""},
        {R"({"chunking":7})", "/chunking"},
        {R"({"chunking":{"max_tokens":8}})", "/chunking/max_tokens"},
        {R"({"chunking":{"max_tokens":64,"overlap_tokens":33}})", "/chunking/overlap_tokens"},
        {R"({"chunking":{"tokenizer":"mine"}})", "/chunking/tokenizer"},
        {R"({"ocr":{"languages":["../x"]}})", "/ocr/languages/0"},
        {R"({"visibility":"atomic"})", "/visibility"},
        {R"({"password":"x"})", "/password"},
        {R"({"embedder":"hash"})", "/embedder"},
    }));
    CAPTURE(body);

    const auto answer = put_options(rig, body);

    REQUIRE(answer.status == 422);
    CHECK(json::parse(answer.body).at("errors").at(0).at("pointer") == pointer);
    CHECK(rig.get("/collections/c").status == 404);
}

TEST_CASE(
    "options of another kind, or of a name that cannot be, are refused", "[http][collections]"
) {
    const ResourcesRig rig;
    CHECK(put_options(rig, "{}", "c", "text/plain").status == 415);
    CHECK(put_options(rig, "{").status == 400);
    CHECK(put_options(rig, "{}", ".hidden").status == 422);
    CHECK(put_options(rig, std::string(100'000, ' ')).status == 413);
    CHECK(json::parse(rig.get("/collections").body).at("collections").empty());
}

}  // namespace ingestd::http

#include <utility>

#include <ingestd/http/errc.hpp>
#include <ingestd/http/upload_json.hpp>

#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::http;
using Errors = std::vector<intake::FieldError>;

namespace {

ParsedUpload parse(std::string_view text, std::uint32_t documents_max = 10) {
    return parse_upload_request(text, {.documents_max = documents_max});
}

// One document around `fields`, in a request that is otherwise right.
std::string with_document(std::string_view fields) {
    return R"({"collection_name":"c","documents":[{)" + std::string{fields} + "}]}";
}

std::string with_options(std::string_view options) {
    return R"({"collection_name":"c","documents":[{"content":"x"}],"options":)" +
           std::string{options} + "}";
}

intake::UploadRequest accepted(const std::string& text) {
    auto parsed = parse(text);
    REQUIRE(std::holds_alternative<intake::UploadRequest>(parsed));
    return std::get<intake::UploadRequest>(std::move(parsed));
}

Errors refused(std::string_view text) {
    auto parsed = parse(text);
    REQUIRE(std::holds_alternative<Errors>(parsed));
    return std::get<Errors>(std::move(parsed));
}

std::vector<std::string> pointers(const Errors& errors) {
    std::vector<std::string> out;
    for (const auto& error : errors) out.push_back(error.pointer);
    return out;
}

}  // namespace

TEST_CASE("an upload says all that the contract names", "[http][upload_json]") {
    const auto request = accepted(R"({
        "collection_name": "rag_documents", "force_recreate": true,
        "options": {"chunking": {"strategy": "structure", "max_tokens": 128, "overlap_tokens": 8},
                    "visibility": "atomic", "on_same_key": "keep"},
        "documents": [{"content": "Hello", "filename": "a/b.txt", "content_type": "text/plain",
                       "metadata": {"year": 2024, "tags": ["x"]}, "id": "doc-1"}]})");

    CHECK(request.collection == "rag_documents");
    CHECK(request.force_recreate);
    CHECK(request.options.chunking == ChunkingOptions{.max_tokens = 128, .overlap_tokens = 8});
    CHECK(request.options.visibility == Visibility::atomic);
    CHECK(request.options.on_same_key == OnSameKey::keep);
    REQUIRE(request.documents.size() == 1);
    const auto& document = request.documents.front();
    CHECK(document.filename == "a/b.txt");
    CHECK(document.content_type == "text/plain");
    CHECK(document.metadata == R"({"tags":["x"],"year":2024})");
    CHECK(document.id == "doc-1");
    CHECK(document.pointer == "/documents/0");
    CHECK(std::get<std::string>(document.content) == "Hello");
}

TEST_CASE("an upload needs no more than a collection and a content", "[http][upload_json]") {
    const auto request = accepted(with_document(R"("content":"x")"));

    CHECK_FALSE(request.force_recreate);
    CHECK(request.options == UploadOptions{});
    CHECK(request.documents.front().metadata == "{}");
    CHECK(request.documents.front().filename.empty());
}

TEST_CASE("a document's bytes come under the words of other tools too", "[http][upload_json]") {
    const auto [member, bytes] = GENERATE(table<std::string, std::string>({
        {R"("content":"plain")", "plain"},
        {R"("text":"plain")", "plain"},
        {R"("page_content":"plain")", "plain"},
        {R"("content_base64":"AP8Q")", std::string{"\x00\xFF\x10", 3}},
        {R"("content":"")", ""},
    }));

    const auto request = accepted(with_document(member));

    REQUIRE(std::get<std::string>(request.documents.front().content) == bytes);
}

TEST_CASE("what is null counts as not given", "[http][upload_json]") {
    const auto request = accepted(
        R"({"collection_name":"c","force_recreate":null,"options":null,"documents":[)"
        R"({"page_content":"x","content":null,"filename":null,"metadata":null,"id":null}]})"
    );

    REQUIRE(request.documents.front().metadata == "{}");
}

TEST_CASE("a bad field is named by its pointer", "[http][upload_json]") {
    const auto [text, pointer] = GENERATE_COPY(table<std::string, std::string>({
        {"[]", ""},
        {R"({"documents":[{"content":"x"}]})", "/collection_name"},
        {R"({"collection_name":7,"documents":[{"content":"x"}]})", "/collection_name"},
        {R"({"collection_name":"../c","documents":[{"content":"x"}]})", "/collection_name"},
        {R"({"collection_name":"c"})", "/documents"},
        {R"({"collection_name":"c","documents":[]})", "/documents"},
        {R"({"collection_name":"c","documents":{}})", "/documents"},
        {R"({"collection_name":"c","documents":["text"]})", "/documents/0"},
        {R"({"collection_name":"c","documents":[{"content":"x"}],"force_recreate":"yes"})",
         "/force_recreate"},
        {R"({"collection_name":"c","documents":[{"content":"x"}],"colection":"d"})", "/colection"},
        {R"({"collection_name":"c","documents":[{"content":"x"}],"a/b~c":1})", "/a~1b~0c"},
        {with_document(R"("filename":"a.txt")"), "/documents/0/content"},
        {with_document(R"("content":7)"), "/documents/0/content"},
        {with_document(R"("content":"x","text":"y")"), "/documents/0/text"},
        {with_document(R"("content":"x","content_base64":"eA==")"), "/documents/0/content_base64"},
        {with_document(R"("content_base64":"e A=")"), "/documents/0/content_base64"},
        {with_document(R"("content":"x","filename":7)"), "/documents/0/filename"},
        {with_document(R"("content":"x","content_type":[])"), "/documents/0/content_type"},
        {with_document(R"("content":"x","metadata":"{}")"), "/documents/0/metadata"},
        {with_document(R"("content":"x","id":7)"), "/documents/0/id"},
        {with_document(R"("content":"x","file_name":"a")"), "/documents/0/file_name"},
        {R"({"collection_name":"c","documents":[{"content":"x","id":"1"},{"content":"y","id":"1"}]})",
         "/documents/1/id"},
        {with_document(R"("content":"x","content":"y")"), "/documents/0/content"},
        {with_options("7"), "/options"},
        {with_options(R"({"chunk":{}})"), "/options/chunk"},
        {with_options(R"({"chunking":7})"), "/options/chunking"},
        {with_options(R"({"chunking":{"size":7}})"), "/options/chunking/size"},
        {with_options(R"({"chunking":{"max_tokens":15}})"), "/options/chunking/max_tokens"},
        {with_options(R"({"chunking":{"max_tokens":8193}})"), "/options/chunking/max_tokens"},
        {with_options(R"({"chunking":{"max_tokens":64.5}})"), "/options/chunking/max_tokens"},
        {with_options(R"({"chunking":{"max_tokens":64,"overlap_tokens":64}})"),
         "/options/chunking/overlap_tokens"},
        {with_options(R"({"chunking":{"overlap_tokens":-1}})"), "/options/chunking/overlap_tokens"},
        {with_options(R"({"chunking":{"strategy":"magic"}})"), "/options/chunking/strategy"},
        {with_options(R"({"chunking":{"tokenizer":"p50k"}})"), "/options/chunking/tokenizer"},
        {with_options(R"({"ocr":"eng"})"), "/options/ocr"},
        {with_options(R"({"ocr":{"language":["eng"]}})"), "/options/ocr/language"},
        {with_options(R"({"ocr":{"languages":"eng"}})"), "/options/ocr/languages"},
        {with_options(R"({"ocr":{"languages":[]}})"), "/options/ocr/languages"},
        {with_options(R"({"ocr":{"languages":["eng",7]}})"), "/options/ocr/languages/1"},
        {with_options(R"({"ocr":{"languages":["eng","../x"]}})"), "/options/ocr/languages/1"},
        {with_options(R"({"ocr":{"languages":["en"]}})"), "/options/ocr/languages/0"},
        {with_options(
             R"({"ocr":{"languages":["eng","eng","eng","eng","eng","eng","eng","eng","eng"]}})"
         ),
         "/options/ocr/languages"},
        {with_options(R"({"enrichers":"x"})"), "/options/enrichers"},
        {with_options(R"({"enrichers":[7]})"), "/options/enrichers/0"},
        {with_options(R"({"enrichers":["x"]})"), "/options/enrichers/0"},
        {with_options(R"({"password":7})"), "/options/password"},
        {with_options(R"({"password":"a\u0000b"})"), "/options/password"},
    }));
    CAPTURE(text);

    REQUIRE(pointers(refused(text)) == std::vector{pointer});
}

TEST_CASE("an upload says what its documents are read with", "[http][upload_json]") {
    const auto request =
        accepted(with_options(R"({"password":"p\u00e4ss","ocr":{"languages":["eng","chi_sim"]}})"));

    CHECK(request.options.password == "p\u00e4ss");
    CHECK(request.options.ocr.languages == std::vector<std::string>{"eng", "chi_sim"});
}

TEST_CASE("a password that is refused is not told", "[http][upload_json]") {
    const auto errors =
        refused(with_options(R"({"password":")" + std::string(1025, 's') + R"("})"));

    REQUIRE(errors.size() == 1);
    CHECK(errors.front().pointer == "/options/password");
    CHECK(errors.front().detail == "is longer than 1024 bytes");
}

TEST_CASE("each chunking strategy is taken by its name", "[http][upload_json]") {
    const auto strategy = GENERATE(
        ChunkingStrategy::structure,
        ChunkingStrategy::sentence,
        ChunkingStrategy::fixed,
        ChunkingStrategy::page,
        ChunkingStrategy::none
    );
    const auto name = std::string{to_string(strategy)};
    const auto request = accepted(with_options(R"({"chunking":{"strategy":")" + name + R"("}})"));
    CHECK(request.options.chunking.strategy == strategy);
}

TEST_CASE("each tokenizer is taken by its name", "[http][upload_json]") {
    const auto tokenizer = GENERATE(
        Tokenizer::estimate, Tokenizer::o200k_base, Tokenizer::cl100k_base, Tokenizer::embedder
    );
    const auto name = std::string{to_string(tokenizer)};
    const auto request = accepted(with_options(R"({"chunking":{"tokenizer":")" + name + R"("}})"));
    CHECK(request.options.chunking.tokenizer == tokenizer);
}

TEST_CASE("all that is wrong is told at once, each field once", "[http][upload_json]") {
    const auto errors = refused(
        R"({"collection_name":"","documents":["x",{"content":1,"metadata":[]}],"options":{"embedder":{}}})"
    );

    REQUIRE(
        pointers(errors) ==
        std::vector<std::string>{
            "/options/embedder",
            "/documents/0",
            "/documents/1/content",
            "/documents/1/metadata",
            "/collection_name",
        }
    );
}

TEST_CASE("a small chunk brings the usual overlap down with it", "[http][upload_json]") {
    const auto request = accepted(with_options(R"({"chunking":{"max_tokens":20}})"));

    REQUIRE(request.options.chunking == ChunkingOptions{.max_tokens = 20, .overlap_tokens = 10});
}

TEST_CASE("too many documents are refused as one fault, naming the limit", "[http][upload_json]") {
    const auto parsed =
        parse(R"({"collection_name":"c","documents":[{"content":"1"},{"content":"2"},7,7]})", 3);

    REQUIRE(std::holds_alternative<Error>(parsed));
    const auto& error = std::get<Error>(parsed);
    CHECK(error.code == Errc::too_many_documents);
    CHECK(error.detail == "An upload may have at most 3 documents (--documents-max).");
}

TEST_CASE("an option that says no word of its own is refused", "[http][upload_json]") {
    const auto [options, pointer] = GENERATE(table<std::string, std::string>({
        {R"({"visibility":"hidden"})", "/options/visibility"},
        {R"({"visibility":true})", "/options/visibility"},
        {R"({"on_same_key":"merge"})", "/options/on_same_key"},
        {R"({"on_same_key":["keep"]})", "/options/on_same_key"},
    }));

    const auto errors = refused(
        R"({"collection_name":"c","documents":[{"content":"x"}],"options":)" + options + "}"
    );

    REQUIRE(pointers(errors) == std::vector<std::string>{pointer});
}

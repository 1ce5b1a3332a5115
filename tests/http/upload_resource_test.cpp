#include <algorithm>
#include <array>
#include <thread>

#include "resources_rig.hpp"
#include "support/catch.hpp"

namespace ingestd::http {
namespace {

using nlohmann::json;

struct Part {
    std::string head;  // what follows `form-data; `
    std::string body;

    friend auto operator<=>(const Part&, const Part&) = default;
};

Part field(const std::string& name, std::string value) {
    return {"name=\"" + name + "\"", std::move(value)};
}
Part file(const std::string& name, const std::string& filename, std::string bytes) {
    return {"name=\"" + name + "\"; filename=\"" + filename + "\"", std::move(bytes)};
}

std::string form_of(const std::vector<Part>& parts) {
    std::string body;
    for (const auto& [head, bytes] : parts) {
        body += "--sep\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + bytes + "\r\n";
    }
    return body + "--sep--\r\n";
}

RawAnswer post_form(const ResourcesRig& rig, const std::vector<Part>& parts) {
    return rig.post("/upload", "multipart/form-data; boundary=sep", form_of(parts));
}

std::vector<std::string> pointers(const RawAnswer& answer) {
    std::vector<std::string> out;
    const auto body = json::parse(answer.body);
    for (const auto& error : body["errors"]) out.push_back(error["pointer"]);
    return out;
}

// File names and chunks of an upload that has ended.
std::vector<std::string> documents_of(const ResourcesRig& rig, const RawAnswer& accepted) {
    const std::string id = json::parse(accepted.body).at("upload_id");
    rig.watch(id);
    std::vector<std::string> names;
    const auto upload = json::parse(rig.get("/uploads/" + id).body);
    for (const auto& result : upload["results"]) {
        names.push_back(result["filename"]);
        CHECK(result["status"] == "completed");
    }
    return names;
}

constexpr std::string_view good_json =
    R"({"collection_name":"c","documents":[{"content":"The red fox."}],"force_recreate":false})";

}  // namespace

TEST_CASE("an upload in JSON is acknowledged with the seed's fields", "[http][upload]") {
    const ResourcesRig rig;

    const auto answer = rig.post("/upload", "application/json; charset=utf-8", good_json);

    REQUIRE(answer.status == 202);
    const auto body = json::parse(answer.body);
    CHECK(body.size() == 4);
    CHECK(body["status"] == "received");
    CHECK(body["message"] == "Upload received. Total documents: 1");
    CHECK(body["timestamp"].is_number_integer());
    CHECK(UploadId::parse(body["upload_id"].get<std::string>()));
    CHECK(answer.header("Location") == "/uploads/" + body["upload_id"].get<std::string>());
}

TEST_CASE("an upload that cannot be read is refused with the reason", "[http][upload]") {
    const ResourcesRig rig;
    const auto [type, body, status, words] =
        GENERATE(table<std::string, std::string, unsigned, std::string>({
            {"application/json", "", 400, "empty"},
            {"application/json", "{\n\"collection_name\": }", 400, "line 2, column 20"},
            {"application/json", "{}", 422, "2 fields"},
            {"text/plain", "hello", 415, "collection_name"},
            {"application/x-www-form-urlencoded", "a=b", 415, "application/json"},
            {"multipart/form-data", "x", 400, "boundary"},
            {"multipart/form-data; boundary=sep", "--sep\r\nContent-Disp", 400, "closing boundary"},
            {"multipart/form-data; boundary=sep",
             "--sep\r\nContent-Type: text/plain\r\n\r\nx\r\n--sep--",
             400,
             "part 1"},
        }));
    CAPTURE(type, body);

    const auto answer = rig.post("/upload", type, body);

    CHECK(answer.status == status);
    CHECK_THAT(answer.body, Catch::Contains(words));
    CHECK(json::parse(rig.get("/uploads").body)["uploads"].empty());
}

TEST_CASE("an upload without any body is told that it has none", "[http][upload]") {
    const ResourcesRig rig;

    const auto answer =
        rig.ask("POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\r\n"
        );

    REQUIRE(answer.status == 411);
}

TEST_CASE("a JSON body past its limit is refused by the limit's name", "[http][upload]") {
    Settings settings;
    settings.json_body_bytes_max = 100;
    const ResourcesRig rig{{.settings = settings}};

    const auto answer = rig.post("/upload", "application/json", std::string(101, ' '));

    REQUIRE(answer.status == 413);
    CHECK_THAT(
        answer.body, Catch::Contains("100 bytes") && Catch::Contains("--json-body-bytes-max")
    );
}

TEST_CASE("a large JSON body is parsed all the same", "[http][upload]") {
    const ResourcesRig rig;
    const json request{
        {"collection_name", "c"},
        {"documents", {{{"content", std::string(200'000, 'x')}, {"filename", "big.txt"}}}}};

    const auto answer = rig.post_json("/upload", request);

    REQUIRE(answer.status == 202);
    REQUIRE(documents_of(rig, answer) == std::vector<std::string>{"big.txt"});
}

TEST_CASE("a multipart upload's parts come in any order", "[http][upload]") {
    const ResourcesRig rig;
    std::vector<Part> parts{
        field("collection_name", "c"),
        field("options", R"({"chunking":{"max_tokens":64}})"),
        file("files", "a/one.txt", "The red fox."),
        file("files", "two.txt", std::string(100'000, 'y')),
    };
    std::sort(parts.begin(), parts.end());
    do {
        const auto answer = post_form(rig, parts);

        REQUIRE(answer.status == 202);
        auto names = documents_of(rig, answer);
        std::sort(names.begin(), names.end());
        REQUIRE(names == std::vector<std::string>{"a/one.txt", "two.txt"});
    } while (std::next_permutation(parts.begin(), parts.end()));
}

TEST_CASE("a multipart upload's bad part is named, and nothing of it is kept", "[http][upload]") {
    const ResourcesRig rig;
    const Part large = file("files", "large.txt", std::string(300'000, 'x'));
    const Part name = field("collection_name", "c");
    const auto [parts, pointer] = GENERATE_COPY(table<std::vector<Part>, std::string>({
        {{large}, "/collection_name"},
        {{large, field("collection_name", "../c")}, "/collection_name"},
        {{large, name, field("force_recreate", "maybe")}, "/force_recreate"},
        {{large, name, field("options", R"({"ocr":{"language":"eng"}})")}, "/options/ocr/language"},
        {{large, name, field("metadata", "[]")}, "/metadata"},
        {{large, name, field("metadata", std::string(65'537, ' '))}, "/metadata"},
        {{large, name, field("document", "text")}, "/document"},
        {{large, name, file("options", "options.json", "{}")}, "/options"},
        {{name}, "/documents"},
        {{name, file("files", "", "")}, "/documents"},
    }));

    const auto answer = post_form(rig, parts);

    CHECK(answer.status == 422);
    CHECK(pointers(answer) == std::vector{pointer});
    CHECK(rig.staged_files() == 0);
    CHECK(json::parse(rig.get("/uploads").body)["uploads"].empty());
}

TEST_CASE("a multipart upload that breaks off leaves nothing on disk", "[http][upload]") {
    const ResourcesRig rig;
    const std::string body =
        form_of({field("collection_name", "c"), file("f", "f.txt", std::string(300'000, 'x'))});

    const auto answer =
        rig.post("/upload", "multipart/form-data; boundary=sep", body.substr(0, body.size() - 20));

    CHECK(answer.status == 400);
    CHECK(rig.staged_files() == 0);
}

TEST_CASE("a file input that nobody filled in is no document", "[http][upload]") {
    const ResourcesRig rig;

    const auto answer = post_form(
        rig, {field("collection_name", "c"), file("files", "", ""), file("files", "a.txt", "x")}
    );

    REQUIRE(answer.status == 202);
    REQUIRE(documents_of(rig, answer) == std::vector<std::string>{"a.txt"});
}

TEST_CASE("more files than one upload may hold are refused by the limit", "[http][upload]") {
    Settings settings;
    settings.documents_max = 2;
    const ResourcesRig rig{{.settings = settings}};
    std::vector<Part> parts{field("collection_name", "c")};
    for (int i = 0; i < 5; ++i) parts.push_back(file("files", std::to_string(i), "x"));

    const auto answer = post_form(rig, parts);

    REQUIRE(answer.status == 413);
    CHECK_THAT(answer.body, Catch::Contains("at most 2") && Catch::Contains("--documents-max"));
    CHECK(rig.staged_files() == 0);
}

TEST_CASE("a collection in the query means one raw file, whatever its type", "[http][upload]") {
    const ResourcesRig rig;
    const std::string type = GENERATE(
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain"
    );

    const auto answer =
        rig.post("/upload?collection_name=c&filename=dir%2Fa%20b.txt", type, "{\"not\": json");

    REQUIRE(answer.status == 202);
    REQUIRE(documents_of(rig, answer) == std::vector<std::string>{"dir/a b.txt"});
}

TEST_CASE("a raw upload's bad query is named", "[http][upload]") {
    const ResourcesRig rig;
    const auto [query, pointer] = GENERATE(table<std::string, std::string>({
        {"collection_name=", "/collection_name"},
        {"collection_name=a%20b", "/collection_name"},
        {"collection_name=c&force_recreate=1", "/force_recreate"},
        {"collection_name=c&options=%7B", "/options"},
        {"collection_name=c&filename=a&filename=b", "/filename"},
        {"collection_name=c&file_name=a", "/file_name"},
        {"collection_name=c&metadata=%7B%7D", "/metadata"},
    }));

    const auto answer = rig.post("/upload?" + query, "text/plain", "bytes");

    CHECK(answer.status == 422);
    CHECK(pointers(answer) == std::vector{pointer});
}

TEST_CASE("an upload without documents makes its collection anew", "[http][upload]") {
    ResourcesRig rig;
    const json anew{{"collection_name", "c"}, {"force_recreate", true}};
    CHECK(rig.post_json("/upload", anew).status == 404);
    rig.watch(rig.upload("c", "The red fox.", "fox.txt"));
    rig.watch(rig.upload("c", "The grey heron.", "heron.txt"));

    const auto in_a_form = GENERATE(false, true);
    const auto accepted =
        in_a_form ? post_form(rig, {field("collection_name", "c"), field("force_recreate", "true")})
                  : rig.post_json("/upload", anew);
    REQUIRE(accepted.status == 202);
    CHECK(json::parse(accepted.body)["message"] == "Upload received. Total documents: 2");
    CHECK(documents_of(rig, accepted) == std::vector<std::string>{"fox.txt", "heron.txt"});

    const auto list = json::parse(rig.get("/collections/c/documents").body)["documents"];
    REQUIRE(list.size() == 2);
    const std::string id = list[0]["document_id"];
    CHECK(rig.get("/collections/c/documents/" + id + "/original").body == "The red fox.");
    CHECK(rig.get("/collections/c/documents/" + id + "/text").body == "The red fox.");
}

TEST_CASE("what cannot be made anew of itself is refused in words", "[http][upload]") {
    ResourcesRig rig;
    rig.watch(rig.upload("c", "The red fox."));
    const auto refused = [&](json more) {
        json asked{{"collection_name", "c"}, {"force_recreate", true}};
        asked.update(more);
        const auto answer = rig.post_json("/upload", asked);
        CHECK(answer.status == 422);
        return answer;
    };
    CHECK(pointers(refused({{"force_recreate", false}})) == std::vector<std::string>{"/documents"});
    CHECK(
        pointers(refused({{"documents", json::array()}})) == std::vector<std::string>{"/documents"}
    );
    CHECK(
        pointers(refused({{"options", {{"visibility", "atomic"}}}})) ==
        std::vector<std::string>{"/options"}
    );

    // A page's file input that nobody filled in.
    const Part nobody_chose{"name=\"files\"; filename=\"\"", ""};
    const auto form = post_form(
        rig, {field("collection_name", "c"), field("force_recreate", "true"), nobody_chose}
    );
    CHECK(form.status == 422);
    CHECK(pointers(form) == std::vector<std::string>{"/documents"});

    const std::string id =
        json::parse(rig.get("/collections/c/documents").body)["documents"][0]["document_id"];
    REQUIRE(rig.remove("/collections/c/documents/" + id).status == 204);
    CHECK(json::parse(refused(json::object()).body)["title"] == "Collection empty");
}

TEST_CASE("a server that is not ready says when to come again", "[http][upload]") {
    const ResourcesRig rig{{.not_ready = "The disk is almost full."}};

    const auto upload = rig.post("/upload", "application/json", good_json);
    const auto ready = rig.get("/readyz");

    CHECK(upload.status == 503);
    CHECK(upload.header("Retry-After"));
    CHECK(json::parse(upload.body)["detail"] == "The disk is almost full.");
    CHECK(ready.status == 503);
    CHECK(json::parse(ready.body)["detail"] == "The disk is almost full.");
    CHECK(rig.get("/healthz").body == "{\"status\":\"ok\"}\n");
}

TEST_CASE("a server that is ready says so", "[http][health]") {
    const ResourcesRig rig;

    REQUIRE(rig.get("/readyz").status == 200);
}

namespace {

RawAnswer post_with_key(
    const ResourcesRig& rig,
    std::string_view target,
    std::string_view type,
    std::string_view body,
    std::string_view headers
) {
    return rig.ask(
        ResourcesRig::head("POST", target) + "Content-Type: " + std::string{type} + "\r\n" +
        std::string{headers} + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
        std::string{body}
    );
}

}  // namespace

TEST_CASE("a collection made anew is asked for again as any upload is", "[http][upload]") {
    ResourcesRig rig;
    rig.watch(rig.upload("c", "The red fox.", "fox.txt"));
    const std::string asked = R"({"collection_name":"c","force_recreate":true})";
    const auto ask = [&] {
        return post_with_key(
            rig, "/upload", "application/json", asked, "Idempotency-Key: anew\r\n"
        );
    };
    const auto first = ask();
    REQUIRE(first.status == 202);
    rig.watch(json::parse(first.body)["upload_id"]);
    REQUIRE(rig.remove("/collections/c").status == 204);

    const auto again = ask();

    CHECK(again.status == 202);
    CHECK(again.body == first.body);
    CHECK(rig.get("/collections/c").status == 404);
}

TEST_CASE("the same key gives the same answer in every form", "[http][upload][idempotency]") {
    const ResourcesRig rig;
    const std::string form = form_of({field("collection_name", "c"), file("f", "a.txt", "text")});
    const auto [target, type, body] = GENERATE_COPY(table<std::string, std::string, std::string>({
        {"/upload", "application/json", std::string{good_json}},
        {"/upload", "multipart/form-data; boundary=sep", form},
        {"/upload?collection_name=c", "text/plain", std::string(100'000, 'x')},
    }));

    const auto first = post_with_key(rig, target, type, body, "Idempotency-Key: \"k 1\"\r\n");
    const auto again = post_with_key(rig, target, type, body, "Idempotency-Key: \"k 1\"\r\n");
    const auto other = post_with_key(rig, target, type, body, "Idempotency-Key: k-2\r\n");

    CHECK(first.status == 202);
    CHECK(again.status == 202);
    CHECK(again.body == first.body);
    CHECK(again.header("Location") == first.header("Location"));
    CHECK(other.status == 202);
    CHECK(other.body != first.body);
    CHECK(json::parse(rig.get("/uploads").body)["uploads"].size() == 2);
}

TEST_CASE("a key is a name for what was parsed, not for its bytes", "[http][upload][idempotency]") {
    const ResourcesRig rig;
    const std::string key = "Idempotency-Key: key\r\n";
    const std::string spaced =
        R"( { "documents": [ {"content": "The red fox."} ], "collection_name": "c" } )";

    const auto first = post_with_key(rig, "/upload", "application/json", good_json, key);
    const auto again = post_with_key(rig, "/upload", "application/json", spaced, key);

    CHECK(again.status == 202);
    CHECK(again.body == first.body);
}

TEST_CASE(
    "the same key with another request is refused and keeps nothing", "[http][upload][idempotency]"
) {
    const ResourcesRig rig;
    const std::string key = "Idempotency-Key: key\r\n";
    post_with_key(rig, "/upload", "application/json", good_json, key);

    const auto refused = post_with_key(
        rig, "/upload?collection_name=c", "text/plain", std::string(100'000, 'x'), key
    );

    CHECK(refused.status == 422);
    CHECK(json::parse(refused.body)["title"] == "Idempotency key reused");
    CHECK(rig.staged_files() == 0);
    CHECK(json::parse(rig.get("/uploads").body)["uploads"].size() == 1);
}

TEST_CASE(
    "a key that cannot be read is refused before the body is", "[http][upload][idempotency]"
) {
    const ResourcesRig rig;
    const auto header = GENERATE(
        as<std::string>{},
        "Idempotency-Key: \r\n",
        "Idempotency-Key: \"\"\r\n",
        "Idempotency-Key: \"open\r\n",
        "Idempotency-Key: two words\r\n",
        "Idempotency-Key: \"a\\b\"\r\n",
        "Idempotency-Key: \"a\";x=1\r\n",
        "Idempotency-Key: " + std::string(256, 'k') + "\r\n",
        "Idempotency-Key: a\r\nIdempotency-Key: a\r\n"
    );
    CAPTURE(header);

    const auto refused = post_with_key(rig, "/upload", "application/json", good_json, header);

    CHECK(refused.status == 400);
    CHECK(json::parse(refused.body)["title"] == "Bad idempotency key");
}

TEST_CASE(
    "two requests with one key at the same time are one upload", "[http][upload][idempotency]"
) {
    const ResourcesRig rig;
    constexpr std::size_t clients = 4;
    std::array<std::string, clients> answers;
    std::vector<std::thread> threads;
    for (auto& answer : answers) {
        threads.emplace_back([&rig, &answer] {
            const std::string large(100'000, 'x');
            answer = post_with_key(
                         rig,
                         "/upload?collection_name=c",
                         "text/plain",
                         large,
                         "Idempotency-Key: key\r\n"
            )
                         .body;
        });
    }
    for (auto& thread : threads) thread.join();

    for (const auto& answer : answers) CHECK(answer == answers[0]);
    CHECK(json::parse(rig.get("/uploads").body)["uploads"].size() == 1);
    rig.watch(json::parse(answers[0]).at("upload_id"));
    const auto upload = json::parse(rig.get("/uploads?status=completed").body);
    CHECK(upload["uploads"].size() == 1);  // its bytes are there, whoever came last
}

}  // namespace ingestd::http

// POST /upload as its callers see it.
#include <chrono>
#include <regex>

#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

const json one_document = {
    {"collection_name", "rag_documents"},
    {"documents",
     json::array(
         {{{"content", "The lighthouse keeper counts the ships."}, {"filename", "keeper.txt"}}}
     )},
    {"force_recreate", false}};

std::int64_t unix_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch()
    )
        .count();
}

// A part of a multipart body.
std::string part(const std::string& disposition, const std::string& body) {
    return "--edge\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + body + "\r\n";
}

Answer post_form(std::uint16_t port, const std::vector<std::string>& parts) {
    std::string body;
    for (const auto& one : parts) body += one;
    return call(
        port,
        "POST",
        "/upload",
        body + "--edge--\r\n",
        {{"Content-Type", "multipart/form-data; boundary=edge"}}
    );
}

std::vector<std::string> pointers(const Answer& answer) {
    std::vector<std::string> found;
    const auto body = answer.parsed();
    for (const auto& error : body.at("errors")) found.push_back(error.at("pointer"));
    return found;
}

}  // namespace

TEST_CASE("the answer to an upload has the contract's fields, and no others", "[e2e][upload]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto before = unix_now();
    const auto answer = post_json(server.port(), "/upload", one_document);

    REQUIRE(answer.status == 202);
    const auto body = answer.parsed();
    static const std::regex version_7{
        "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"};
    const std::string id = body.at("upload_id");
    CHECK(std::regex_match(id, version_7));
    CHECK(body.at("status") == "received");
    CHECK(body.at("message") == "Upload received. Total documents: 1");
    CHECK(body.at("timestamp").is_number_integer());
    CHECK(body.at("timestamp").get<std::int64_t>() >= before);
    CHECK(body.at("timestamp").get<std::int64_t>() <= unix_now());
    CHECK(body.size() == 4);
    CHECK(answer.headers.at("location") == "/uploads/" + id);
    CHECK(answer.headers.at("content-type") == "application/json");
    CHECK_FALSE(answer.headers.at("x-request-id").empty());
}

TEST_CASE("the three names of a text and base64 all bring the document in", "[e2e][upload]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto [field, value] = GENERATE(table<std::string, std::string>(
        {{"content", "harbour"},
         {"text", "harbour"},
         {"page_content", "harbour"},
         {"content_base64", "aGFyYm91cg=="}}
    ));
    CAPTURE(field);

    const auto answer = post_json(
        server.port(),
        "/upload",
        {{"collection_name", "c"}, {"documents", json::array({{{field, value}}})}}
    );

    REQUIRE(answer.status == 202);
    REQUIRE(
        wait_for_end(server.port(), answer.parsed().at("upload_id")).at("status") == "completed"
    );
    REQUIRE(search(server.port(), "c", "harbour") == std::vector<std::string>{"harbour"});
}

TEST_CASE("a form's fields and files come in any order", "[e2e][upload]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    std::vector<std::string> parts = {
        part("name=\"collection_name\"", "forms"),
        part("name=\"files\"; filename=\"a.txt\"", "alpha text"),
        part("name=\"files\"; filename=\"b.txt\"", "beta text")};
    std::rotate(parts.begin(), parts.begin() + GENERATE(0, 1, 2), parts.end());

    const auto answer = post_form(server.port(), parts);

    REQUIRE(answer.status == 202);
    REQUIRE(answer.parsed().at("message") == "Upload received. Total documents: 2");
    REQUIRE(
        wait_for_end(server.port(), answer.parsed().at("upload_id")).at("status") == "completed"
    );
    REQUIRE(search(server.port(), "forms", "beta") == std::vector<std::string>{"beta text"});
}

TEST_CASE("a raw body is one document, whatever its media type", "[e2e][upload]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto answer = call(
        server.port(),
        "POST",
        "/upload?collection_name=raw&filename=notes%2Fr%C3%A5.txt",
        "raw bytes of text",
        {{"Content-Type", "application/x-www-form-urlencoded"}}
    );

    REQUIRE(answer.status == 202);
    REQUIRE(
        wait_for_end(server.port(), answer.parsed().at("upload_id")).at("status") == "completed"
    );
    const auto results =
        get(server.port(), "/uploads/" + answer.parsed().at("upload_id").get<std::string>())
            .parsed();
    REQUIRE(results.at("results").at(0).at("filename") == "notes/rå.txt");
}

TEST_CASE("a chunked body is taken like any other", "[e2e][upload]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto received = exchange_raw(
        server.port(),
        "POST /upload?collection_name=c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
        "chunked\r\n\r\n"
        "6\r\nchunke\r\n7;x=y\r\nd words\r\n0\r\nX-Trailer: yes\r\n\r\n"
    );

    REQUIRE(received.starts_with("HTTP/1.1 202 "));
}

TEST_CASE("bad fields are refused, each with its pointer", "[e2e][upload][bad]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto refused = [&](const json& change, const std::string& pointer) {
        auto body = one_document;
        body.merge_patch(change);
        const auto answer = post_json(server.port(), "/upload", body);
        CAPTURE(change.dump(), answer.body);
        CHECK(answer.status == 422);
        CHECK(answer.headers.at("content-type") == "application/problem+json");
        CHECK(pointers(answer) == std::vector<std::string>{pointer});
    };

    refused({{"collection_name", nullptr}}, "/collection_name");
    refused({{"collection_name", "../etc"}}, "/collection_name");
    refused({{"collection_name", 7}}, "/collection_name");
    refused({{"documents", nullptr}}, "/documents");
    refused({{"documents", json::array()}}, "/documents");
    refused({{"documents", "text"}}, "/documents");
    refused({{"documents", json::array({{{"content", 7}}})}}, "/documents/0/content");
    refused(
        {{"documents", json::array({{{"content_base64", "***"}}})}}, "/documents/0/content_base64"
    );
    refused(
        {{"documents", json::array({{{"content", "a"}, {"metadata", "x"}}})}},
        "/documents/0/metadata"
    );
    refused(
        {{"documents",
          json::array({{{"content", "a"}, {"id", "k"}}, {{"content", "b"}, {"id", "k"}}})}},
        "/documents/1/id"
    );
    refused({{"force_recreate", "yes"}}, "/force_recreate");
    refused({{"options", {{"chunking", {{"strategy", "magic"}}}}}}, "/options/chunking/strategy");
    refused({{"options", {{"visibility", "hidden"}}}}, "/options/visibility");
    refused({{"options", {{"on_same_key", "merge"}}}}, "/options/on_same_key");
    refused({{"options", {{"colour", "blue"}}}}, "/options/colour");
    refused({{"options", {{"chunking", {{"max_tokens", 1}}}}}}, "/options/chunking/max_tokens");

    CHECK(get(server.port(), "/uploads").parsed().at("uploads").empty());
    CHECK(get(server.port(), "/collections").parsed().at("collections").empty());
}

TEST_CASE("broken JSON is told with its line and column", "[e2e][upload][bad]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto answer = call(
        server.port(),
        "POST",
        "/upload",
        "{\n  \"collection_name\": }\n",
        {{"Content-Type", "application/json"}}
    );

    REQUIRE(answer.status == 400);
    const std::string detail = answer.parsed().at("detail");
    CHECK(detail.find("line 2") != std::string::npos);
    CHECK(detail.find("column") != std::string::npos);
}

TEST_CASE("JSON that is nested without end is refused, not followed", "[e2e][upload][bad]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto answer = call(
        server.port(),
        "POST",
        "/upload",
        std::string{"{\"documents\":"}.append(2'000'000, '['),
        {{"Content-Type", "application/json"}}
    );

    CHECK(answer.status == 422);
    CHECK(get(server.port(), "/healthz").status == 200);
}

TEST_CASE("an unknown media type is 415", "[e2e][upload][bad]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    CHECK(
        call(
            server.port(), "POST", "/upload", "x", {{"Content-Type", "text/x-unheard-of"}}
        ).status == 415
    );
}

TEST_CASE("limits are named in the answer with the setting that moves them", "[e2e][upload][bad]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{
        data.path(),
        {"--json-body-bytes-max", "64KiB", "--body-bytes-max", "1MiB", "--documents-max", "2"}};
    const auto json_type = Headers{{"Content-Type", "application/json"}};

    const auto large_json =
        call(server.port(), "POST", "/upload", std::string(100'000, ' '), json_type);
    CHECK(large_json.status == 413);
    CHECK(large_json.body.find("json-body-bytes-max") != std::string::npos);

    const auto large =
        call(server.port(), "POST", "/upload?collection_name=c", std::string(2'000'000, 'x'));
    CHECK(large.status == 413);
    CHECK(large.body.find("body-bytes-max") != std::string::npos);

    const auto head =
        call(server.port(), "GET", "/healthz", {}, {{"X-Long", std::string(20'000, 'x')}});
    CHECK(head.status == 431);

    const auto many = post_json(
        server.port(),
        "/upload",
        {{"collection_name", "c"},
         {"documents", json::array({{{"content", "a"}}, {{"content", "b"}}, {{"content", "c"}}})}}
    );
    CHECK(many.status == 413);
    CHECK(many.body.find("documents-max") != std::string::npos);
    CHECK(get(server.port(), "/uploads").parsed().at("uploads").empty());
}

TEST_CASE("a body cut short is refused and leaves nothing behind", "[e2e][upload][bad]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto received = exchange_raw(
        server.port(),
        "POST /upload?collection_name=c HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        "1000\r\n\r\nonly this"
    );
    const auto form = exchange_raw(
        server.port(),
        "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; "
        "boundary=edge\r\n"
        "Content-Length: 90\r\n\r\n--edge\r\nContent-Disposition: form-data; name=\"f\"; "
        "filename=\"a.txt\"\r\n\r\nno closing edge.."
    );

    CHECK(received.starts_with("HTTP/1.1 400 "));
    CHECK(form.starts_with("HTTP/1.1 400 "));
    CHECK(get(server.port(), "/uploads").parsed().at("uploads").empty());
}

TEST_CASE("a document that fails does not sink its upload", "[e2e][upload]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto answer = post_form(
        server.port(),
        {part("name=\"collection_name\"", "mixed"),
         part("name=\"f\"; filename=\"good.txt\"", "good words"),
         part("name=\"f\"; filename=\"empty.txt\"", ""),
         part(
             "name=\"f\"; filename=\"program.bin\"",
             std::string(
                 "\x7f"
                 "ELF\x02\x01\x01\0\0\0",
                 10
             )
         )}
    );
    const std::string id = answer.parsed().at("upload_id");
    const auto last = wait_for_end(server.port(), id);

    CHECK(last.at("status") == "completed");
    CHECK(last.at("message") == "Completed: 1 of 3 documents");
    CHECK(last.at("documents").at("failed") == 2);
    const auto results = get(server.port(), "/uploads/" + id).parsed().at("results");
    CHECK(results.at(0).at("error").is_null());
    CHECK(results.at(1).at("error").at("code") == "empty");
    CHECK(results.at(2).at("error").at("code") == "unsupported_type");
    CHECK_FALSE(results.at(2).at("error").at("detail").get<std::string>().empty());
}

TEST_CASE("an upload fails when all its documents did", "[e2e][upload]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};

    const auto id = upload_texts(server.port(), "c", {{"a.txt", "   \n  "}});
    const auto last = wait_for_end(server.port(), id);

    CHECK(last.at("status") == "failed");
    CHECK(last.at("terminal") == true);
    CHECK(last.at("error").at("code") == "no_text");
}

TEST_CASE(
    "the same key with new bytes replaces, with the same bytes is unchanged", "[e2e][upload]"
) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(port, upload_texts(port, "c", {{"n.txt", "the first wording"}}));

    const auto same = upload_texts(port, "c", {{"n.txt", "the first wording"}});
    CHECK(wait_for_end(port, same).at("current_chunk") == 1);
    CHECK(get(port, "/uploads/" + same).parsed().at("results").at(0).at("unchanged") == true);

    const auto other = upload_texts(port, "c", {{"n.txt", "a second wording"}});
    CHECK(wait_for_end(port, other).at("status") == "completed");
    CHECK(get(port, "/uploads/" + other).parsed().at("results").at(0).at("replaced") == 1);
    CHECK(search(port, "c", "wording") == std::vector<std::string>{"a second wording"});
}

TEST_CASE("force_recreate replaces the collection when it completes", "[e2e][upload]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(port, upload_texts(port, "c", {{"old.txt", "an old lantern"}}));
    const auto recreate = [&](const std::string& content) {
        const auto answer = post_json(
            port,
            "/upload",
            {{"collection_name", "c"},
             {"force_recreate", true},
             {"documents", json::array({{{"filename", "new.txt"}, {"content", content}}})}}
        );
        return wait_for_end(port, answer.parsed().at("upload_id")).at("status").get<std::string>();
    };

    CHECK(recreate("  ") == "failed");
    CHECK(search(port, "c", "lantern") == std::vector<std::string>{"an old lantern"});

    CHECK(recreate("a new lantern") == "completed");
    CHECK(search(port, "c", "lantern") == std::vector<std::string>{"a new lantern"});
}

TEST_CASE("a cancelled upload takes what it had indexed away", "[e2e][upload]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path(), {"--workers", "1"}};
    const auto port = server.port();
    const auto id = upload_texts(port, "c", {{"big.txt", prose(8'000'000)}});
    Watcher watcher{port, "/ws/" + id};
    for (auto event = watcher.next(); event->at("current_chunk") < 1; event = watcher.next()) {
    }

    const auto answer = call(port, "DELETE", "/uploads/" + id);
    const auto last = watcher.rest().back();

    CHECK(answer.status / 100 == 2);
    CHECK(last.at("status") == "cancelled");
    CHECK(last.at("terminal") == true);
    CHECK(last.at("current_chunk") > 0);
    CHECK(search(port, "c", "river").empty());
    CHECK(call(port, "DELETE", "/uploads/" + id).status == 409);
    CHECK(call(port, "DELETE", "/uploads/00000000-0000-4000-8000-000000000000").status == 404);
}

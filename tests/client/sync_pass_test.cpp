#include "../../src/client/sync/sync_pass.hpp"

#include <ingestd/client/errc.hpp>

#include "scripted_server.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::client {
namespace {

namespace asio = boost::asio;
using Socket = ScriptedServer::Socket;

void answer(Socket& socket, const std::string& status, const std::string& json) {
    asio::write(
        socket,
        asio::buffer(
            "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
            std::to_string(json.size()) + "\r\n\r\n" + json
        )
    );
}

ScriptedServer::Act answering(std::string status, std::string json) {
    return [status = std::move(status), json = std::move(json)](Socket& socket) {
        std::string behind;
        read_head(socket, behind);
        answer(socket, status, json);
    };
}

const auto no_documents = answering("200 OK", R"({"documents":[],"next_cursor":null})");
const auto no_uploads = answering("200 OK", R"({"uploads":[],"next_cursor":null})");

// Takes all of an upload up to the end of its body, and refuses it.
ScriptedServer::Act refusing_upload(std::string& body) {
    return [&body](Socket& socket) {
        const auto head = read_head(socket, body);
        boost::system::error_code ended;
        while (!body.ends_with("--\r\n") && !ended)
            asio::read(socket, asio::dynamic_buffer(body), asio::transfer_at_least(1), ended);
        answer(socket, "507 Insufficient Storage", R"({"title":"Storage full"})");
    };
}

TEST_CASE("a file that goes before it is sent is told, and the others are sent", "[sync pass]") {
    const test::TemporaryDirectory root;
    test::write_file(root / "docs/a.txt", "ropes");
    const auto going = test::write_file(root / "docs/b.txt", "sails");
    test::write_file(root / "docs/c.txt", "anchors");
    std::string first, second;
    const auto take_away = [&](Socket& socket) {
        std::filesystem::remove(going);
        no_uploads(socket);
    };
    const ScriptedServer server{
        {no_documents, no_documents, take_away, refusing_upload(first), refusing_upload(second)}};
    SyncCommand command;
    command.server = server.address();
    command.folder = root / "docs";
    command.collection = "c";
    Console console;
    SyncReport report{console, true, false};
    SyncRun run{command, console, report, "docs"};

    const auto ended = run_to_end(sync_once(run, Look::first));

    REQUIRE(ended.has_error());
    CHECK(ended.error().code == Errc::refused);
    CHECK_THAT(first, !Catch::Contains("anchors"));
    CHECK_THAT(second, Catch::Contains("ropes") && Catch::Contains("anchors"));
    CHECK_THAT(second, !Catch::Contains("docs/b.txt"));
    CHECK_THAT(second, Catch::Contains(R"({"source":"sync:docs"})"));
}

std::string document(const std::string& key, std::string_view content, const std::string& source) {
    return R"({"document_id":"id","key":")" + key + R"(","sha256":")" + sha256(content).hex() +
           R"(","metadata":{"source":")" + source + R"("}})";
}

TEST_CASE("a document that somebody else has replaced meanwhile is not removed", "[sync pass]") {
    const test::TemporaryDirectory root;
    test::write_file(root / "docs/a.txt", "ropes");
    const auto list = R"({"documents":[)" + document("docs/a.txt", "ropes", "sync:docs") + ',' +
                      document("docs/gone.txt", "sails", "sync:docs") + R"(],"next_cursor":null})";
    // After the last of these nothing is answered any more: a DELETE would be an error.
    const ScriptedServer server{
        {no_documents,
         answering("200 OK", list),
         no_uploads,
         answering("200 OK", document("docs/gone.txt", "new sails", ""))}};
    SyncCommand command;
    command.server = server.address();
    command.folder = root / "docs";
    command.collection = "c";
    Console console;
    SyncReport report{console, true, false};
    SyncRun run{command, console, report, "docs"};

    const auto counts = run_to_end(sync_once(run, Look::first));

    REQUIRE(counts.has_value());
    CHECK(counts->removed == 0);
    CHECK(counts->unchanged == 1);
}

}  // namespace
}  // namespace ingestd::client

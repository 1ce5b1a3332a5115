#include <ingestd/client/commands.hpp>

#include "scripted_server.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "support/write_file.hpp"

namespace ingestd::client {
namespace {

std::string key_of(const std::string& head) {
    const std::string name = "Idempotency-Key: ";
    const auto at = head.find(name);
    if (at == std::string::npos) return "";
    return head.substr(at + name.size(), head.find("\r\n", at) - at - name.size());
}

TEST_CASE("an upload whose answer was lost is sent again under the same key", "[upload command]") {
    const test::TemporaryDirectory folder;
    test::write_file(folder / "a.txt", "text");
    std::string first, second;
    ScriptedServer server{
        {[&](auto& socket) {
             std::string behind;
             first = read_head(socket, behind);  // and goes
         },
         [&](auto& socket) {
             std::string behind;
             second = read_head(socket, behind);
             const std::string body = R"({"upload_id":"f47ac10b-58cc-4372-a567-0e02b2c3d479"})";
             const auto answer =
                 "HTTP/1.1 202 Accepted\r\nContent-Length: " + std::to_string(body.size()) +
                 "\r\n\r\n" + body;
             boost::asio::write(socket, boost::asio::buffer(answer));
         }}};
    UploadCommand command;
    command.server = server.address();
    command.paths = {folder / "a.txt"};
    command.collection = "c";
    command.is_waiting = false;

    const int status = upload(command);

    CHECK(status == exit_completed);
    CHECK(key_of(first).size() > 2);
    CHECK(key_of(first) == key_of(second));
}

}  // namespace
}  // namespace ingestd::client

// Documents that kill who reads them, with a helper that does so on purpose.
#include <csignal>

#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

TEST_CASE("a document that kills its helper twice is put aside for good", "[e2e][quarantine]") {
    const test::TemporaryDirectory data;
    const std::vector<std::string> options = {
        "--extract-program", INGESTD_MISBEHAVING_HELPER, "--helpers-max", "1"};
    std::string id;
    json before;
    {
        ServerProcess server{data.path(), options};
        const auto port = server.port();
        id = upload_texts(
            port,
            "c",
            {{"bad.md", "crash after a page"}, {"good.md", "pid"}, {"t.txt", "a lantern"}}
        );

        const auto last = wait_for_end(port, id);

        CHECK(last.at("status") == "completed");
        CHECK(last.at("message") == "Completed: 2 of 3 documents");
        before = get(port, "/uploads/" + id).parsed().at("results");
        const auto error = before.at(0).at("error");
        CHECK(error.at("code") == "quarantined");
        CHECK(error.at("stage") == "extract");
        CHECK(error.at("detail").get<std::string>().find("2 times") != std::string::npos);
        CHECK(search(port, "c", "page").empty());
        server.end_with(SIGKILL);
    }
    const ServerProcess server{data.path(), options};

    CHECK(get(server.port(), "/uploads/" + id).parsed().at("results") == before);
    const auto next = upload_texts(server.port(), "c", {{"next.md", "pid"}});
    CHECK(wait_for_end(server.port(), next).at("status") == "completed");
}

// The same document again: replaced, kept beside, skipped, whatever happens to the server.
#include <atomic>
#include <csignal>
#include <thread>

#include "server_process.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "wire.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

using Texts = std::vector<std::string>;

std::string upload(
    std::uint16_t port, const json& documents, const json& options = json::object()
) {
    const auto answer = post_json(
        port, "/upload", {{"collection_name", "c"}, {"documents", documents}, {"options", options}}
    );
    if (answer.status != 202) throw std::runtime_error{"not accepted: " + answer.body};
    return answer.parsed().at("upload_id");
}

json document(const std::string& filename, const std::string& content) {
    return {{"filename", filename}, {"content", content}};
}

json result_of(std::uint16_t port, const std::string& id, std::size_t ordinal = 0) {
    return get(port, "/uploads/" + id).parsed().at("results").at(ordinal);
}

}  // namespace

TEST_CASE("a searcher sees the old version or the new one at every instant", "[e2e][replace]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(port, upload(port, json::array({document("n.txt", "wording number 0")})));
    std::atomic<bool> is_over{false};
    std::atomic<int> wrong{0}, searches{0};
    std::thread searcher{[&] {
        while (!is_over) {
            wrong += search(port, "c", "wording").size() == 1 ? 0 : 1;
            ++searches;
        }
    }};

    std::string last;
    for (int i = 1; i <= 25 || searches < 40; ++i) {
        last = "wording number " + std::to_string(i);
        const auto others = json::array({document("n.txt", last), document("m.txt", "other")});
        wait_for_end(port, upload(port, others));
    }
    is_over = true;
    searcher.join();

    CHECK(wrong == 0);
    CHECK(search(port, "c", "wording") == Texts{last});
}

TEST_CASE("of many uploads of one document the last acknowledged stands", "[e2e][replace]") {
    const test::TemporaryDirectory data;
    std::vector<std::string> ids;
    std::string last;
    const auto send = [&](std::uint16_t port) {
        for (int i = 0; i < 12; ++i) {
            last = "wording number " + std::to_string(ids.size());
            // Earlier ones take longer: they would end after later ones.
            const auto more = i % 3 == 0 ? prose(150'000) : std::string{};
            ids.push_back(upload(port, json::array({document("n.txt", last + "\n\n" + more)})));
        }
    };
    const auto stands = [&](std::uint16_t port) {
        for (const auto& id : ids) REQUIRE(wait_for_end(port, id).at("status") == "completed");
        const auto found = search(port, "c", "\"wording number\"");
        REQUIRE(found.size() == 1);
        CHECK(found.front().starts_with(last));
        CHECK(get(port, "/collections/c").parsed().at("documents") == 1);
    };

    SECTION("in one run") {
        const ServerProcess server{data.path()};
        send(server.port());
        stands(server.port());
    }
    SECTION("over kills in between") {
        for (int kill = 0; kill < 3; ++kill) {
            ServerProcess server{data.path()};
            send(server.port());
            server.end_with(SIGKILL);
        }
        const ServerProcess server{data.path()};
        stands(server.port());
    }
}

TEST_CASE("the same bytes twice at the same time are found once", "[e2e][replace]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    const auto content = "a lantern. " + prose(200'000);
    const auto first = upload(port, json::array({document("n.txt", content)}));
    const auto second = upload(port, json::array({document("n.txt", content)}));

    CHECK(wait_for_end(port, first).at("status") == "completed");
    CHECK(wait_for_end(port, second).at("status") == "completed");

    CHECK(search(port, "c", "lantern").size() == 1);
    CHECK(get(port, "/collections/c").parsed().at("documents") == 1);
    const bool first_unchanged = result_of(port, first).at("unchanged");
    const bool second_unchanged = result_of(port, second).at("unchanged");
    CHECK(first_unchanged != second_unchanged);
}

TEST_CASE("on_same_key says what happens to a key that is there", "[e2e][replace]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(port, upload(port, json::array({document("n.txt", "wording one")})));
    const auto again = json::array({document("n.txt", "wording two")});

    SECTION("keep") {
        const auto id = upload(port, again, {{"on_same_key", "keep"}});
        wait_for_end(port, id);
        CHECK(search(port, "c", "wording").size() == 2);
        const auto result = result_of(port, id);
        CHECK(result.at("key") == "n.txt (2)");
        const auto kept =
            get(port, "/collections/c/documents/" + result.at("document_id").get<std::string>());
        CHECK(kept.parsed().at("key") == "n.txt (2)");
        CHECK(kept.parsed().at("filename") == "n.txt (2)");
        // What is kept already is not kept once more.
        const auto third = upload(port, again, {{"on_same_key", "keep"}});
        wait_for_end(port, third);
        CHECK(result_of(port, third).at("unchanged") == true);
    }
    SECTION("skip") {
        const auto id = upload(port, again, {{"on_same_key", "skip"}});
        const auto last = wait_for_end(port, id);
        CHECK(last.at("status") == "completed");
        CHECK(last.at("progress_percent") == 100.0);
        CHECK(result_of(port, id).at("skipped") == true);
        CHECK(result_of(port, id).at("warnings").size() == 1);
        CHECK(search(port, "c", "wording") == Texts{"wording one"});
    }
    SECTION("replace, which is what is done unless told otherwise") {
        const auto id = upload(port, again, {{"on_same_key", "replace"}});
        wait_for_end(port, id);
        CHECK(result_of(port, id).at("replaced") == 1);
        CHECK(search(port, "c", "wording") == Texts{"wording two"});
    }
}

TEST_CASE("options are taken in all three forms of a body", "[e2e][replace]") {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    const auto port = server.port();
    wait_for_end(port, upload(port, json::array({document("n.txt", "wording one")})));
    const std::string raw = "/upload?collection_name=c&filename=n.txt&options=";
    const auto form = [&](const std::string& options) {
        return call(
            port,
            "POST",
            "/upload",
            "--e\r\nContent-Disposition: form-data; name=\"collection_name\"\r\n\r\nc\r\n"
            "--e\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n" +
                options +
                "\r\n--e\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n.txt\"\r\n\r\n"
                "wording two\r\n--e--\r\n",
            {{"Content-Type", "multipart/form-data; boundary=e"}}
        );
    };

    const auto skipped = GENERATE(
        as<std::string>{},
        R"({"on_same_key":"skip"})",
        R"({"on_same_key":"skip","visibility":"atomic"})"
    );
    const auto is_form = GENERATE(true, false);
    auto escaped = skipped;
    for (auto at = escaped.find('"'); at != std::string::npos; at = escaped.find('"', at))
        escaped.replace(at, 1, "%22");
    const auto answer = is_form ? form(skipped) : call(port, "POST", raw + escaped, "wording two");

    REQUIRE(answer.status == 202);
    const std::string id = answer.parsed().at("upload_id");
    CHECK(wait_for_end(port, id).at("status") == "completed");
    CHECK(result_of(port, id).at("skipped") == true);
    CHECK(
        form(R"({"visibility":"later"})").parsed().at("errors").at(0).at("pointer") ==
        "/options/visibility"
    );
    CHECK(
        call(port, "POST", raw + "{%22on_same_key%22:7}", "x")
            .parsed()
            .at("errors")
            .at(0)
            .at("pointer") == "/options/on_same_key"
    );
}

TEST_CASE("an atomic upload is found all at once, also after a kill", "[e2e][replace][atomic]") {
    const test::TemporaryDirectory data;
    const auto options = json{{"visibility", "atomic"}};
    std::string id;
    std::size_t counted = 0;
    {
        ServerProcess server{data.path(), {"--workers", "1"}};
        id = upload(
            server.port(),
            json::array({document("a.txt", "a lantern"), document("b.txt", prose(8'000'000))}),
            options
        );
        Watcher watcher{server.port(), "/ws/" + id};
        const auto is_on = [](const json& event) { return event.at("current_chunk") >= 20; };
        counted = watcher.wait_for(is_on).at("current_chunk");
        CHECK(search(server.port(), "c", "lantern").empty());
        server.end_with(SIGKILL);
    }
    const ServerProcess server{data.path()};
    const auto port = server.port();
    std::atomic<bool> is_over{false};
    std::atomic<int> early{0};
    std::thread searcher{[&] {
        while (!is_over) {
            // In this order: what is found of the second question was there for the first.
            const bool has_first = !search(port, "c", "lantern").empty();
            const bool has_second = !search(port, "c", "Sentence1x9").empty();
            early += has_first && !has_second ? 1 : 0;
        }
    }};
    const auto last = wait_for_end(port, id);
    is_over = true;
    searcher.join();

    CHECK(last.at("status") == "completed");
    CHECK(last.at("current_chunk") >= counted);
    CHECK(early == 0);
    CHECK(search(port, "c", "lantern").size() == 1);
}

// A long document goes on at the chunk where it was.
#include <csignal>
#include <memory>
#include <optional>

#include <sqlite3.h>

#include "e2e/server_process.hpp"
#include "e2e/wire.hpp"
#include "support/catch.hpp"
#include "support/pdf.hpp"
#include "support/temporary_directory.hpp"

using namespace ingestd;
using namespace ingestd::e2e;

namespace {

namespace fs = std::filesystem;

// The one generation's ledger: its document's row, which is never given again, and the rows of its
// chunks in their order.
struct Ledger {
    std::string document;
    std::vector<std::string> chunks;
};

std::vector<std::string> column(const fs::path& database, const char* question) {
    sqlite3* opened = nullptr;
    REQUIRE(sqlite3_open_v2(database.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> connection{opened, sqlite3_close};
    std::vector<std::string> values;
    const auto keep = [](void* kept, int, char** row, char**) {
        static_cast<std::vector<std::string>*>(kept)->emplace_back(row[0]);
        return 0;
    };
    REQUIRE(sqlite3_exec(opened, question, keep, &values, nullptr) == SQLITE_OK);
    return values;
}

Ledger read_ledger(const fs::path& data) {
    for (const auto& entry : fs::directory_iterator{data / "collections"}) {
        if (entry.path().extension() != ".db") continue;
        const auto documents = column(entry.path(), "SELECT row FROM documents");
        REQUIRE(documents.size() == 1);
        return {
            documents.front(),
            column(entry.path(), "SELECT row || ':' || position FROM chunks ORDER BY position")};
    }
    return {};
}

// Most of it is German, what comes last is English: whoever forgets the first half takes it for
// English. A word of its own on each page.
std::vector<std::string> two_languages(std::size_t pages) {
    std::vector<std::string> texts;
    for (std::size_t page = 0; page < pages; ++page) {
        std::string text = "Seite" + std::to_string(page) + "x";
        const bool is_german = page < pages * 3 / 5;
        for (int line = 0; line < 25; ++line) {
            text += is_german ? "\nDer Leuchtturm steht seit vielen Jahren auf der kleinen Insel."
                              : "\nThe lighthouse has stood on the small island for many years.";
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

struct Content {
    std::string filename;
    std::string bytes;
};

Content make_content(bool is_pdf, std::size_t pages) {
    const auto texts = two_languages(pages);
    if (is_pdf) return {"log.pdf", test::make_pdf(texts)};
    std::string joined;
    for (const auto& text : texts) joined += text + "\n\n";
    return {"log.txt", joined};
}

std::string send(std::uint16_t port, const Content& content) {
    const auto answer =
        call(port, "POST", "/upload?collection_name=c&filename=" + content.filename, content.bytes);
    REQUIRE(answer.status == 202);
    return answer.parsed().at("upload_id");
}

// All that is told of the one document, but for whose it is and when; and its chunks.
json tell_all(std::uint16_t port) {
    auto documents = get(port, "/collections/c/documents").parsed().at("documents");
    REQUIRE(documents.size() == 1);
    const auto base =
        "/collections/c/documents/" + documents[0].at("document_id").get<std::string>();
    auto all = get(port, base).parsed();
    all.erase("upload_id");
    all.erase("indexed_at");
    json chunks = json::array();
    for (std::string more = "?limit=1000"; !more.empty();) {
        const auto page = get(port, base + "/chunks" + more).parsed();
        for (const auto& chunk : page.at("chunks")) chunks.push_back(chunk);
        const auto& cursor = page.at("next_cursor");
        more = cursor.is_null() ? "" : "?limit=1000&cursor=" + cursor.get<std::string>();
    }
    all["all_chunks"] = std::move(chunks);
    return all;
}

// The same, of a server that was left alone.
json take_in(const Content& content) {
    const test::TemporaryDirectory data;
    const ServerProcess server{data.path()};
    REQUIRE(wait_for_end(server.port(), send(server.port(), content)).at("status") == "completed");
    return tell_all(server.port());
}

// Until so many chunks were told as committed.
json watch_until(std::uint16_t port, const std::string& upload, std::size_t chunks) {
    Watcher watcher{port, "/ws/" + upload};
    auto event = watcher.next();
    while (event && event->at("current_chunk") < chunks) event = watcher.next();
    REQUIRE(event);
    return *event;
}

// A server that died in the middle: its upload, the last event that was seen of it, its ledger.
struct Died {
    std::string upload;
    json seen;
    Ledger ledger;
};

Died die_at(const fs::path& data, const Content& content, std::size_t chunks) {
    ServerProcess server{data, {"--workers", "1"}};
    Died died;
    died.upload = send(server.port(), content);
    died.seen = watch_until(server.port(), died.upload, chunks);
    server.end_with(SIGKILL);
    died.ledger = read_ledger(data);
    return died;
}

}  // namespace

TEST_CASE(
    "a document of hundreds of pages goes on after kill -9 at the chunk where it was",
    "[crash][resume]"
) {
    const bool is_pdf = GENERATE(true, false);
    const std::size_t pages = is_pdf ? 600 : 2'000;
    const auto content = make_content(is_pdf, pages);
    const auto undisturbed = take_in(content);
    const auto all_chunks = undisturbed.at("all_chunks").size();
    std::optional<test::TemporaryDirectory> data;
    Died died;
    do {  // again where the machine was too busy to kill it in time
        data.emplace();
        died = die_at(data->path(), content, all_chunks / 2);
    } while (died.ledger.chunks.size() == all_chunks);
    const auto& before = died.ledger;
    CAPTURE(is_pdf, died.seen.dump(), before.chunks.size(), all_chunks);

    ServerProcess server{data->path(), {"--workers", "1"}};
    Watcher watcher{server.port(), "/ws/" + died.upload};
    const auto first = watcher.next();
    REQUIRE(first);
    CHECK(first->at("current_chunk") >= died.seen.at("current_chunk"));
    CHECK(first->at("seq") > died.seen.at("seq"));
    const auto rest = watcher.rest();
    CHECK((rest.empty() ? *first : rest.back()).at("status") == "completed");

    CHECK(tell_all(server.port()) == undisturbed);
    CHECK(undisturbed.at("language") == "de");
    for (const auto page : {std::size_t{0}, pages / 3, pages - 1})
        CHECK(search(server.port(), "c", "Seite" + std::to_string(page) + "x").size() == 1);

    CHECK(server.end_with(SIGTERM) == 0);
    const auto after = read_ledger(data->path());
    CHECK(after.document == before.document);
    REQUIRE(after.chunks.size() == all_chunks);
    CHECK(std::equal(before.chunks.begin(), before.chunks.end(), after.chunks.begin()));
}

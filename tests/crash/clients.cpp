#include "clients.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "e2e/wire.hpp"
#include "unfinished.hpp"

namespace ingestd::crash {
namespace {

constexpr std::size_t piece_bytes = 64 << 10;

// Without overlap every word of a document stands in one chunk alone.
const json no_overlap = {{"chunking", {{"overlap_tokens", 0}}}};
constexpr std::string_view no_overlap_in_query =
    "&options=%7B%22chunking%22%3A%7B%22overlap_tokens%22%3A0%7D%7D";

std::size_t between(std::mt19937_64& random, std::size_t least, std::size_t most) {
    return std::uniform_int_distribution<std::size_t>{least, std::max(least, most)}(random);
}

// The pieces of a body, one after the other.
auto pieces_of(std::string_view body) {
    return [body]() mutable {
        const auto piece = body.substr(0, piece_bytes);
        body.remove_prefix(piece.size());
        return piece;
    };
}

}  // namespace

Clients::Clients(
    std::uint16_t port,
    std::uint64_t seed,
    const LoadSettings& settings,
    Journal& journal,
    SeenEvents& seen
)
    : port_{port}, seed_{seed}, settings_{settings}, journal_{journal}, seen_{seen} {
    watchers_.emplace_back([this] { watch_all(); });
    watchers_.emplace_back([this] { watch_unfinished(); });
    for (const auto step :
         {&Clients::send_small,
          &Clients::send_small,
          &Clients::send_many,
          &Clients::send_large,
          &Clients::send_form,
          &Clients::send_pages,
          &Clients::replace,
          &Clients::replace,
          &Clients::recreate,
          &Clients::recreate,
          &Clients::search}) {
        spawn(step);
    }
}

Clients::~Clients() {
    join();
}

void Clients::wait_for_senders() {
    for (auto& thread : senders_) thread.join();
    senders_.clear();
}

void Clients::join() {
    wait_for_senders();
    for (auto& thread : watchers_) thread.join();
    watchers_.clear();
}

void Clients::spawn(bool (Clients::*step)(Client&)) {
    Client client{.number = senders_.size()};
    client.random.seed(seed_ + client.number);
    senders_.emplace_back([this, client = std::move(client), step] { run(client, step); });
}

void Clients::run(Client client, bool (Clients::*step)(Client&)) {
    try {
        while (!is_ending_ && (this->*step)(client)) ++client.sent;
    } catch (const std::exception& broken) {
        if (!may_break())
            journal_.fail("client " + std::to_string(client.number) + ": " + broken.what());
    }
}

// Every event of every upload, until the server goes.
void Clients::watch_all() {
    try {
        e2e::Watcher monitor{port_, "/ws/uploads"};
        WatchedOrder order{seen_};
        while (auto event = monitor.next()) {
            if (const auto wrong = order.take(*event); !wrong.empty())
                journal_.fail("/ws/uploads, " + event->at("upload_id").dump() + ": " + wrong);
        }
    } catch (const std::exception& broken) {
        if (!may_break()) journal_.fail(std::string{"/ws/uploads: "} + broken.what());
    }
}

void Clients::watch(const std::string& upload) {
    e2e::Watcher watcher{port_, "/ws/" + upload};
    WatchedOrder order{seen_};
    while (auto event = watcher.next()) {
        if (const auto wrong = order.take(*event); !wrong.empty())
            journal_.fail("/ws/" + upload + ": " + wrong);
    }
}

// Those who watched when the server died connect again.
void Clients::watch_unfinished() {
    try {
        for (const auto& upload : journal_.all()) {
            if (is_ending_) return;
            if (upload.answer != SentUpload::Answer::accepted || upload.is_checked) continue;
            const auto seen = seen_.newest(upload.id);
            if (!seen || !seen->terminal) watch(upload.id);
        }
    } catch (const std::exception& broken) {
        if (!may_break()) journal_.fail(std::string{"/ws/{id} again: "} + broken.what());
    }
}

SentDocument Clients::text(Client& client, std::string_view name, std::size_t bytes_max) {
    const auto number = journal_.next_number();
    return {
        .filename = std::string{name} + '-' + std::to_string(number) + ".txt",
        .recipe = {.number = number, .text_bytes = between(client.random, 300, bytes_max)}};
}

// The upload's id where it was accepted; empty where it was refused.
std::string Clients::settle(std::size_t place, unsigned status, const std::string& body) {
    if (status == 202) {
        auto id = json::parse(body).at("upload_id").get<std::string>();
        journal_.note_accepted(place, id);
        return id;
    }
    journal_.note_refused(place, status);
    if (status != 503 && status != 507 && !settings_.may_break)
        journal_.fail("an upload was answered " + std::to_string(status) + ": " + body);
    return {};
}

std::string Clients::send_json(const Client& client, SentUpload upload, const json& options) {
    json documents = json::array();
    for (const auto& document : upload.documents) {
        documents.push_back(
            {{"filename", document.filename}, {"content", make(document.recipe).bytes}}
        );
    }
    const json body = {
        {"collection_name", upload.collection},
        {"documents", std::move(documents)},
        {"force_recreate", upload.kind == Kind::recreates},
        {"options", options}};
    upload.client = client.number;
    const auto place = journal_.note_sent(std::move(upload));
    const auto answer = e2e::post_json(port_, "/upload", body);
    return settle(place, answer.status, answer.body);
}

bool Clients::send_small(Client& client) {
    if (client.sent == settings_.notes) return false;
    send_json(
        client,
        {.kind = Kind::adds, .collection = "notes", .documents = {text(client, "note", 2'500)}},
        no_overlap
    );
    return true;
}

bool Clients::send_many(Client& client) {
    if (client.sent == settings_.folders) return false;
    SentUpload upload{.kind = Kind::adds, .collection = "folders", .documents = {}};
    const auto count = between(client.random, 2, 12);
    while (upload.documents.size() < count) upload.documents.push_back(text(client, "file", 6'000));
    // Now and then one that is no small body any more.
    if (between(client.random, 0, 3) == 0)
        upload.documents.push_back(text(client, "thick", 200'000));
    send_json(client, std::move(upload), no_overlap);
    return true;
}

// The bare bytes of a file, in pieces, and a watcher to its end.
bool Clients::send_large(Client& client) {
    if (client.sent == settings_.books) return false;
    SentUpload upload{
        .kind = Kind::adds,
        .collection = "books",
        .documents = {text(client, "book", settings_.book_bytes_max)},
        .client = client.number};
    const auto document = upload.documents.front();
    const auto content = make(document.recipe).bytes;
    const auto place = journal_.note_sent(std::move(upload));
    const auto answer = e2e::call_streaming(
        port_,
        "/upload?collection_name=books&filename=" + document.filename +
            std::string{no_overlap_in_query},
        {{"Content-Length", std::to_string(content.size())}},
        pieces_of(content)
    );
    const auto id = settle(place, answer.status, answer.body);
    if (!id.empty()) watch(id);
    return true;
}

bool Clients::send_form(Client& client) {
    if (client.sent == settings_.books) return false;
    SentUpload upload{
        .kind = Kind::adds,
        .collection = "forms",
        .documents = {text(client, "part", 150'000), text(client, "part", 150'000)},
        .client = client.number};
    std::string body;
    const auto add_part = [&](const std::string& disposition, const std::string& content) {
        body += "--edge\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content +
                "\r\n";
    };
    add_part("name=\"collection_name\"", "forms");
    for (const auto& document : upload.documents) {
        add_part(
            "name=\"file\"; filename=\"" + document.filename + '"', make(document.recipe).bytes
        );
    }
    add_part("name=\"options\"", no_overlap.dump());
    body += "--edge--\r\n";
    const auto place = journal_.note_sent(std::move(upload));
    const auto answer = e2e::call_streaming(
        port_,
        "/upload",
        {{"Content-Type", "multipart/form-data; boundary=edge"},
         {"Content-Length", std::to_string(body.size())}},
        pieces_of(body)
    );
    settle(place, answer.status, answer.body);
    return true;
}

// A PDF of many pages, through the helper; watched to its end.
bool Clients::send_pages(Client& client) {
    if (client.sent == settings_.books) return false;
    const auto number = journal_.next_number();
    SentUpload upload{
        .kind = Kind::adds,
        .collection = "scans",
        .documents =
            {{.filename = "scan-" + std::to_string(number) + ".pdf",
              .recipe =
                  {.format = Recipe::Format::pdf,
                   .number = number,
                   .pages = between(client.random, 3, settings_.pages_max)}}},
        .client = client.number};
    const auto document = upload.documents.front();
    const auto content = make(document.recipe).bytes;
    const auto place = journal_.note_sent(std::move(upload));
    const auto answer = e2e::call_streaming(
        port_,
        "/upload?collection_name=scans&filename=" + document.filename +
            std::string{no_overlap_in_query},
        {{"Content-Length", std::to_string(content.size())}},
        pieces_of(content)
    );
    const auto id = settle(place, answer.status, answer.body);
    if (!id.empty()) watch(id);
    return true;
}

// The next version of the one document that is this client's, also while older ones are in work.
bool Clients::replace(Client& client) {
    if (client.sent == settings_.versions) return false;
    const auto number = journal_.next_number();
    send_json(
        client,
        {.kind = Kind::replaces,
         .collection = "versions",
         .documents =
             {{.filename = "page-" + std::to_string(client.number) + ".txt",
               .recipe = {.number = number, .text_bytes = between(client.random, 300, 5'000)}}}},
        no_overlap
    );
    return true;
}

// All of a collection anew. Every file's name tells the edition that it belongs to.
bool Clients::recreate(Client& client) {
    if (client.sent == settings_.editions) return false;
    SentUpload upload{.kind = Kind::recreates, .collection = "editions", .documents = {}};
    const auto edition = "edition" + std::to_string(journal_.next_number());
    const auto count = between(client.random, 1, 6);
    while (upload.documents.size() < count)
        upload.documents.push_back(text(client, edition, 2'000));
    send_json(client, std::move(upload), no_overlap);
    return true;
}

// Who searches meanwhile sees the old or the new: never both, and never neither.
bool Clients::search(Client& client) {
    if (client.sent == settings_.searches) return false;
    for (const std::string collection : {"versions", "editions"}) {
        const auto answer = e2e::post_json(
            port_, "/collections/" + collection + "/search", {{"query", "keeper"}, {"limit", 100}}
        );
        if (answer.status == 404) continue;  // nobody has sent anything yet
        if (!journal_.check(
                answer.status == 200,
                "a search in " + collection + " was answered " + std::to_string(answer.status)
            ))
            return false;
        std::map<std::string, std::set<std::string>> versions;
        const auto body = answer.parsed();
        for (const auto& hit : body.at("hits")) {
            const auto name = hit.at("filename").get<std::string>();
            if (collection == "editions")
                versions[collection].insert(name.substr(0, name.find('-')));
            if (collection == "editions") continue;
            const auto number = number_in(hit.at("text").get<std::string>());
            if (number != 0) versions[name].insert(std::to_string(number));
        }
        for (const auto& [name, seen] : versions) {
            journal_.check(seen.size() == 1, "a search saw two versions of " + name + " at once");
            client.found.insert(name);
        }
        for (const auto& name : client.found) {
            const bool is_of_here = (name == "editions") == (collection == "editions");
            if (is_of_here)
                journal_.check(versions.contains(name), "a search saw no version of " + name);
        }
    }
    return true;
}

}  // namespace ingestd::crash

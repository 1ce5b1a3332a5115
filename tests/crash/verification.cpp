#include "verification.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "e2e/wire.hpp"
#include "unfinished.hpp"

namespace ingestd::crash {
namespace {

using Answer = SentUpload::Answer;

std::string trimmed(const std::string& text) {
    const auto end = text.find_last_not_of(" \n");
    return text.substr(0, end == std::string::npos ? 0 : end + 1);
}

std::string named(const std::string& collection, const SentDocument& document) {
    return collection + '/' + document.filename + " (" + std::to_string(document.recipe.number) +
           ')';
}

// Of one sender's uploads in the order in which they were sent: the newest that was accepted, and
// what was sent after it without an answer, since any of these may be what stands now.
std::vector<const SentUpload*> newest_of(const std::vector<const SentUpload*>& sent) {
    const auto last = std::find_if(sent.rbegin(), sent.rend(), [](const SentUpload* upload) {
        return upload->answer == Answer::accepted;
    });
    return {last == sent.rend() ? sent.begin() : std::prev(last.base()), sent.end()};
}

}  // namespace

json Verification::get(const std::string& target) {
    const auto answer = e2e::get(port_, target);
    if (answer.status != 200)
        throw std::runtime_error{target + " was answered " + std::to_string(answer.status)};
    return answer.parsed();
}

json Verification::hits(const std::string& collection, const std::string& word) {
    const auto answer = e2e::post_json(
        port_, "/collections/" + collection + "/search", {{"query", word}, {"limit", 10}}
    );
    if (answer.status == 404) return json::array();
    if (answer.status != 200) throw std::runtime_error{"search: " + answer.body};
    return answer.parsed().at("hits");
}

std::string Verification::find(const std::string& collection, const SentDocument& document) {
    for (const auto& marker : make(document.recipe).markers) {
        const auto found = hits(collection, marker);
        if (!found.empty()) return found.front().at("document_id");
    }
    return {};
}

void Verification::check(std::uint16_t port, bool again) {
    port_ = port;
    const auto uploads = journal_.all();
    if (again) found_.clear();
    // Of what is replaced all that stands is looked at each time.
    for (const auto& upload : uploads) {
        if (upload.kind != Kind::adds) found_.erase(upload.collection);
    }
    try {
        wait_for_ends(uploads);
        for (std::size_t place = 0; place < uploads.size(); ++place) {
            const auto& upload = uploads[place];
            collections_.insert(upload.collection);
            if (upload.is_checked && !again) continue;
            if (upload.kind == Kind::adds) check_added(upload);
            if (upload.kind != Kind::adds && upload.answer == Answer::accepted) check_end(upload);
            journal_.note_checked(place);
        }
        check_versions(uploads, again);
        check_editions(uploads);
        for (const auto& collection : collections_) check_counts(collection);
    } catch (const std::exception& thrown) {
        journal_.fail(std::string{"while checking: "} + thrown.what());
    }
}

// Each acknowledged upload ends by itself; who watched it before connects again.
void Verification::wait_for_ends(const std::vector<SentUpload>& uploads) {
    for (const auto& upload : uploads) {
        if (upload.answer == Answer::accepted && !upload.is_checked) wait_for_end(upload.id);
    }
    // So do those that were taken in without our having been told.
    for (const auto& upload : unfinished_uploads(port_)) wait_for_end(upload);
}

void Verification::wait_for_end(const std::string& upload) {
    e2e::Watcher watcher{port_, "/ws/" + upload};
    WatchedOrder order{seen_};
    bool has_ended = false;
    while (auto event = watcher.next()) {
        const auto wrong = order.take(*event);
        journal_.check(wrong.empty(), "/ws/" + upload + " again: " + wrong);
        has_ended = event->at("terminal") == true;
    }
    journal_.check(has_ended, upload + " was watched and did not end");
}

// How it ended is what was told, and every document of it is in. Gives its results.
json Verification::check_end(const SentUpload& upload) {
    const auto answer = e2e::get(port_, "/uploads/" + upload.id);
    if (!journal_.check(
            answer.status == 200,
            "upload " + upload.id + " was acknowledged, then answered " +
                std::to_string(answer.status)
        ))
        return json::array();
    const auto body = answer.parsed();
    const auto is_completed = body.at("status") == "completed" && body.at("terminal") == true;
    journal_.check(is_completed, "upload " + upload.id + " ended otherwise: " + answer.body);
    const auto& results = body.at("results");
    journal_.check(results.size() == upload.documents.size(), upload.id + " has lost documents");
    std::size_t chunks = 0;
    bool is_superseded = false;
    for (const auto& result : results) {
        chunks += result.at("chunks").get<std::size_t>();
        is_superseded = is_superseded || result.at("superseded") == true;
    }
    // What was told of a version before a newer one took its place stays counted.
    const auto counted = body.at("current_chunk").get<std::size_t>();
    journal_.check(
        body.at("total_chunks") == counted &&
            (is_superseded ? counted >= chunks : counted == chunks),
        upload.id + " counted other chunks than its documents have: " + answer.body
    );
    const auto seen = seen_.newest(upload.id);
    if (seen && seen->terminal) {
        for (const auto& [name, value] : seen->terminal->items())
            journal_.check(
                body.at(name) == value, upload.id + " was told another " + name + " than is kept"
            );
    }
    return results;
}

void Verification::check_added(const SentUpload& upload) {
    if (upload.answer == Answer::accepted) {
        for (const auto& result : check_end(upload)) {
            const auto is_it = [&](const SentDocument& sent) {
                return sent.filename == result.at("filename").get<std::string>();
            };
            const auto sent = std::find_if(upload.documents.begin(), upload.documents.end(), is_it);
            if (!journal_.check(sent != upload.documents.end(), "a document nobody sent")) continue;
            check_whole({upload.collection, result.at("document_id"), *sent});
        }
        return;
    }
    // All of it, or nothing.
    std::vector<Place> places;
    for (const auto& document : upload.documents) {
        if (auto id = find(upload.collection, document); !id.empty())
            places.push_back({upload.collection, std::move(id), document});
    }
    journal_.check(
        places.empty() || places.size() == upload.documents.size(),
        "of an upload without an answer a part is there: " +
            named(upload.collection, upload.documents.front())
    );
    for (const auto& place : places) check_whole(place);
}

// Of the versions of a key one alone is found: the newest.
void Verification::check_versions(const std::vector<SentUpload>& uploads, bool again) {
    std::map<std::pair<std::string, std::string>, std::vector<const SentUpload*>> by_key;
    for (const auto& upload : uploads) {
        if (upload.kind == Kind::replaces)
            by_key[{upload.collection, upload.documents.front().filename}].push_back(&upload);
    }
    for (const auto& [key, sent] : by_key) {
        const auto& collection = key.first;
        const auto newest = newest_of(sent);
        std::vector<Place> found;
        for (const auto* upload : sent) {
            const bool may_stand = std::find(newest.begin(), newest.end(), upload) != newest.end();
            if (upload->is_checked && !again && !may_stand) continue;
            const auto& document = upload->documents.front();
            const auto id = find(collection, document);
            if (id.empty()) continue;
            journal_.check(may_stand, "an old version is found: " + named(collection, document));
            found.push_back({collection, id, document});
        }
        journal_.check(
            found.size() <= 1, "two versions are found: " + collection + '/' + key.second
        );
        const bool is_promised = newest.front()->answer == Answer::accepted;
        journal_.check(
            !found.empty() || !is_promised, "no version is found: " + collection + '/' + key.second
        );
        for (const auto& place : found) check_whole(place);
    }
}

// A collection that was made anew holds one edition, whole and alone.
void Verification::check_editions(const std::vector<SentUpload>& uploads) {
    std::map<std::string, std::map<std::size_t, std::vector<const SentUpload*>>> by_sender;
    for (const auto& upload : uploads) {
        if (upload.kind == Kind::recreates)
            by_sender[upload.collection][upload.client].push_back(&upload);
    }
    for (const auto& [collection, senders] : by_sender) {
        std::vector<const SentUpload*> candidates;
        bool is_promised = false;
        for (const auto& [sender, sent] : senders) {
            for (const auto* upload : newest_of(sent)) {
                candidates.push_back(upload);
                is_promised |= upload->answer == Answer::accepted;
            }
        }
        const auto answer = e2e::get(port_, "/collections/" + collection + "/documents?limit=1000");
        if (answer.status == 404 && !is_promised) continue;
        const auto documents = answer.parsed().at("documents");
        journal_.check(
            check_edition(candidates, documents) || (documents.empty() && !is_promised),
            "what is in " + collection + " is no edition that may be there: " + documents.dump()
        );
    }
}

bool Verification::check_edition(
    const std::vector<const SentUpload*>& candidates, const json& documents
) {
    std::set<std::string> names;
    for (const auto& document : documents) names.insert(document.at("filename"));
    for (const auto* upload : candidates) {
        std::set<std::string> sent;
        for (const auto& document : upload->documents) sent.insert(document.filename);
        if (sent != names) continue;
        for (std::size_t i = 0; i < documents.size(); ++i) {
            const auto is_it = [&](const SentDocument& one) {
                return one.filename == documents[i].at("filename").get<std::string>();
            };
            check_whole(
                {upload->collection,
                 documents[i].at("document_id"),
                 *std::find_if(upload->documents.begin(), upload->documents.end(), is_it)}
            );
        }
        return true;
    }
    return false;
}

// Nothing else is there.
void Verification::check_counts(const std::string& collection) {
    const auto answer = e2e::get(port_, "/collections/" + collection);
    const auto& expected = found_[collection];
    if (answer.status == 404) {
        journal_.check(expected.documents == 0, "the collection " + collection + " is gone");
        return;
    }
    const auto body = answer.parsed();
    journal_.check(
        body.at("documents") == expected.documents && body.at("chunks") == expected.chunks,
        collection + " should have " + std::to_string(expected.documents) + " documents, " +
            std::to_string(expected.chunks) + " chunks: " + answer.body
    );
}

void Verification::check_whole(const Place& place) {
    const auto made = make(place.sent.recipe);
    check_markers(place, made.markers);
    const auto chunks = check_chunks(place);
    if (place.sent.recipe.format == Recipe::Format::text) check_text(place, made.bytes);
    ++found_[place.collection].documents;
    found_[place.collection].chunks += chunks;
}

std::size_t Verification::documents() const {
    std::size_t all = 0;
    for (const auto& [collection, counts] : found_) all += counts.documents;
    return all;
}

std::size_t Verification::chunks() const {
    std::size_t all = 0;
    for (const auto& [collection, counts] : found_) all += counts.chunks;
    return all;
}

void Verification::check_markers(const Place& place, const std::vector<std::string>& markers) {
    for (const auto& marker : markers) {
        const auto found = hits(place.collection, marker);
        journal_.check(
            found.size() == 1 && found.front().at("document_id") == place.document_id,
            marker + " of " + named(place.collection, place.sent) + " is found " +
                std::to_string(found.size()) + " times"
        );
    }
}

// No chunk twice, none missing, each where it says it is. Gives how many there are.
std::size_t Verification::check_chunks(const Place& place) {
    const auto base = "/collections/" + place.collection + "/documents/" + place.document_id;
    const auto told = get(base);
    std::set<std::string> ids;
    std::size_t position = 0, end = 0;
    std::string cursor;
    for (bool is_last = false; !is_last;) {
        const auto page =
            get(base + "/chunks?limit=1000" + (cursor.empty() ? "" : "&cursor=" + cursor));
        for (const auto& chunk : page.at("chunks")) {
            const bool is_next =
                chunk.at("position") == position++ &&
                ids.insert(chunk.at("chunk_id").get<std::string>()).second &&
                chunk.at("start").get<std::size_t>() >= end &&
                chunk.at("end").get<std::size_t>() - chunk.at("start").get<std::size_t>() ==
                    chunk.at("text").get<std::string>().size();
            end = chunk.at("end").get<std::size_t>();
            journal_.check(
                is_next,
                "chunk " + std::to_string(position - 1) + " of " +
                    named(place.collection, place.sent) + " is not where it belongs"
            );
        }
        is_last = page.at("next_cursor").is_null();
        if (!is_last) cursor = page.at("next_cursor").get<std::string>();
    }
    journal_.check(
        told.at("chunks") == position && position > 0,
        named(place.collection, place.sent) + " tells another number of chunks than it has"
    );
    return position;
}

void Verification::check_text(const Place& place, const std::string& content) {
    const auto answer = e2e::get(
        port_, "/collections/" + place.collection + "/documents/" + place.document_id + "/text"
    );
    journal_.check(
        answer.status == 200 && trimmed(answer.body) == trimmed(content),
        "the text of " + named(place.collection, place.sent) + " is not what was sent"
    );
}

}  // namespace ingestd::crash

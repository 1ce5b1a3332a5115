#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

#include <ingestd/http/enrichment_json.hpp>
#include <ingestd/http/views.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {
namespace {

using Json = nlohmann::ordered_json;  // Json(x), never Json{x}: braces make a list of one

// One line, so that what `curl` shows ends where the prompt begins.
std::string print(const Json& body) {
    return body.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// JSON that we stored as text: an event, a user's metadata.
Json stored_object(std::string_view text) {
    Json value = Json::parse(text, nullptr, false);
    return value.is_object() ? value : Json::object();
}

// Pages count from 1; 0 says that the format has none.
Json page_number(std::uint32_t page) {
    return page == 0 ? Json() : Json(page);
}

Json cursor(std::string_view next) {
    return next.empty() ? Json() : Json(next);
}

// The document that another was found inside of.
Json parent(const std::optional<DocumentId>& id) {
    return id ? Json(id->str()) : Json();
}

Json failure(const std::optional<DocumentFailure>& failed) {
    if (!failed) return nullptr;
    return {
        {"code", failed->code},
        {"detail", failed->detail},
        {"stage", to_string(failed->stage)},
        {"page", page_number(failed->page)},
    };
}

// A document that has ended tells how; one in work, where it stands; one that a cancelled upload
// never came to has gone its upload's way.
catalog::DocumentOutcome outcome_so_far(
    const catalog::DocumentResult& document,
    const progress::DocumentProgress* in_work,
    Status of_upload
) {
    catalog::DocumentOutcome known;
    if (document.outcome) {
        known = *document.outcome;
        // What it had brought went with its upload, and what that had replaced is back.
        const bool has_brought = known.status == Status::completed && !known.is_unchanged &&
                                 !known.is_skipped && !known.is_superseded;
        if (of_upload == Status::cancelled && has_brought) {
            known.status = Status::cancelled;
            known.replaced.reset();
        }
        return known;
    }
    known.status = is_terminal(of_upload) ? of_upload : Status::received;
    if (in_work != nullptr && !is_terminal(of_upload)) {
        known.status = in_work->stage;
        known.chunks = in_work->chunks.indexed;
    }
    return known;
}

Json result(const catalog::DocumentResult& document, const catalog::DocumentOutcome& known) {
    return {
        {"document_id", document.document_id.str()},
        {"key", known.kept_as.value_or(document.key)},
        {"filename", document.filename.empty() ? document.key : document.filename},
        {"status", to_string(known.status)},
        {"chunks", known.chunks},
        {"pages", known.pages},
        {"bytes", document.bytes},
        {"sha256", document.sha256.hex()},
        {"parent", parent(document.parent)},
        {"unchanged", known.is_unchanged},
        {"skipped", known.is_skipped},
        {"superseded", known.is_superseded},
        {"replaced", known.replaced ? Json(*known.replaced) : Json()},
        {"warnings", known.warnings},
        {"error", failure(known.failure)},
    };
}

// An upload that nothing was told of yet: just accepted, or about to be resumed after a restart.
std::string first_event(const catalog::UploadSummary& summary) {
    progress::ProgressEvent event;
    event.upload_id = summary.id;
    event.status = summary.status;
    event.message = "Upload received";
    event.timestamp = summary.received;
    event.documents.total = summary.documents;
    return progress::serialize(event);
}

Json upload(const UploadView& view) {
    Json body = stored_object(view.event.empty() ? first_event(view.summary) : view.event);
    body["collection_name"] = view.summary.collection;
    body["force_recreate"] = view.summary.force_recreate;
    body["received_at"] = format_timestamp(view.summary.received);
    body["ended_at"] = view.summary.ended ? Json(format_timestamp(*view.summary.ended)) : Json();
    body["retry_of"] = view.summary.retry_of ? Json(view.summary.retry_of->str()) : Json();
    return body;
}

double seconds(std::chrono::microseconds time) {
    return std::chrono::duration<double>(time).count();
}

// Summed over the documents that have ended; several are in work at the same time, so the stages
// together may have taken longer than the whole.
Json statistics(
    const catalog::UploadSummary& summary, const std::vector<catalog::DocumentResult>& results
) {
    std::uint64_t bytes = 0, chunks = 0;
    catalog::StageTimes times;
    for (const auto& document : results) {
        if (!document.parent) bytes += document.bytes;  // what was sent
        if (!document.outcome) continue;
        chunks += document.outcome->chunks;
        times.extract += document.outcome->times.extract;
        times.chunk += document.outcome->times.chunk;
        times.enrich += document.outcome->times.enrich;
        times.index += document.outcome->times.index;
    }
    Json total;
    if (summary.ended) total = seconds(std::max(*summary.ended - summary.received, {}));
    return {
        {"documents", results.size()},
        {"bytes", bytes},
        {"chunks", chunks},
        {"seconds",
         {{"extract", seconds(times.extract)},
          {"chunk", seconds(times.chunk)},
          {"enrich", seconds(times.enrich)},
          {"index", seconds(times.index)},
          {"total", std::move(total)}}},
    };
}

Json collection(const collections::CollectionView& view) {
    Json error = nullptr;
    if (view.fault) error = {{"code", "collection_damaged"}, {"detail", view.fault->detail}};
    return {
        {"name", view.name},
        {"created_at", format_timestamp(view.created)},
        {"documents", view.documents},
        {"chunks", view.chunks},
        {"text_bytes", view.text_bytes},
        {"error", std::move(error)},
    };
}

Json document(const collections::DocumentView& view) {
    return {
        {"document_id", view.id.str()},
        {"key", view.key},
        {"filename", view.filename.empty() ? view.key : view.filename},
        {"title", view.title},
        {"author", view.facts.author},
        {"language", view.language},
        {"format", view.facts.format},
        {"encoding", view.facts.encoding},
        {"created", view.facts.created},
        {"modified", view.facts.modified},
        {"upload_id", view.upload_id.str()},
        {"indexed_at", format_timestamp(view.indexed)},
        {"chunks", view.chunks},
        {"text_bytes", view.text_bytes},
        {"sha256", view.original ? Json(view.original->sha256.hex()) : Json()},
        {"bytes", view.original ? Json(view.original->bytes) : Json()},
        {"parent", parent(view.parent)},
        {"children", view.children},
        {"metadata", stored_object(view.metadata)},
        {"warnings", view.facts.warnings},
    };
}

Json chunk(const collections::ChunkView& view) {
    const Chunk& chunk = view.chunk;
    return {
        {"chunk_id", view.id.str()},
        {"position", chunk.position},
        {"text", chunk.text},
        {"start", chunk.range.begin},
        {"end", chunk.range.end},
        {"page", page_number(chunk.page)},
        {"page_end", page_number(chunk.page_end)},
        {"headings", chunk.headings},
        {"tokens", chunk.tokens},
        {"language", chunk.enrichment.language},
        {"keywords", chunk.enrichment.keywords},
        {"enrichment", enrichment_json(chunk.enrichment)},
        {"metadata", stored_object(view.metadata)},
    };
}

// What a chunk is cited by.
Json passage(const collections::FoundChunk& found) {
    const Chunk& chunk = found.view.chunk;
    const auto& document = found.document;
    return {
        {"chunk_id", found.view.id.str()},
        {"document_id", document.id.str()},
        {"filename", document.filename.empty() ? document.key : document.filename},
        {"title", document.title},
        {"text", chunk.text},
        {"page", page_number(chunk.page)},
        {"page_end", page_number(chunk.page_end)},
        {"headings", chunk.headings},
        {"start", chunk.range.begin},
        {"end", chunk.range.end},
    };
}

// {name: [each of `values` as `view` gives it]}
template <class Values, class View>
Json list(std::string_view name, const Values& values, View view) {
    Json entries = Json::array();
    for (const auto& value : values) entries.push_back(view(value));
    Json body = Json::object();
    body[std::string{name}] = std::move(entries);
    return body;
}

// Points, to the hundredth: finer is nothing that anybody could see.
double points(double value) {
    return std::round(value * 100) / 100;
}

Json page_size(const proof::PageSize& size) {
    return {{"page", size.page}, {"width", points(size.width)}, {"height", points(size.height)}};
}

Json line_box(const proof::LineBox& line) {
    return {
        {"page", line.page},
        {"x", points(line.box.x)},
        {"y", points(line.box.y)},
        {"width", points(line.box.width)},
        {"height", points(line.box.height)},
    };
}

Json neighbour(const Neighbour& beside) {
    return {
        {"chunk_id", beside.id.str()},
        {"position", beside.position},
        {"text", beside.text},
        {"page", page_number(beside.page)},
        {"start", beside.range.begin},
        {"end", beside.range.end},
    };
}

// The answer tells what was asked for.
Json hit(const search::SearchHit& found, const search::SearchAnswer& answer) {
    Json body = {
        {"chunk_id", found.chunk_id.str()},
        {"document_id", found.document_id.str()},
        {"filename", found.filename},
        {"title", found.title},
        {"text", found.chunk.text},
        {"snippet", found.snippet},
        {"score", found.score},
        {"page", page_number(found.chunk.page)},
        {"page_end", page_number(found.chunk.page_end)},
        {"headings", found.chunk.headings},
        {"language", found.chunk.enrichment.language},
        {"start", found.chunk.range.begin},
        {"end", found.chunk.range.end},
        {"metadata", stored_object(found.metadata)},
    };
    if (found.keyword && found.similarity)
        body["explain"] = {{"keyword", *found.keyword}, {"vector", *found.similarity}};
    if (answer.has_enrichment) {
        body["keywords"] = found.chunk.enrichment.keywords;
        body["enrichment"] = enrichment_json(found.chunk.enrichment);
    }
    if (answer.has_beside) {
        body.update(list("before", found.before, neighbour));
        body.update(list("after", found.after, neighbour));
    }
    return body;
}

Json hits(std::span<const search::SearchHit> found, const search::SearchAnswer& answer) {
    return list("hits", found, [&](const search::SearchHit& one) { return hit(one, answer); });
}

// The hits of each document in one place.
Json groups(const search::SearchAnswer& answer) {
    auto next = answer.hits.begin();
    return list("groups", *answer.groups, [&](const search::HitGroup& group) {
        const std::span in_document{next, group.hits};
        next += group.hits;
        const auto& best = in_document.front();
        Json body = {
            {"document_id", best.document_id.str()},
            {"filename", best.filename},
            {"title", best.title},
            {"score", best.score},
            {"others", group.others},
        };
        body.update(hits(in_document, answer));
        return body;
    });
}

Json citation(const search::Citation& cited) {
    Json body = {
        {"number", cited.number},
        {"document_id", cited.document_id.str()},
        {"filename", cited.filename},
        {"title", cited.title},
        {"page", page_number(cited.page)},
        {"page_end", page_number(cited.page_end)},
        {"headings", cited.headings},
        {"start", cited.range.begin},
        {"end", cited.range.end},
    };
    body.update(list("chunk_ids", cited.chunk_ids, [](const ChunkId& id) { return id.str(); }));
    return body;
}

}  // namespace

// Written by hand: every acknowledgement is one, and nothing in it needs escaping.
std::string accepted_body(const intake::Accepted& accepted) {
    const auto unix_time = std::chrono::floor<std::chrono::seconds>(accepted.received);
    std::string body = R"({"upload_id":")" + accepted.id.str();
    body += R"(","status":")";
    body += to_string(Status::received);
    body += R"(","message":"Upload received. Total documents: )";
    body += std::to_string(accepted.documents);
    body += R"(","timestamp":)";
    body += std::to_string(unix_time.time_since_epoch().count());
    if (accepted.retry_of) body += R"(,"retry_of":")" + accepted.retry_of->str() + '"';
    body += "}\n";
    return body;
}

Response answer_accepted(const intake::Accepted& accepted) {
    Response response;
    response.status = 202;
    response.headers.emplace_back("Location", "/uploads/" + accepted.id.str());
    response.body = accepted_body(accepted);
    return response;
}

std::string upload_body(
    const UploadView& view,
    const std::vector<catalog::DocumentResult>& results,
    const std::vector<progress::DocumentProgress>& in_work
) {
    Json body = upload(view);
    body["statistics"] = statistics(view.summary, results);
    Json& list = body["results"] = Json::array();
    for (const auto& document : results) {
        const auto* working =
            document.ordinal < in_work.size() ? &in_work[document.ordinal] : nullptr;
        list.push_back(result(document, outcome_so_far(document, working, view.summary.status)));
    }
    return print(body);
}

std::string upload_body(const UploadView& view) {
    return print(upload(view));
}

std::string uploads_body(const std::vector<UploadView>& uploads, std::string_view next_cursor) {
    Json body = list("uploads", uploads, upload);
    body["next_cursor"] = cursor(next_cursor);
    return print(body);
}

std::string collection_body(const collections::CollectionView& view) {
    return print(collection(view));
}

std::string collections_body(const std::vector<collections::CollectionView>& collections) {
    return print(list("collections", collections, collection));
}

std::string document_body(const collections::DocumentView& view) {
    Json body = document(view);
    Json& blocks = body["blocks"] = Json::object();
    for (const auto kind : all_block_kinds) blocks[to_string(kind)] = view.blocks.at(kind);
    Json& pages = body["pages"] = Json::array();
    for (const PageRange& page : view.pages) {
        pages.push_back({{"page", page.page}, {"start", page.range.begin}, {"end", page.range.end}}
        );
    }
    return print(body);
}

std::string documents_body(const collections::DocumentPage& page) {
    Json body = list("documents", page.documents, document);
    body["next_cursor"] = cursor(page.next_cursor);
    return print(body);
}

std::string chunks_body(const collections::ChunkPage& page) {
    Json body = list("chunks", page.chunks, chunk);
    body["next_cursor"] = cursor(page.next_cursor);
    return print(body);
}

std::string chunk_body(const collections::FoundChunk& found) {
    Json body = {{"collection", found.collection}};
    body.update(passage(found));
    const auto& chunk = found.view.chunk;
    body["position"] = chunk.position;
    body["tokens"] = chunk.tokens;
    body["language"] = chunk.enrichment.language;
    body["keywords"] = chunk.enrichment.keywords;
    body["metadata"] = stored_object(found.view.metadata);
    if (!found.before.empty() || !found.after.empty()) {
        body.update(list("before", found.before, neighbour));
        body.update(list("after", found.after, neighbour));
    }
    return print(body);
}

std::string proof_body(const collections::FoundChunk& found, const proof::FoundBoxes& boxes) {
    const auto& original = found.document.original;
    const auto document =
        "/collections/" + found.collection + "/documents/" + found.document.id.str();
    Json body = {{"collection", found.collection}};
    body.update(passage(found));
    body["verified"] = found.is_in_text;
    body["text_sha256"] = sha256(found.view.chunk.text).hex();
    body["document_sha256"] = original ? Json(original->sha256.hex()) : Json();
    body["document_bytes"] = original ? Json(original->bytes) : Json();
    body["links"] = {
        {"document", document},
        {"text", document + "/text"},
        {"original", original ? Json(document + "/original") : Json()}};
    if (const auto* placed = std::get_if<proof::PassageBoxes>(&boxes)) {
        body.update(list("pages", placed->pages, page_size));
        body.update(list("boxes", placed->boxes, line_box));
    } else {
        body["boxes_unavailable"] = std::get<proof::NoBoxes>(boxes).why;
    }
    return print(body);
}

std::string search_body(const search::SearchAnswer& answer) {
    Json body = answer.groups ? groups(answer) : hits(answer.hits, answer);
    body["mode"] = search::to_string(answer.mode);
    if (answer.mode == search::Mode::hybrid) body["keyword_weight"] = answer.keyword_weight;
    if (!answer.fallback.empty()) body["warnings"] = Json::array({answer.fallback});
    body["next_offset"] = answer.next_offset ? Json(*answer.next_offset) : Json();
    if (const auto& context = answer.context) {
        body["context_text"] = context->text;
        body["context_tokens"] = context->tokens;
        body.update(list("citations", context->citations, citation));
    }
    return print(body);
}

}  // namespace ingestd::http

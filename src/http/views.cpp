#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <ingestd/http/views.hpp>

#include "view_parts.hpp"

namespace ingestd::http {
namespace {

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

// What it has, and nothing of what it does not say.
Json collection_options(const CollectionOptions& options) {
    Json chunking = Json::object();
    if (options.chunking.strategy) chunking["strategy"] = to_string(*options.chunking.strategy);
    if (options.chunking.max_tokens) chunking["max_tokens"] = *options.chunking.max_tokens;
    if (options.chunking.overlap_tokens)
        chunking["overlap_tokens"] = *options.chunking.overlap_tokens;
    if (options.chunking.tokenizer) chunking["tokenizer"] = to_string(*options.chunking.tokenizer);
    Json shown = Json::object();
    if (!chunking.empty()) shown["chunking"] = std::move(chunking);
    if (!options.ocr.languages.empty()) shown["ocr"] = {{"languages", options.ocr.languages}};
    return shown;
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
        {"options", collection_options(view.options)},
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

}  // namespace ingestd::http

#include <algorithm>
#include <array>

#include <ingestd/client/server_lists.hpp>

#include "../answer_json.hpp"

namespace ingestd::client {
namespace {

Result<RemoteDocument> read_document(const Json& json) {
    if (!json.is_object() || !json.contains("sha256")) {
        return bad_answer(
            "the server does not tell the hashes of its documents: it is older than this command"
        );
    }
    RemoteDocument document;
    document.id = text_at(json, "document_id");
    document.key = text_at(json, "key");
    if (document.id.empty() || document.key.empty()) {
        return bad_answer("a document of the server's list lacks its document_id or key");
    }
    document.sha256 = Sha256::parse(text_at(json, "sha256"));
    document.source = text_at(object_at(json, "metadata"), "source");
    return document;
}

}  // namespace

Result<DocumentPage> parse_document_page(std::string_view text) {
    const auto json = parse_object(text);
    if (!json) return json.error();
    const auto list = array_at(*json, "documents");
    if (!list) return list.error();
    DocumentPage page;
    for (const auto& entry : **list) {
        auto document = read_document(entry);
        if (!document) return document.error();
        // What is inside of a file comes and goes with it.
        if (!text_at(entry, "parent").empty()) continue;
        page.documents.push_back(std::move(*document));
    }
    page.next_cursor = text_at(*json, "next_cursor");
    return page;
}

Result<RemoteDocument> parse_document(std::string_view text) {
    const auto json = parse_object(text);
    if (!json) return json.error();
    return read_document(*json);
}

Result<std::vector<UploadEntry>> parse_upload_list(std::string_view text) {
    const auto json = parse_object(text);
    if (!json) return json.error();
    const auto list = array_at(*json, "uploads");
    if (!list) return list.error();
    std::vector<UploadEntry> uploads;
    for (const auto& entry : **list) {
        if (!entry.is_object()) continue;
        const auto status = parse_status(text_at(entry, "status"));
        auto id = text_at(entry, "upload_id");
        if (!status || id.empty()) continue;  // of a later version: nothing to be learnt from it
        const auto failed = count_at(object_at(entry, "documents"), "failed");
        uploads.push_back({std::move(id), *status, failed});
    }
    return uploads;
}

Result<std::vector<UploadResult>> parse_results(std::string_view text) {
    const auto json = parse_object(text);
    if (!json) return json.error();
    const auto list = array_at(*json, "results");
    if (!list) return list.error();
    std::vector<UploadResult> results;
    for (const auto& entry : **list) {
        if (!entry.is_object()) continue;
        const auto status = parse_status(text_at(entry, "status"));
        if (!status) continue;
        const Json& error = object_at(entry, "error");
        results.push_back(
            {text_at(entry, "filename"),
             *status,
             Sha256::parse(text_at(entry, "sha256")),
             flag_at(entry, "unchanged"),
             text_at(error, "code"),
             text_at(error, "detail"),
             count_at(error, "page")}
        );
    }
    return results;
}

bool is_lasting(std::string_view failure_code) {
    // source: docs/api.md, the codes of a failed document. The others may be the server's fault.
    constexpr std::array<std::string_view, 7> codes{
        "unsupported_type",
        "empty",
        "no_text",
        "malformed",
        "password_required",
        "too_large",
        "quarantined"};
    return std::ranges::find(codes, failure_code) != codes.end();
}

void UploadHistory::note_older(const std::string& upload_id, std::vector<UploadResult> results) {
    for (auto& result : results) {
        auto name = result.filename;
        by_name_.try_emplace(std::move(name), Known{upload_id, std::move(result)});
    }
}

void UploadHistory::note_newer(const std::string& upload_id, std::vector<UploadResult> results) {
    for (auto& result : results) {
        auto name = result.filename;
        by_name_.insert_or_assign(std::move(name), Known{upload_id, std::move(result)});
    }
}

const UploadHistory::Known* UploadHistory::find(const std::string& name, const Sha256& sha256)
    const {
    const auto found = by_name_.find(name);
    const bool is_same = found != by_name_.end() && found->second.result.sha256 == sha256;
    return is_same ? &found->second : nullptr;
}

}  // namespace ingestd::client

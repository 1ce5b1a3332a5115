#include <ingestd/client/errc.hpp>
#include <ingestd/client/upload_event.hpp>

#include "answer_json.hpp"

namespace ingestd::client {

Result<UploadEvent> parse_upload_event(std::string_view text) {
    const auto parsed = parse_object(text);
    if (!parsed) return parsed.error();
    const Json& json = *parsed;
    UploadEvent event;
    event.upload_id = text_at(json, "upload_id");
    const auto status = parse_status(text_at(json, "status"));
    if (event.upload_id.empty() || !status) {
        return bad_answer("an event of the server lacks its upload_id or a known status");
    }
    event.status = *status;
    event.terminal = flag_at(json, "terminal");
    event.percent = number_at(json, "progress_percent");
    event.current_chunk = count_at(json, "current_chunk");
    event.total_chunks = count_at(json, "total_chunks");
    event.total_is_estimate = flag_at(json, "total_is_estimate");
    event.message = text_at(json, "message");
    event.error = text_at(object_at(json, "error"), "detail");

    const Json& waiting_on = object_at(json, "waiting_on");
    event.waiting_reason = text_at(waiting_on, "reason");
    event.waiting_on = text_at(waiting_on, "detail");
    if (event.waiting_on.empty()) event.waiting_on = event.waiting_reason;

    const Json& documents = object_at(json, "documents");
    event.documents_total = count_at(documents, "total");
    event.documents_completed = count_at(documents, "completed");
    event.documents_failed = count_at(documents, "failed");
    event.current_document = text_at(documents, "current");
    if (json.contains("eta_seconds") && json["eta_seconds"].is_number()) {
        event.eta_seconds = json["eta_seconds"].get<double>();
    }
    return event;
}

Result<std::vector<FailedDocument>> parse_failed_documents(std::string_view text) {
    const auto json = parse_object(text);
    if (!json) return json.error();
    const auto results = json->find("results");
    if (results == json->end() || !results->is_array()) {
        return bad_answer("the server tells no results of this upload");
    }
    std::vector<FailedDocument> failed;
    for (const auto& result : *results) {
        if (!result.is_object() || text_at(result, "status") != to_string(Status::failed)) continue;
        const Json& error = object_at(result, "error");
        auto name = text_at(result, "filename");
        if (name.empty()) name = text_at(result, "document_id");
        failed.push_back(
            {std::move(name),
             text_at(error, "code"),
             text_at(error, "detail"),
             count_at(error, "page")}
        );
    }
    return failed;
}

Result<std::string> parse_accepted(std::string_view text) {
    const auto json = parse_object(text);
    if (!json) return json.error();
    auto id = text_at(*json, "upload_id");
    if (id.empty()) return bad_answer("the server accepted the upload without an upload_id");
    return id;
}

Result<std::string> on_one_line(std::string_view text) {
    const auto json = parse_object(text);
    if (!json) return json.error();
    return json->dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace ingestd::client

#include <ingestd/client/errc.hpp>
#include <ingestd/client/upload_event.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::client {
namespace {

using Json = nlohmann::ordered_json;

constexpr int depth_max = 32;  // an event has three levels; dump() recurses

Error bad_answer(std::string detail) {
    return {Errc::bad_answer, std::move(detail)};
}

Result<Json> parse_object(std::string_view text) {
    const auto within_bound = [](int depth, Json::parse_event_t, Json&) {
        if (depth > depth_max) throw std::length_error{"nested too deeply"};
        return true;
    };
    try {
        auto json = Json::parse(text, within_bound);
        if (json.is_object()) return json;
    } catch (const std::exception&) {
        return bad_answer("the server did not answer JSON");
    }
    return bad_answer("the server answered JSON that is no object");
}

std::string text_at(const Json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

double number_at(const Json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_number() ? found->get<double>() : 0;
}

std::uint64_t count_at(const Json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

bool flag_at(const Json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_boolean() && found->get<bool>();
}

// The object there, or an empty one.
const Json& object_at(const Json& from, const char* name) {
    static const Json none = Json::object();
    const auto found = from.find(name);
    return found != from.end() && found->is_object() ? *found : none;
}

}  // namespace

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
    event.waiting_on = text_at(waiting_on, "detail");
    if (event.waiting_on.empty()) event.waiting_on = text_at(waiting_on, "reason");

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

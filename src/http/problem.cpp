#include <array>
#include <optional>
#include <utility>

#include <ingestd/base/log.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/collections/errc.hpp>
#include <ingestd/http/errc.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/intake/errc.hpp>
#include <ingestd/progress/errc.hpp>
#include <ingestd/search/errc.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::http {
namespace {

constexpr log::Logger logger{"http"};

// Long enough for a restart or a checkpoint, short enough that a person still waits for it.
constexpr std::string_view retry_after_seconds = "5";

// What kind of problem a code is.
//   pointer  the one field that it speaks of, where there is one
struct Kind {
    unsigned status = 500;
    std::string_view title = "Internal error";
    std::string_view pointer = {};
};

struct KnownCode {
    boost::system::error_code code;
    Kind kind;
};

constexpr Kind unknown_upload{404, "Unknown upload"};
constexpr Kind unknown_collection{404, "Unknown collection"};
constexpr Kind unavailable{503, "Not available now"};
constexpr Kind storage_full{507, "Storage full"};
constexpr Kind collection_damaged{500, "Collection damaged"};
constexpr Kind disk_fails{503, "Storage not available"};

// What a disk denies besides room.
bool is_of_the_disk(const boost::system::error_code& code) {
    namespace conditions = boost::system::errc;
    return code == conditions::io_error || code == conditions::read_only_file_system ||
           code == conditions::permission_denied;
}

std::string why_disk_fails(const boost::system::error_code& code) {
    if (code == boost::system::errc::read_only_file_system) {
        return "The data directory can only be read: nothing is stored until its file system can be"
               " written again.";
    }
    return "The disk of the server failed (" + code.message() +
           "): what was asked is not promised. The server's log tells more.";
}

std::optional<Kind> find_kind(const boost::system::error_code& code) {
    static const std::array known{
        KnownCode{Errc::bad_head, {400, "Bad request"}},
        KnownCode{Errc::bad_framing, {400, "Malformed body"}},
        KnownCode{Errc::truncated_body, {400, "Body cut short"}},
        KnownCode{Errc::bad_multipart, {400, "Malformed multipart body"}},
        KnownCode{Errc::truncated_multipart, {400, "Body cut short"}},
        KnownCode{Errc::head_too_slow, {408, "Request too slow"}},
        KnownCode{Errc::body_too_slow, {408, "Request too slow"}},
        KnownCode{Errc::timed_out, {408, "Request too slow"}},
        KnownCode{Errc::body_too_large, {413, "Body too large"}},
        KnownCode{Errc::too_many_documents, {413, "Too many documents"}},
        KnownCode{Errc::head_too_large, {431, "Request head too large"}},
        KnownCode{Errc::stopping, unavailable},
        KnownCode{Errc::bad_version, {505, "HTTP version not supported"}},
        KnownCode{intake::Errc::unknown_upload, unknown_upload},
        KnownCode{intake::Errc::already_ended, {409, "Upload already ended"}},
        KnownCode{intake::Errc::stopping, unavailable},
        KnownCode{intake::Errc::nothing_stored, {422, "Collection empty"}},
        KnownCode{intake::Errc::unreadable, collection_damaged},
        KnownCode{progress::Errc::unknown_upload, unknown_upload},
        KnownCode{progress::Errc::closed, unavailable},
        KnownCode{collections::Errc::unknown_collection, unknown_collection},
        KnownCode{collections::Errc::unknown_document, {404, "Unknown document"}},
        KnownCode{collections::Errc::unknown_chunk, {404, "Unknown chunk"}},
        KnownCode{collections::Errc::no_original, {404, "No original"}},
        KnownCode{collections::Errc::bad_cursor, {422, "Invalid fields", "/cursor"}},
        KnownCode{search::Errc::unknown_collection, unknown_collection},
        KnownCode{collections::Errc::damaged, collection_damaged},
        KnownCode{search::Errc::damaged, collection_damaged},
        KnownCode{search::Errc::no_vectors, {409, "No vectors"}},
        KnownCode{search::Errc::no_embedding, {503, "Embedder unavailable"}},
        KnownCode{catalog::Errc::unknown_collection, unknown_collection},
        KnownCode{catalog::Errc::unknown_upload, unknown_upload},
        KnownCode{catalog::Errc::key_reused, {422, "Idempotency key reused"}},
        KnownCode{catalog::Errc::unfinished, {409, "Upload not ended"}},
        KnownCode{catalog::Errc::nothing_failed, {409, "Nothing failed"}},
        KnownCode{catalog::Errc::disk_full, storage_full},
    };
    for (const KnownCode& entry : known) {
        if (entry.code == code) return entry.kind;
    }
    // errno, SQLite and the blob store each have a name of their own for these: their categories
    // agree on the condition.
    namespace conditions = boost::system::errc;
    if (code == conditions::no_space_on_device) return storage_full;
    if (code == conditions::resource_unavailable_try_again) return unavailable;
    if (is_of_the_disk(code)) return disk_fails;
    return std::nullopt;
}

// "Body too large" → "body-too-large"
std::string slug(std::string_view title) {
    std::string out;
    for (const char c : title) {
        if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c - 'A' + 'a');
        } else {
            out += c == ' ' ? '-' : c;
        }
    }
    return out;
}

void log_failed(std::string_view event, const Request& request, const Error& error) {
    logger.error(
        event,
        log::kv("request", request.id),
        log::kv("method", request.method),
        log::kv("path", request.path),
        log::kv("code", error.code.to_string()),
        log::kv("detail", error.detail)
    );
}

// "/documents/0/content", "is missing": "documents/0/content is missing".
std::string in_a_sentence(const intake::FieldError& error) {
    const std::string_view pointer = error.pointer;
    return (pointer.empty() ? "The request" : std::string{pointer.substr(1)}) + " " + error.detail;
}

}  // namespace

Response make_problem(
    const Request& request,
    unsigned status,
    std::string_view title,
    std::string detail,
    std::vector<intake::FieldError> errors
) {
    nlohmann::ordered_json body{
        {"type", "urn:ingestd:problem:" + slug(title)},
        {"title", title},
        {"status", status},
        {"detail", std::move(detail)},
        {"instance", request.path + "#" + request.id.str()},
    };
    if (!errors.empty()) {
        auto& list = body["errors"] = nlohmann::ordered_json::array();
        for (intake::FieldError& error : errors) {
            list.push_back(
                {{"pointer", std::move(error.pointer)}, {"detail", std::move(error.detail)}}
            );
        }
    }
    Response response;
    response.status = status;
    response.content_type = "application/problem+json";
    // File names and paths come from strangers and need not be UTF-8.
    response.body =
        body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    if (status == 503) response.headers.emplace_back("Retry-After", retry_after_seconds);
    return response;
}

Response make_problem(const Request& request, const Error& error) {
    const auto kind = find_kind(error.code);
    if (!kind) {
        log_failed("request_failed", request, error);
        const Kind internal;
        return make_problem(
            request,
            internal.status,
            internal.title,
            "This is not your fault. The server's log tells more about request " +
                request.id.str() + "."
        );
    }
    std::string detail = error.detail.empty() ? error.code.message() : error.detail;
    if (is_of_the_disk(error.code)) {
        log_failed("storage_failed", request, error);
        detail = why_disk_fails(error.code);
    }
    if (kind->pointer.empty()) {
        return make_problem(request, kind->status, kind->title, std::move(detail));
    }
    std::vector<intake::FieldError> errors{{std::string{kind->pointer}, detail}};
    return make_problem(request, kind->status, kind->title, std::move(detail), std::move(errors));
}

Response make_field_problem(const Request& request, std::vector<intake::FieldError> errors) {
    std::string detail = errors.size() == 1
                             ? in_a_sentence(errors.front())
                             : std::to_string(errors.size()) + " fields are missing or wrong.";
    return make_problem(request, 422, "Invalid fields", std::move(detail), std::move(errors));
}

}  // namespace ingestd::http

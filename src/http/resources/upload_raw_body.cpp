// POST /upload?collection_name=…&filename=…: the body is one file, as `curl --data-binary` sends
// it.
#include <string>
#include <utility>

#include <ingestd/http/header_value.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/upload_body.hpp>
#include <ingestd/http/upload_form.hpp>
#include <ingestd/intake/intake.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

// What curl says when nobody told it what it sends: not a word about the file.
constexpr std::string_view type_of_nothing = "application/x-www-form-urlencoded";

std::string declared_type(const Request& request) {
    const std::string_view header = request.header("content-type").value_or("");
    if (parse_parameterized_value(header).value == type_of_nothing) return {};
    return std::string{header};
}

// Metadata is for JSON and multipart: a query is no place for it.
bool is_query_field(std::string_view name) {
    return UploadForm::is_field(name) && name != "metadata";
}

}  // namespace

asio::awaitable<UploadOrRefusal> read_raw_upload(
    const Services& services, const Settings& settings, Request& request
) {
    UploadForm form;
    intake::UploadDocument document;
    bool is_named = false;
    for (const auto& [name, value] : request.query) {
        if (name == "filename" && !std::exchange(is_named, true)) {
            document.filename = value;
        } else if (name == "filename") {
            form.refuse(name, "stands twice in the request");
        } else if (is_query_field(name)) {
            form.add_field(name, value);
        } else {
            form.refuse(name, "is not known here");
        }
    }
    document.content_type = declared_type(request);
    form.add_document(std::move(document));
    // The query says all that can be wrong: a body of gigabytes is not read before.
    auto finished = std::move(form).finish(limits_of(settings));
    if (auto* errors = std::get_if<std::vector<intake::FieldError>>(&finished)) {
        co_return make_field_problem(request, std::move(*errors));
    }
    auto upload = std::get<intake::UploadRequest>(std::move(finished));

    auto sink = services.intake.sink();
    for (;;) {
        const auto bytes = co_await request.body->next();
        if (!bytes) co_return make_problem(request, bytes.error());
        if (bytes->empty()) break;
        const auto written = co_await sink.write(*bytes);
        if (!written) co_return make_problem(request, written.error());
    }
    upload.documents.front().content = sink.finish();
    co_return upload;
}

}  // namespace ingestd::http

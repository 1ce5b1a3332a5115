// POST /upload with multipart/form-data: fields and files in any order, files streamed to disk.
#include <optional>
#include <string>
#include <utility>

#include <ingestd/http/multipart_parser.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/upload_body.hpp>
#include <ingestd/http/upload_form.hpp>
#include <ingestd/http/upload_json.hpp>
#include <ingestd/intake/intake.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

// Takes the parts as the parser tells them and sorts them into the form.
class PartCollector {
public:
    PartCollector(intake::Intake& intake, intake::Limits limits)
        : intake_{intake}, limits_{limits} {}

    void begin(PartHead head) {
        text_.clear();
        file_bytes_ = 0;
        sink_.reset();
        head_ = std::move(head);
        const bool is_field = UploadForm::is_field(head_.name);
        if (is_field && head_.filename) {
            form_.refuse(head_.name, "must be a text field, not a file");
        } else if (!is_field && !head_.filename) {
            form_.refuse(head_.name, "is not known here (a file's part has a filename)");
        }
    }

    asio::awaitable<Result<void>> add(std::span<const std::byte> bytes) {
        if (!head_.filename) {
            add_text(bytes);
            co_return Result<void>{};
        }
        file_bytes_ += bytes.size();
        // What will be refused is read to its end, so that all of its faults can be told, and not
        // kept.
        if (form_.is_refused() || is_full()) co_return Result<void>{};
        if (!sink_) sink_.emplace(intake_.sink());
        co_return co_await sink_->write(bytes);
    }

    Result<void> end() {
        if (head_.filename) return end_file();
        if (UploadForm::is_field(head_.name)) end_field();
        return {};
    }

    UploadForm take_form() && { return std::move(form_); }

private:
    bool is_full() const { return form_.documents() >= limits_.documents_max; }

    void add_text(std::span<const std::byte> bytes) {
        // One byte past the bound is kept, so that the end sees that it was passed.
        const auto room = form_field_bytes_max + 1 - text_.size();
        const auto taken = bytes.first(std::min(room, bytes.size()));
        text_.append(reinterpret_cast<const char*>(taken.data()), taken.size());
    }

    void end_field() {
        if (text_.size() > form_field_bytes_max) {
            form_.refuse(
                head_.name, "is longer than " + std::to_string(form_field_bytes_max) + " bytes"
            );
            return;
        }
        form_.add_field(head_.name, text_);
    }

    Result<void> end_file() {
        // A form's file input that nobody filled in.
        if (head_.filename->empty() && file_bytes_ == 0) {
            form_.note_empty_file();
            return {};
        }
        if (is_full()) return too_many_documents(limits_);
        intake::UploadDocument document;
        document.filename = std::move(*head_.filename);
        document.content_type = std::move(head_.content_type);
        document.pointer = "/" + head_.name;
        if (sink_) document.content = sink_->finish();
        form_.add_document(std::move(document));
        return {};
    }

    intake::Intake& intake_;
    intake::Limits limits_;
    UploadForm form_;
    PartHead head_;
    std::string text_;
    std::uint64_t file_bytes_ = 0;
    std::optional<intake::BodySink> sink_;
};

// Everything that `bytes` brought.
asio::awaitable<Result<void>> collect(
    MultipartParser& parser, std::span<const std::byte> bytes, PartCollector& parts
) {
    parser.feed(bytes);
    for (;;) {
        auto event = parser.next();
        if (!event) co_return event.error();
        if (!*event) co_return Result<void>{};
        if (auto* begun = std::get_if<MultipartParser::PartBegin>(&**event)) {
            parts.begin(std::move(begun->head));
        } else if (const auto* part = std::get_if<MultipartParser::PartBytes>(&**event)) {
            auto added = co_await parts.add(part->bytes);
            if (!added) co_return added;
        } else if (std::holds_alternative<MultipartParser::PartEnd>(**event)) {
            auto ended = parts.end();
            if (!ended) co_return ended;
        }
    }
}

asio::awaitable<Result<UploadForm>> read_form(
    const Services& services, const Settings& settings, Request& request
) {
    const auto boundary = multipart_boundary(request.header("content-type").value_or(""));
    if (!boundary) co_return boundary.error();
    MultipartParser parser{*boundary};
    PartCollector parts{services.intake, limits_of(settings)};
    for (;;) {
        const auto bytes = co_await request.body->next();
        if (!bytes) co_return bytes.error();
        if (bytes->empty()) break;
        const auto collected = co_await collect(parser, *bytes, parts);
        if (!collected) co_return collected.error();
    }
    const auto finished = parser.finish();
    if (!finished) co_return finished.error();
    co_return std::move(parts).take_form();
}

}  // namespace

asio::awaitable<UploadOrRefusal> read_multipart_upload(
    const Services& services, const Settings& settings, Request& request
) {
    auto form = co_await read_form(services, settings, request);
    if (!form) co_return make_problem(request, form.error());
    auto finished = std::move(*form).finish(limits_of(settings));
    if (auto* errors = std::get_if<std::vector<intake::FieldError>>(&finished)) {
        co_return make_field_problem(request, std::move(*errors));
    }
    co_return std::get<intake::UploadRequest>(std::move(finished));
}

}  // namespace ingestd::http

// GET /uploads · GET, DELETE /uploads/{id} · POST /uploads/{id}/retry
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ingestd/base/on_pool.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/upload_cursor.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/query_fields.hpp>
#include <ingestd/http/resources.hpp>
#include <ingestd/http/views.hpp>
#include <ingestd/intake/errc.hpp>
#include <ingestd/intake/intake.hpp>
#include <ingestd/progress/progress_tracker.hpp>

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

Error unknown_upload(const std::string& id) {
    return {intake::Errc::unknown_upload, "There is no upload " + id + "."};
}

// The newest that was told of it: the catalog's last word, or the tracker's latest.
asio::awaitable<UploadView> view_of(const Services& services, catalog::UploadSummary summary) {
    UploadView view{.summary = std::move(summary), .event = {}};
    if (!view.summary.terminal_event.empty()) {
        view.event = std::exchange(view.summary.terminal_event, {});
        co_return view;
    }
    if (const auto event = co_await services.tracker.newest(view.summary.id)) {
        view.summary.status = event->status;
        view.event = progress::serialize(*event);
    }
    co_return view;
}

// `status=`: one of the states, where the catalog only tells what has ended from what has not.
struct StatusFilter {
    std::optional<Status> status;

    bool is_unfinished() const { return status && !is_terminal(*status); }
    bool takes(const UploadView& view) const { return !status || view.summary.status == *status; }
    std::optional<Status> in_catalog() const {
        return is_unfinished() ? std::optional{Status::received} : status;
    }
};

StatusFilter read_status(QueryFields& fields) {
    const std::string word = fields.text("status");
    const StatusFilter filter{parse_status(word)};
    if (!word.empty() && !filter.status) {
        fields.refuse(
            "status",
            "must be one of received, extracting, chunking, enriching, indexing, completed, "
            "failed, "
            "cancelled"
        );
    }
    return filter;
}

Response answer_json(std::string body) {
    Response response;
    response.body = std::move(body);
    return response;
}

// Which of these states an unfinished upload is in is the tracker's to know. So pages of the
// catalog are gone through until there are as many as were asked for, and one more, which tells
// that there is a next page. What is unfinished is bounded by what fits into the server's memory
// anyway.
asio::awaitable<Response> list_unfinished(
    const Services& services, catalog::UploadQuery query, StatusFilter filter
) {
    const auto limit = query.limit;
    query.limit = list_limit_max;
    std::vector<UploadView> uploads;
    for (;;) {
        auto read = [&services, &query] { return services.catalog.list_uploads(query); };
        auto page = co_await on_pool(services.pool, std::move(read));
        for (auto& summary : page.uploads) {
            auto view = co_await view_of(services, std::move(summary));
            if (!filter.takes(view)) continue;
            if (uploads.size() == limit) {
                const auto& last = uploads.back().summary;
                const catalog::UploadCursor next{last.received, last.id};
                co_return answer_json(uploads_body(uploads, next.str()));
            }
            uploads.push_back(std::move(view));
        }
        if (page.next_cursor.empty()) co_return answer_json(uploads_body(uploads, ""));
        query.cursor = std::move(page.next_cursor);
    }
}

}  // namespace

Answer list_uploads(const Services& services, const Settings&, Request& request) {
    QueryFields fields{request};
    const StatusFilter filter = read_status(fields);
    const catalog::UploadQuery query{
        .status = filter.in_catalog(),
        .collection = fields.text("collection"),
        .since = fields.time("since"),
        .until = fields.time("until"),
        .limit = fields.limit(),
        .cursor = fields.text("cursor"),
    };
    if (!query.cursor.empty() && !catalog::UploadCursor::parse(query.cursor)) {
        fields.refuse("cursor", "is not one that this list gave");
    }
    auto errors = std::move(fields).errors();
    if (!errors.empty()) co_return make_field_problem(request, std::move(errors));

    if (filter.is_unfinished()) co_return co_await list_unfinished(services, query, filter);
    auto read = [&services, &query] { return services.catalog.list_uploads(query); };
    auto page = co_await on_pool(services.pool, std::move(read));
    std::vector<UploadView> uploads;
    for (auto& summary : page.uploads) {
        uploads.push_back(co_await view_of(services, std::move(summary)));
    }
    co_return answer_json(uploads_body(uploads, page.next_cursor));
}

Answer get_upload(const Services& services, const Settings&, Request& request) {
    const auto& text = request.parameter("id");
    const auto id = UploadId::parse(text);
    if (!id) co_return make_problem(request, unknown_upload(text));

    // Before the catalog: what ends in between is then in its results, and nothing is missing.
    const auto in_work = services.intake.documents_in_work(*id);
    struct Stored {
        std::optional<catalog::UploadSummary> summary;
        std::vector<catalog::DocumentResult> results;
    };
    auto read = [&services, id = *id] {
        return Stored{services.catalog.find_upload(id), services.catalog.results(id)};
    };
    auto stored = co_await on_pool(services.pool, std::move(read));
    if (!stored.summary) co_return make_problem(request, unknown_upload(text));
    const auto view = co_await view_of(services, std::move(*stored.summary));
    co_return answer_json(upload_body(view, stored.results, in_work));
}

Answer cancel_upload(const Services& services, const Settings&, Request& request) {
    const auto& text = request.parameter("id");
    const auto id = UploadId::parse(text);
    if (!id) co_return make_problem(request, unknown_upload(text));
    const auto cancelled = co_await services.intake.cancel(*id);
    if (!cancelled) co_return make_problem(request, cancelled.error());

    auto read = [&services, id = *id] { return services.catalog.find_upload(id); };
    auto summary = co_await on_pool(services.pool, std::move(read));
    if (!summary) co_return make_problem(request, unknown_upload(text));
    const auto view = co_await view_of(services, std::move(*summary));
    Response response = answer_json(upload_body(view));
    response.status = 202;
    co_return response;
}

Answer retry_upload(const Services& services, const Settings&, Request& request) {
    if (auto reason = services.not_ready()) {
        co_return make_problem(request, 503, "Not available now", std::move(*reason));
    }
    const auto& text = request.parameter("id");
    const auto id = UploadId::parse(text);
    if (!id) co_return make_problem(request, unknown_upload(text));
    const auto accepted = co_await services.intake.retry(*id);
    if (!accepted) co_return make_problem(request, accepted.error());
    co_return answer_accepted(*accepted);
}

}  // namespace ingestd::http

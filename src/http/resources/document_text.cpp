// GET /collections/{name}/documents/{id}/text: the extracted text, sent as it is read.
#include <string>
#include <utility>

#include <ingestd/base/on_pool.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/collections/errc.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/resources.hpp>

#include "named_document.hpp"

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

// What one download holds in memory. A reader that holds a thread for as long as its client takes
// would stop everybody else, so each part is read for itself and what stands before it passed over.
constexpr std::size_t part_bytes_max = 8_MiB;

struct TextPart {
    std::string text;
    bool is_last = true;
};

struct Source {
    const collections::Collections& collections;
    std::string name;
    DocumentId id;
};

Result<TextPart> read_part(const Source& source, std::uint64_t begin) {
    TextPart part;
    const auto take = [&part, passed_over = begin](std::string_view piece) mutable {
        const auto skipped = std::min<std::uint64_t>(passed_over, piece.size());
        passed_over -= skipped;
        part.text += piece.substr(static_cast<std::size_t>(skipped));
        part.is_last = part.text.size() < part_bytes_max;
        return part.is_last;
    };
    const auto read = source.collections.text(source.name, source.id, take);
    if (!read) return read.error();
    return part;
}

// The parts of one version of the document: one that was replaced in between ends the answer.
Result<TextPart> read_part_of(
    const Source& source, const collections::DocumentView& version, std::uint64_t begin
) {
    const auto current = source.collections.document(source.name, source.id);
    if (!current) return current.error();
    auto part = read_part(source, begin);
    if (!part) return part;
    const bool is_same = current->upload_id == version.upload_id &&
                         current->indexed == version.indexed &&
                         current->text_bytes == version.text_bytes;
    if (is_same) return part;
    return Error{
        make_error_code(collections::Errc::unknown_document),
        "The document was replaced meanwhile."};
}

asio::awaitable<Result<void>> send_text(
    asio::thread_pool& pool,
    Source source,
    collections::DocumentView version,
    TextPart part,
    ResponseStream& out
) {
    std::uint64_t sent = 0;
    for (;;) {
        auto written = co_await out.write(part.text);
        if (!written || part.is_last) co_return written;
        sent += part.text.size();
        auto read = [&source, &version, sent] { return read_part_of(source, version, sent); };
        auto next = co_await on_pool(pool, std::move(read));
        if (!next) co_return next.error();
        part = std::move(*next);
    }
}

struct Opened {
    collections::DocumentView version;
    TextPart first;
};

Result<Opened> open_text(const Source& source) {
    auto version = source.collections.document(source.name, source.id);
    if (!version) return version.error();
    auto first = read_part(source, 0);
    if (!first) return first.error();
    return Opened{std::move(*version), std::move(*first)};
}

}  // namespace

Answer get_document_text(const Services& services, const Settings&, Request& request) {
    const auto id = named_document(request);
    if (!id) co_return make_problem(request, id.error());
    const Source source{services.collections, request.parameter("name"), *id};
    auto open = [&source] { return open_text(source); };
    auto opened = co_await on_pool(services.pool, std::move(open));
    if (!opened) co_return make_problem(request, opened.error());

    Response response;
    response.content_type = "text/plain; charset=utf-8";
    if (opened->first.is_last) {
        response.body = std::move(opened->first.text);
        co_return response;
    }
    // Called once, so what was read moves on.
    response.stream =
        [&pool = services.pool, source, opened = std::move(*opened)](ResponseStream& out) mutable {
            return send_text(pool, source, std::move(opened.version), std::move(opened.first), out);
        };
    co_return response;
}

}  // namespace ingestd::http

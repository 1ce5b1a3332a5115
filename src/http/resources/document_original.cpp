// GET /collections/{name}/documents/{id}/original: the bytes that were sent, as they were sent.
#include <cerrno>
#include <string>
#include <utility>

#include <ingestd/base/on_pool.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/resources.hpp>
#include <unistd.h>

#include "../content_disposition.hpp"
#include "named_document.hpp"

namespace ingestd::http {
namespace asio = boost::asio;
namespace {

constexpr std::size_t part_bytes = 256_KiB;

// Nothing of it runs, loads or is framed, should a browser show it all the same.
constexpr std::string_view nothing_allowed =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

Result<std::string> read_part(const UniqueFd& file, std::uint64_t begin, std::uint64_t end) {
    std::string part(static_cast<std::size_t>(std::min<std::uint64_t>(part_bytes, end - begin)), 0);
    for (;;) {
        const auto got = ::pread(file.get(), part.data(), part.size(), static_cast<off_t>(begin));
        if (got < 0 && errno == EINTR) continue;
        // One that became shorter would leave the answer short of what it has announced.
        if (got <= 0) return errno_error("the document's bytes could not be read");
        part.resize(static_cast<std::size_t>(got));
        return part;
    }
}

asio::awaitable<Result<void>> send_file(
    asio::thread_pool& pool, UniqueFd file, std::uint64_t bytes, ResponseStream& out
) {
    for (std::uint64_t sent = 0; sent < bytes;) {
        auto read = [&file, sent, bytes] { return read_part(file, sent, bytes); };
        const auto part = co_await on_pool(pool, std::move(read));
        if (!part) co_return part.error();
        if (auto written = co_await out.write(*part); !written) co_return written;
        sent += part->size();
    }
    co_return Result<void>{};
}

}  // namespace

Answer get_document_original(const Services& services, const Settings&, Request& request) {
    const auto id = named_document(request);
    if (!id) co_return make_problem(request, id.error());
    auto open = [&services, &name = request.parameter("name"), &id] {
        return services.collections.original(name, *id);
    };
    auto opened = co_await on_pool(services.pool, std::move(open));
    if (!opened) co_return make_problem(request, opened.error());

    Response response;
    response.content_type = "application/octet-stream";
    response.headers.emplace_back("Content-Disposition", attachment_named(opened->filename));
    response.headers.emplace_back("Content-Security-Policy", nothing_allowed);
    response.headers.emplace_back("ETag", '"' + opened->sha256.hex() + '"');
    if (auto* small = std::get_if<std::string>(&opened->content)) {
        response.body = std::move(*small);
        co_return response;
    }
    response.stream_bytes = opened->bytes;
    // Called once, so the file moves on. Shared, since a function must be copyable.
    auto file = std::make_shared<UniqueFd>(std::move(std::get<UniqueFd>(opened->content)));
    response.stream = [&pool = services.pool, file, bytes = opened->bytes](ResponseStream& out) {
        return send_file(pool, std::move(*file), bytes, out);
    };
    co_return response;
}

}  // namespace ingestd::http

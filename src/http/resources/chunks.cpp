// GET /collections/{name}/chunks/{chunk_id} · GET …/proof · and both as /chunks/{chunk_id}
#include <utility>
#include <variant>

#include <ingestd/base/on_pool.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/collections/errc.hpp>
#include <ingestd/http/problem.hpp>
#include <ingestd/http/query_fields.hpp>
#include <ingestd/http/resources.hpp>
#include <ingestd/http/views.hpp>

namespace ingestd::http {

namespace {

// Of a passage that is read on; a search gives fewer, of each of its hits.
constexpr std::uint32_t context_max = 20;

using Sought = std::variant<collections::ChunkSought, Response>;

// What of a chunk is asked for besides itself.
enum class With { context, nothing };

Sought read_sought(const Request& request, With with) {
    QueryFields fields{request};
    const auto context = with == With::context ? fields.number("context", 0, context_max, 0) : 0;
    const auto document_text = fields.text("document_id");
    const auto document = DocumentId::parse(document_text);
    if (!document && request.query_value("document_id"))
        fields.refuse("document_id", "must be the id of a document");
    auto errors = std::move(fields).errors();
    if (!errors.empty()) return make_field_problem(request, std::move(errors));

    // What is no id names none.
    const auto& text = request.parameter("chunk_id");
    const auto id = ChunkId::parse(text);
    if (!id) {
        const auto unknown = make_error_code(collections::Errc::unknown_chunk);
        return make_problem(request, Error{unknown, "There is no chunk " + text + "."});
    }
    collections::ChunkSought sought{.id = *id, .document = document, .context = context};
    if (const auto name = request.parameters.find("name"); name != request.parameters.end())
        sought.collection = name->second;
    return sought;
}

using Body = std::string (*)(const collections::FoundChunk&);

Answer answer_chunk(const Services& services, Request& request, Sought asked, Body body) {
    if (auto* refusal = std::get_if<Response>(&asked)) co_return std::move(*refusal);
    auto find = [&services, &sought = std::get<collections::ChunkSought>(asked)] {
        return services.collections.find_chunk(sought);
    };
    const auto found = co_await on_pool(services.pool, std::move(find));
    if (!found) co_return make_problem(request, found.error());
    Response response;
    response.body = body(*found);
    co_return response;
}

}  // namespace

Answer get_chunk(const Services& services, const Settings&, Request& request) {
    co_return co_await answer_chunk(
        services, request, read_sought(request, With::context), chunk_body
    );
}

Answer get_chunk_proof(const Services& services, const Settings&, Request& request) {
    co_return co_await answer_chunk(
        services, request, read_sought(request, With::nothing), proof_body
    );
}

}  // namespace ingestd::http

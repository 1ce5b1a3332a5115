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
#include <ingestd/proof/box_finder.hpp>

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

// The chunk, and the bytes of its document where there are boxes to be found on its pages.
struct Evidence {
    collections::FoundChunk found;
    std::variant<proof::BoxQuery, proof::NoBoxes> boxes;
};

std::string texts_of(const std::vector<Neighbour>& beside) {
    std::string text;
    for (const auto& one : beside) text += one.text;
    return text;
}

std::variant<proof::BoxQuery, proof::NoBoxes> box_query(
    const Services& services, const collections::FoundChunk& found
) {
    const auto& document = found.document;
    if (document.facts.format != "pdf")
        return proof::NoBoxes{"Only the pages of a PDF that has been read can be looked at."};
    auto original = services.collections.original(found.collection, document.id);
    if (!original) return proof::NoBoxes{original.error().detail};
    if (!document.original || original->sha256 != document.original->sha256)
        return proof::NoBoxes{"The document was replaced meanwhile."};
    const auto& chunk = found.view.chunk;
    return proof::BoxQuery{
        .content = std::move(original->content),
        .bytes = original->bytes,
        .filename = original->filename,
        .pages = {chunk.page, chunk.page_end},
        .passage = {chunk.text, texts_of(found.before), texts_of(found.after)}};
}

Result<Evidence> gather(const Services& services, const collections::ChunkSought& sought) {
    auto found = services.collections.find_chunk(sought);
    if (!found) return found.error();
    auto boxes = box_query(services, *found);
    return Evidence{std::move(*found), std::move(boxes)};
}

}  // namespace

Answer get_chunk(const Services& services, const Settings&, Request& request) {
    auto asked = read_sought(request, With::context);
    if (auto* refusal = std::get_if<Response>(&asked)) co_return std::move(*refusal);
    auto find = [&services, &sought = std::get<collections::ChunkSought>(asked)] {
        return services.collections.find_chunk(sought);
    };
    const auto found = co_await on_pool(services.pool, std::move(find));
    if (!found) co_return make_problem(request, found.error());
    Response response;
    response.body = chunk_body(*found);
    co_return response;
}

Answer get_chunk_proof(const Services& services, const Settings&, Request& request) {
    auto asked = read_sought(request, With::nothing);
    if (auto* refusal = std::get_if<Response>(&asked)) co_return std::move(*refusal);
    auto& sought = std::get<collections::ChunkSought>(asked);
    sought.context = 1;  // tells apart what stands on a page twice
    auto look = [&services, &sought] { return gather(services, sought); };
    auto evidence = co_await on_pool(services.pool, std::move(look));
    if (!evidence) co_return make_problem(request, evidence.error());
    proof::FoundBoxes boxes;
    if (auto* query = std::get_if<proof::BoxQuery>(&evidence->boxes)) {
        boxes = co_await services.boxes.find(std::move(*query));
    } else {
        boxes = std::get<proof::NoBoxes>(std::move(evidence->boxes));
    }
    Response response;
    response.body = proof_body(evidence->found, boxes);
    co_return response;
}

}  // namespace ingestd::http

// What the API answers about passages: chunks, hits, and what proves them.
#include <cmath>
#include <span>
#include <variant>

#include <ingestd/http/enrichment_json.hpp>
#include <ingestd/http/views.hpp>

#include "view_parts.hpp"

namespace ingestd::http {
namespace {

Json chunk(const collections::ChunkView& view) {
    const Chunk& chunk = view.chunk;
    return {
        {"chunk_id", view.id.str()},
        {"position", chunk.position},
        {"text", chunk.text},
        {"start", chunk.range.begin},
        {"end", chunk.range.end},
        {"page", page_number(chunk.page)},
        {"page_end", page_number(chunk.page_end)},
        {"headings", chunk.headings},
        {"tokens", chunk.tokens},
        {"language", chunk.enrichment.language},
        {"keywords", chunk.enrichment.keywords},
        {"enrichment", enrichment_json(chunk.enrichment)},
        {"metadata", stored_object(view.metadata)},
    };
}

// What a chunk is cited by.
Json passage(const collections::FoundChunk& found) {
    const Chunk& chunk = found.view.chunk;
    const auto& document = found.document;
    return {
        {"chunk_id", found.view.id.str()},
        {"document_id", document.id.str()},
        {"filename", document.filename.empty() ? document.key : document.filename},
        {"title", document.title},
        {"text", chunk.text},
        {"page", page_number(chunk.page)},
        {"page_end", page_number(chunk.page_end)},
        {"headings", chunk.headings},
        {"start", chunk.range.begin},
        {"end", chunk.range.end},
    };
}

// Points, to the hundredth: finer is nothing that anybody could see.
double points(double value) {
    return std::round(value * 100) / 100;
}

Json page_size(const proof::PageSize& size) {
    return {{"page", size.page}, {"width", points(size.width)}, {"height", points(size.height)}};
}

Json line_box(const proof::LineBox& line) {
    return {
        {"page", line.page},
        {"x", points(line.box.x)},
        {"y", points(line.box.y)},
        {"width", points(line.box.width)},
        {"height", points(line.box.height)},
    };
}

Json neighbour(const Neighbour& beside) {
    return {
        {"chunk_id", beside.id.str()},
        {"position", beside.position},
        {"text", beside.text},
        {"page", page_number(beside.page)},
        {"start", beside.range.begin},
        {"end", beside.range.end},
    };
}

// The answer tells what was asked for.
Json hit(const search::SearchHit& found, const search::SearchAnswer& answer) {
    Json body = {
        {"chunk_id", found.chunk_id.str()},
        {"document_id", found.document_id.str()},
        {"filename", found.filename},
        {"title", found.title},
        {"text", found.chunk.text},
        {"snippet", found.snippet},
        {"score", found.score},
        {"page", page_number(found.chunk.page)},
        {"page_end", page_number(found.chunk.page_end)},
        {"headings", found.chunk.headings},
        {"language", found.chunk.enrichment.language},
        {"start", found.chunk.range.begin},
        {"end", found.chunk.range.end},
        {"metadata", stored_object(found.metadata)},
    };
    if (found.keyword && found.similarity)
        body["explain"] = {{"keyword", *found.keyword}, {"vector", *found.similarity}};
    if (answer.has_enrichment) {
        body["keywords"] = found.chunk.enrichment.keywords;
        body["enrichment"] = enrichment_json(found.chunk.enrichment);
    }
    if (answer.has_beside) {
        body.update(list("before", found.before, neighbour));
        body.update(list("after", found.after, neighbour));
    }
    return body;
}

Json hits(std::span<const search::SearchHit> found, const search::SearchAnswer& answer) {
    return list("hits", found, [&](const search::SearchHit& one) { return hit(one, answer); });
}

// The hits of each document in one place.
Json groups(const search::SearchAnswer& answer) {
    auto next = answer.hits.begin();
    return list("groups", *answer.groups, [&](const search::HitGroup& group) {
        const std::span in_document{next, group.hits};
        next += group.hits;
        const auto& best = in_document.front();
        Json body = {
            {"document_id", best.document_id.str()},
            {"filename", best.filename},
            {"title", best.title},
            {"score", best.score},
            {"others", group.others},
        };
        body.update(hits(in_document, answer));
        return body;
    });
}

Json citation(const search::Citation& cited) {
    Json body = {
        {"number", cited.number},
        {"document_id", cited.document_id.str()},
        {"filename", cited.filename},
        {"title", cited.title},
        {"page", page_number(cited.page)},
        {"page_end", page_number(cited.page_end)},
        {"headings", cited.headings},
        {"start", cited.range.begin},
        {"end", cited.range.end},
    };
    body.update(list("chunk_ids", cited.chunk_ids, [](const ChunkId& id) { return id.str(); }));
    return body;
}

}  // namespace

std::string chunks_body(const collections::ChunkPage& page) {
    Json body = list("chunks", page.chunks, chunk);
    body["next_cursor"] = cursor(page.next_cursor);
    return print(body);
}

std::string chunk_body(const collections::FoundChunk& found) {
    Json body = {{"collection", found.collection}};
    body.update(passage(found));
    const auto& chunk = found.view.chunk;
    body["position"] = chunk.position;
    body["tokens"] = chunk.tokens;
    body["language"] = chunk.enrichment.language;
    body["keywords"] = chunk.enrichment.keywords;
    body["enrichment"] = enrichment_json(chunk.enrichment);
    body["metadata"] = stored_object(found.view.metadata);
    if (!found.before.empty() || !found.after.empty()) {
        body.update(list("before", found.before, neighbour));
        body.update(list("after", found.after, neighbour));
    }
    return print(body);
}

std::string proof_body(const collections::FoundChunk& found, const proof::FoundBoxes& boxes) {
    const auto& original = found.document.original;
    const auto document =
        "/collections/" + found.collection + "/documents/" + found.document.id.str();
    Json body = {{"collection", found.collection}};
    body.update(passage(found));
    body["verified"] = found.is_in_text;
    body["text_sha256"] = sha256(found.view.chunk.text).hex();
    body["document_sha256"] = original ? Json(original->sha256.hex()) : Json();
    body["document_bytes"] = original ? Json(original->bytes) : Json();
    body["links"] = {
        {"document", document},
        {"text", document + "/text"},
        {"original", original ? Json(document + "/original") : Json()}};
    if (const auto* placed = std::get_if<proof::PassageBoxes>(&boxes)) {
        body.update(list("pages", placed->pages, page_size));
        body.update(list("boxes", placed->boxes, line_box));
    } else {
        body["boxes_unavailable"] = std::get<proof::NoBoxes>(boxes).why;
    }
    return print(body);
}

std::string search_body(const search::SearchAnswer& answer) {
    Json body = answer.groups ? groups(answer) : hits(answer.hits, answer);
    body["mode"] = search::to_string(answer.mode);
    if (answer.mode == search::Mode::hybrid) body["keyword_weight"] = answer.keyword_weight;
    if (!answer.fallback.empty()) body["warnings"] = Json::array({answer.fallback});
    body["next_offset"] = answer.next_offset ? Json(*answer.next_offset) : Json();
    if (const auto& context = answer.context) {
        body["context_text"] = context->text;
        body["context_tokens"] = context->tokens;
        body.update(list("citations", context->citations, citation));
    }
    return print(body);
}

}  // namespace ingestd::http

#include "webhook_protocol.hpp"

#include <algorithm>
#include <utility>

#include <ingestd/base/utf8.hpp>
#include <ingestd/enrich/errc.hpp>
#include <nlohmann/json.hpp>

namespace ingestd::enrich {
namespace {

using nlohmann::json;

constexpr std::size_t quoted_bytes_max = 300;  // of why a chunk is not enriched

Error wrong(std::string what) {
    return {Errc::wrong_answer, std::move(what)};
}

bool is_deeper(const json& value, std::size_t depth) {
    if (!value.is_structured()) return false;
    if (depth == 0) return true;
    return std::ranges::any_of(value, [depth](const json& part) {
        return is_deeper(part, depth - 1);
    });
}

Webhook::Finding read_finding(const json& said) {
    if (!said.is_object()) return wrong("what it says of the chunk is no object");
    if (const auto error = said.find("error"); error != said.end() && error->is_string()) {
        const auto& words = error->get_ref<const std::string&>();
        return Error{
            Errc::refused, utf8::repair(std::string_view{words}.substr(0, quoted_bytes_max))};
    }
    const auto found = said.find("enrichment");
    if (found == said.end()) return wrong("there is neither `enrichment` nor `error`");
    if (found->is_null()) return std::string{};
    if (!found->is_object()) return wrong("`enrichment` is no object");
    if (found->empty()) return std::string{};
    if (is_deeper(*found, finding_depth_max))
        return wrong("it is nested more than " + std::to_string(finding_depth_max) + " deep");
    auto text = found->dump();
    if (text.size() > finding_bytes_max) {
        return wrong(
            "it has " + std::to_string(text.size()) + " bytes, more than " +
            std::to_string(finding_bytes_max)
        );
    }
    return text;
}

}  // namespace

std::string webhook_request(const ChunkOrigin& origin, std::span<const Chunk> chunks) {
    auto metadata = json::parse(origin.metadata, nullptr, false);
    if (!metadata.is_object()) metadata = json::object();
    json body{
        {"collection", origin.collection},
        {"document",
         {{"document_id", origin.document.str()},
          {"filename", origin.filename},
          {"metadata", std::move(metadata)}}},
        {"chunks", json::array()}};
    for (const auto& chunk : chunks) {
        body["chunks"].push_back(
            {{"chunk_id", chunk_id(origin.document, chunk.position).str()},
             {"position", chunk.position},
             {"text", chunk.text},
             {"headings", chunk.headings},
             {"page", chunk.page == 0 ? json{} : json(chunk.page)},
             {"language", chunk.enrichment.language}}
        );
    }
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<std::vector<Webhook::Finding>> read_webhook_answer(
    std::string_view body, std::size_t chunks
) {
    const auto answer = json::parse(body, nullptr, false);
    if (answer.is_discarded()) return Error{Errc::unavailable, "the answer is no JSON"};
    const auto list = answer.is_object() ? answer.find("chunks") : answer.end();
    if (list == answer.end() || !list->is_array()) return wrong("the answer has no array `chunks`");
    if (list->size() != chunks) {
        return wrong(
            "the answer speaks of " + std::to_string(list->size()) + " chunks, and " +
            std::to_string(chunks) + " were sent"
        );
    }
    std::vector<Webhook::Finding> findings;
    for (const auto& said : *list) findings.push_back(read_finding(said));
    return findings;
}

}  // namespace ingestd::enrich

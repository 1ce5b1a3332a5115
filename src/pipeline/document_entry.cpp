#include "document_entry.hpp"

#include <ingestd/embed/embedder_set.hpp>

#include "document_content.hpp"

namespace ingestd::pipeline {
namespace {

std::optional<EmbeddingModel> model_of(const embed::Embedder* embedder) {
    if (!embedder) return std::nullopt;
    return embed::model_of(*embedder);
}

// Of the document that it was found inside of.
std::optional<DocumentId> outer_id(
    const DocumentContext& context, const catalog::DocumentRecord& record
) {
    if (record.container.empty()) return std::nullopt;
    return document_id(context.collection, record.container);
}

}  // namespace

index::DocumentEntry entry_of(
    const DocumentContext& context, const catalog::DocumentRecord& record
) {
    return {
        .id = document_id(context.collection, record.key),
        .collection = context.collection,
        .key = record.key,
        .filename = record.filename,
        .metadata = record.metadata,
        .fingerprint = fingerprint_of(record, context.options),
        .original = {record.sha256, record.bytes},
        .upload = context.upload,
        .ordinal = record.ordinal,
        .accepted = context.accepted,
        .on_same_key = context.options.on_same_key,
        .is_held = context.is_held,
        .parent = outer_id(context, record),
        .embedding = model_of(context.embedder),
        .cut_by = context.cut_by};
}

index::DocumentEntry entry_of(const DocumentContext& context, const index::StoredVersion& stored) {
    const auto& document = stored.document;
    return {
        .id = document.id,
        .collection = context.collection,
        .key = document.key,
        .filename = document.filename,
        .metadata = document.metadata,
        .fingerprint = stored.fingerprint,
        .original = document.original.value_or(Original{}),
        .upload = document.upload,
        .ordinal = document.ordinal,
        .accepted = stored.accepted,
        .parent = document.parent,
        .embedding = model_of(context.embedder)};
}

}  // namespace ingestd::pipeline

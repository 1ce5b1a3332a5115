// How a document's chunks get their vectors on the way to the index.
#include <utility>

#include <ingestd/embed/embedder_set.hpp>
#include <ingestd/embed/errc.hpp>

#include "document_run.hpp"

namespace ingestd::pipeline {
namespace {

// Where vectors of the same texts may be made already: a source has all of them, if any.
std::shared_ptr<index::Generation> known_vectors(const DocumentContext& context) {
    const auto made = context.source ? context.source->embedding() : std::nullopt;
    const auto wanted = embed::model_of(*context.embedder);
    const bool is_same = made && made->kind == wanted.kind && made->model == wanted.model &&
                         (wanted.dimension == 0 || made->dimension == wanted.dimension);
    return is_same ? context.source : context.generation;
}

}  // namespace

void DocumentRun::begin_embedding() {
    if (!context_.embedder) return;
    const std::weak_ptr<DocumentRun> weak = weak_from_this();
    EmbeddingStep::Hooks hooks;
    hooks.pass_on = [weak](std::vector<Chunk> chunks, std::uint64_t reused) {
        const auto self = weak.lock();
        if (!self) return;
        self->embedded_ += chunks.size();
        self->reused_ += reused;
        self->hooks_.changed();
        self->commit(std::move(chunks));
        self->hooks_.wake();
    };
    hooks.failed = [weak](const Error& why) {
        const auto self = weak.lock();
        if (!self) return;
        {
            const std::lock_guard lock{self->mutex_};
            self->answers_.embedding_failed = why;
        }
        self->hooks_.wake();
    };
    auto step = std::make_shared<EmbeddingStep>(
        *context_.embedder, known_vectors(context_), std::move(hooks)
    );
    embedded_ = opened_.chunks;
    const std::lock_guard lock{mutex_};
    embedding_ = std::move(step);
    answers_.embedding_failed.reset();
}

// What was on its way is read again, should there be another try.
void DocumentRun::stop_embedding() {
    std::shared_ptr<EmbeddingStep> step;
    {
        const std::lock_guard lock{mutex_};
        step = std::exchange(embedding_, nullptr);
    }
    if (!step) return;
    const auto bytes = step->stop();
    const std::lock_guard lock{mutex_};
    answers_.bytes_in_flight -= bytes;
}

std::shared_ptr<EmbeddingStep> DocumentRun::embedding() const {
    const std::lock_guard lock{mutex_};
    return embedding_;
}

void DocumentRun::embed_or_commit(std::vector<Chunk> chunks) {
    if (const auto step = embedding()) return step->add(std::move(chunks));
    commit(std::move(chunks));
}

// All of it has been read.
Turn DocumentRun::take_embedded() {
    const auto answers = answered();
    if (answers.commit_failed) return fail_to_index(*answers.commit_failed);
    if (answers.embedding_failed) return fail_to_embed(*answers.embedding_failed);
    if (!pass_enriched()) return {Turn::Next::parked};
    if (const auto step = embedding(); step && !step->is_empty()) return {Turn::Next::parked};
    return complete();
}

Turn DocumentRun::fail_to_embed(const Error& why) {
    const auto identity = context_.embedder->identity();
    return fail(
        {.code = "embedding_failed",
         .detail = "The embedder " + identity.name + " cannot make vectors of it: " + why.detail,
         .stage = Stage::embed}
    );
}

}  // namespace ingestd::pipeline

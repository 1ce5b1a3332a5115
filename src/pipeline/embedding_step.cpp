#include "embedding_step.hpp"

#include <string_view>
#include <utility>

#include <ingestd/embed/errc.hpp>

namespace ingestd::pipeline {

EmbeddingStep::EmbeddingStep(
    embed::Embedder& embedder, std::shared_ptr<index::Generation> generation, Hooks hooks
)
    : embedder_{embedder},
      generation_{std::move(generation)},
      hooks_{std::move(hooks)},
      batches_{[this](PendingBatch done) {
          const auto reused = done.chunks.size() - done.asked.size();
          hooks_.pass_on(std::move(done.chunks), reused);
      }} {}

void EmbeddingStep::add(std::vector<Chunk> chunks) {
    const auto batch = std::make_shared<PendingBatch>(PendingBatch{std::move(chunks)});
    reuse(*batch);
    std::vector<std::string> texts;
    for (const auto at : batch->asked) texts.push_back(batch->chunks[at].text);
    if (!batches_.add(batch)) return;
    if (texts.empty()) return take(batch, embed::Vectors{});
    embedder_.embed(
        {.purpose = embed::Purpose::document, .texts = std::move(texts), .stop = stop_.get_token()},
        [self = shared_from_this(), batch](Result<embed::Vectors> vectors) {
            self->take(batch, std::move(vectors));
        }
    );
}

void EmbeddingStep::reuse(PendingBatch& batch) const {
    std::vector<std::string_view> texts;
    for (const auto& chunk : batch.chunks) texts.push_back(chunk.text);
    auto found = generation_->find_vectors(texts);
    for (std::size_t i = 0; i < batch.chunks.size(); ++i) {
        if (found[i]) {
            batch.chunks[i].embedding = std::move(*found[i]);
        } else {
            batch.asked.push_back(i);
        }
    }
}

void EmbeddingStep::take(const BatchPointer& batch, Result<embed::Vectors> vectors) {
    if (vectors && vectors->size() != batch->asked.size())
        vectors = Error{embed::Errc::wrong_answer, "not as many vectors as there are texts"};
    if (!vectors) {
        return batches_.fail([&] {
            // The server ends: the next start goes on where the ledger does.
            if (vectors.error().code != embed::Errc::cancelled) hooks_.failed(vectors.error());
        });
    }
    for (std::size_t i = 0; i < batch->asked.size(); ++i) {
        const auto row = vectors->row(i);
        batch->chunks[batch->asked[i]].embedding.assign(row.begin(), row.end());
    }
    batches_.finish(batch);
}

std::uint64_t EmbeddingStep::stop() {
    stop_.request_stop();
    return batches_.stop();
}

std::optional<embed::Waiting> EmbeddingStep::waiting_on() const {
    if (is_empty()) return std::nullopt;
    return embedder_.waiting_on();
}

}  // namespace ingestd::pipeline

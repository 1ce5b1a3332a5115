#include "embedding_step.hpp"

#include <string_view>
#include <utility>

#include <ingestd/embed/errc.hpp>

namespace ingestd::pipeline {

EmbeddingStep::EmbeddingStep(
    embed::Embedder& embedder, std::shared_ptr<index::Generation> generation, Hooks hooks
)
    : embedder_{embedder}, generation_{std::move(generation)}, hooks_{std::move(hooks)} {}

void EmbeddingStep::add(std::vector<Chunk> chunks) {
    const auto batch = std::make_shared<Batch>(Batch{std::move(chunks), {}});
    reuse(*batch);
    std::vector<std::string> texts;
    for (const auto at : batch->asked) texts.push_back(batch->chunks[at].text);
    {
        const std::lock_guard lock{mutex_};
        if (is_stopped_) return;
        batches_.push_back(batch);
    }
    if (texts.empty()) return take(batch, embed::Vectors{});
    embedder_.embed(
        {.purpose = embed::Purpose::document, .texts = std::move(texts), .stop = stop_.get_token()},
        [self = shared_from_this(), batch](Result<embed::Vectors> vectors) {
            self->take(batch, std::move(vectors));
        }
    );
}

void EmbeddingStep::reuse(Batch& batch) const {
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
    const std::lock_guard lock{mutex_};  // held while passing on: that keeps the order
    if (is_stopped_) return;
    if (vectors && vectors->size() != batch->asked.size())
        vectors = Error{embed::Errc::wrong_answer, "not as many vectors as there are texts"};
    if (!vectors) {
        is_stopped_ = true;
        // The server ends: the next start goes on where the ledger does.
        if (vectors.error().code != embed::Errc::cancelled) hooks_.failed(vectors.error());
        return;
    }
    for (std::size_t i = 0; i < batch->asked.size(); ++i) {
        const auto row = vectors->row(i);
        batch->chunks[batch->asked[i]].embedding.assign(row.begin(), row.end());
    }
    batch->is_done = true;
    while (!batches_.empty() && batches_.front()->is_done) {
        const auto done = std::move(batches_.front());
        batches_.pop_front();
        const auto reused = done->chunks.size() - done->asked.size();
        hooks_.pass_on(std::move(done->chunks), reused);
    }
}

std::vector<Chunk> EmbeddingStep::stop() {
    stop_.request_stop();
    const std::lock_guard lock{mutex_};
    is_stopped_ = true;
    std::vector<Chunk> left;
    for (const auto& batch : std::exchange(batches_, {})) {
        for (auto& chunk : batch->chunks) left.push_back(std::move(chunk));
    }
    return left;
}

bool EmbeddingStep::is_empty() const {
    const std::lock_guard lock{mutex_};
    return batches_.empty();
}

std::optional<embed::Waiting> EmbeddingStep::waiting_on() const {
    if (is_empty()) return std::nullopt;
    return embedder_.waiting_on();
}

}  // namespace ingestd::pipeline

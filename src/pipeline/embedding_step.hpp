// Chunks of one document on their way through its embedder.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/document/chunk.hpp>
#include <ingestd/embed/embedder.hpp>
#include <ingestd/index/generation.hpp>

#include "ordered_batches.hpp"

namespace ingestd::pipeline {

// Takes chunks in, gives them with their vectors, in the same order, however the embedder answers.
// A text that the collection has already been given a vector for is not embedded again.
//   thread  add() by one worker at a time; everything else any
class EmbeddingStep : public std::enable_shared_from_this<EmbeddingStep> {
public:
    // Called on whatever thread the embedder answers on, or by add(); they must not wait.
    //   pass_on  one batch, in order; `reused` of its vectors were there already
    //   failed   once: no more is passed on
    struct Hooks {
        std::function<void(std::vector<Chunk>, std::uint64_t reused)> pass_on;
        std::function<void(const Error&)> failed;
    };

    EmbeddingStep(
        embed::Embedder& embedder, std::shared_ptr<index::Generation> generation, Hooks hooks
    );

    void add(std::vector<Chunk> chunks);

    // Nothing is passed on any more, and the embedder is asked to leave off. How much text was on
    // its way.
    std::uint64_t stop();

    bool is_empty() const { return batches_.is_empty(); }
    // What the embedder waits for while chunks of ours are with it.
    std::optional<embed::Waiting> waiting_on() const;

private:
    void reuse(PendingBatch& batch) const;
    void take(const BatchPointer& batch, Result<embed::Vectors> vectors);

    embed::Embedder& embedder_;
    const std::shared_ptr<index::Generation> generation_;
    const Hooks hooks_;
    std::stop_source stop_;
    OrderedBatches batches_;
};

}  // namespace ingestd::pipeline

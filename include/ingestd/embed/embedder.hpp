// What turns texts into vectors: built in, a local model, or a service.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/embed/vectors.hpp>

namespace ingestd::embed {

// Many models are trained with other words before a query than before a passage.
enum class Purpose : std::uint8_t { document, query };

// Texts that are embedded in one call.
//   texts  well-formed UTF-8; what is longer than the embedder takes is cut
//   stop   asked to stop, the call ends soon, with Errc::cancelled
struct Batch {
    Purpose purpose = Purpose::document;
    std::vector<std::string> texts;
    std::stop_token stop{};
};

// What a collection is bound to. Vectors of two embedders can be compared only where kind, model
// and dimension are the same; under what name they were configured does not matter.
//   name            as users write it
//   kind            hash, onnx, openai
//   model           what the kind knows it by: changes when its vectors do
//   dimension       of its vectors; 0: a service that has not answered yet
//   lexical_weight  of the keyword half when both are fused, 0 to 1
//   max_tokens      of a text that it reads, as its token counter counts; what follows is cut.
//                   0: no bound is known
struct Identity {
    std::string name;
    std::string kind;
    std::string model;
    std::uint32_t dimension = 0;
    double lexical_weight = 0.5;
    std::uint32_t max_tokens = 0;

    friend bool operator==(const Identity&, const Identity&) = default;
};

// Why calls do not move, with figures.
//   reason    a stable word: rate_limited, unavailable
//   detail    a sentence for a person; no secrets
//   until     when it is tried again
//   failures  tries in a row that failed
struct Waiting {
    std::string reason;
    std::string detail;
    std::optional<Timestamp> until{};
    std::uint32_t failures = 0;

    friend bool operator==(const Waiting&, const Waiting&) = default;
};

// Counts as the embedder's own tokenizer does.
//   thread  any, at the same time
class TokenCounter {
public:
    virtual ~TokenCounter() = default;

    // Without what the model adds around a text. 0: the text holds nothing that is counted. Of two
    // texts put together, with white space between, at most the sum.
    virtual std::uint32_t count_tokens(std::string_view text) const = 0;
};

// Destroying one closes it first, and waits for its threads.
//   thread  any, at the same time
class Embedder {
public:
    using Done = std::function<void(Result<Vectors>)>;

    Embedder() = default;
    Embedder(const Embedder&) = delete;
    Embedder& operator=(const Embedder&) = delete;
    virtual ~Embedder() = default;

    virtual Identity identity() const = 0;

    // Its own, valid as long as it is; null: tokens are not known here.
    virtual const TokenCounter* token_counter() const { return nullptr; }

    // Calls `done` exactly once, with as many rows as there are texts: on the embedder's own
    // thread, or, where that takes no longer than a few milliseconds, before returning. It must not
    // wait. Documents wait for a service for as long as it takes (see waiting_on); a query is tried
    // once, because somebody waits for it.
    //   errors  Errc::{unavailable, refused, wrong_answer, cancelled}; is_transient() parts them
    virtual void embed(Batch batch, Done done) = 0;

    // What its calls wait for now; nullopt: they move, or there are none.
    virtual std::optional<Waiting> waiting_on() const { return std::nullopt; }

    // Calls that are pending, and later ones, end with Errc::cancelled. Does not wait for them.
    virtual void close() = 0;
};

}  // namespace ingestd::embed

// A service that speaks OpenAI's way of making embeddings: OpenAI, Ollama, vLLM, TEI and others.
#pragma once

#include <memory>
#include <string>

#include <ingestd/base/units.hpp>
#include <ingestd/embed/embedder.hpp>
#include <ingestd/embed/embedder_spec.hpp>

#include "openai_protocol.hpp"

namespace ingestd::embed {

//   url             of its `embeddings`
//   key             a secret: never logged nor told; empty: none is sent
//   batch_texts     at most in one call; batch_bytes likewise, but for one text alone
//   calls_max       at a time
//   silence         how long a call may go without a byte; query_silence for a query
struct OpenAiSettings {
    std::string name;
    std::string url;
    std::string key{};
    EmbeddingsRequest request;
    std::string document_prefix{};
    std::string query_prefix{};
    double lexical_weight = 0.5;
    std::uint32_t max_tokens = 0;
    std::size_t batch_texts = 32;
    std::size_t batch_bytes = 256_KiB;
    std::uint32_t calls_max = 8;
    std::chrono::seconds silence{120};
    std::chrono::seconds query_silence{20};
};

// Reads the key from its file or the environment.
//   errors  Errc::bad_spec; Errc::cannot_open: there is no key where it should be
Result<OpenAiSettings> read_openai_settings(const EmbedderSpec& spec);

// Asks nothing of the service yet.
std::unique_ptr<Embedder> make_openai_embedder(OpenAiSettings settings);

}  // namespace ingestd::embed

// What is said to an OpenAI-compatible service, and what its answers mean. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <ingestd/base/result.hpp>
#include <ingestd/embed/vectors.hpp>
#include <ingestd/remote/call_pacer.hpp>
#include <ingestd/remote/service_client.hpp>

namespace ingestd::embed {

//   dimensions  asked for; 0: the model's own
//   encoding    "base64", "float"; empty: the service's own. Either is understood
struct EmbeddingsRequest {
    std::string model;
    std::uint32_t dimensions = 0;
    std::string encoding{};
};

// The body of POST …/embeddings.
//   source  OpenAI's API reference, "Create embeddings"
std::string request_body(const EmbeddingsRequest& request, std::span<const std::string> texts);

// The rows of an answer, by their `index`, each brought to length 1.
//   count      of the texts that were sent
//   dimension  that is expected; 0: any
//   errors     Errc::unavailable: no JSON, or not all of it; Errc::wrong_answer: JSON of another
//              form, count or dimension, or what is no number
Result<Vectors> parse_answer(std::string_view body, std::size_t count, std::uint32_t dimension);

// How a call ended that brought no vectors.
//   error       Errc::unavailable: worth trying again; else it is not
//   end         what it tells of the service; nullopt: nothing, it was cancelled
//   is_limited  the service said that it is asked too much
struct CallFault {
    Error error;
    std::optional<remote::CallEnd> end;
    bool is_limited = false;
};

// nullopt: it was answered with 200.
std::optional<CallFault> fault_of(const Result<remote::ServiceAnswer>& answer);

}  // namespace ingestd::embed

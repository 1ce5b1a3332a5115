// The vectors of a generation as its database has them, and what they are bound to.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/document/embedding_model.hpp>
#include <ingestd/sqlite/connection.hpp>

namespace ingestd::index {

// Whether any chunk stands in it.
bool has_chunks(sqlite::Connection& connection);

std::optional<EmbeddingModel> find_embedding(sqlite::Connection& connection);

// Binds a generation that has no chunks yet; else looks whether it is bound to the same.
//   errors  Errc::other_embedding, with what it is bound to
Result<void> bind_embedding(sqlite::Connection& connection, const EmbeddingModel& model);

// What a chunk resembles, under its row. Of zeros alone: not kept, it resembles nothing.
//   bound   as find_embedding gives it within the transaction; nullopt: it is asked, once
//   errors  Errc::other_embedding: not as long as the others
Result<void> insert_vector(
    sqlite::Connection& connection,
    std::optional<EmbeddingModel>& bound,
    std::int64_t row,
    std::string_view text,
    std::span<const float> vector
);

std::optional<std::vector<float>> find_vector_of_text(
    sqlite::Connection& connection, std::string_view text
);

// false: `bytes` are not as many floats.
bool read_vector(std::string_view bytes, std::span<float> into);

}  // namespace ingestd::index

#include "vectors.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include <ingestd/base/digest.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/vector/vector_index.hpp>
#include <ingestd_sql/index.hpp>

namespace ingestd::index {
namespace {

using sqlite::Connection;

static_assert(std::endian::native == std::endian::little, "vectors are kept little endian");

constexpr std::size_t text_hash_bytes = 16;

std::string text_hash(std::string_view text) {
    const auto hash = sha256(text);
    return {reinterpret_cast<const char*>(hash.bytes.data()), text_hash_bytes};
}

std::string name_of(const EmbeddingModel& model) {
    auto name = model.kind + " " + model.model;
    if (model.dimension != 0) name += " of " + std::to_string(model.dimension) + " dimensions";
    return name;
}

void set_embedding(Connection& connection, const EmbeddingModel& model) {
    connection.query(sql::set_embedding)
        .bind(":kind", model.kind)
        .bind(":model", model.model)
        .bind(":dimension", model.dimension)
        .run();
}

Error other(const EmbeddingModel& bound, const std::string& asked) {
    return {
        Errc::other_embedding,
        "The collection's vectors are made by " + name_of(bound) + ", not by " + asked +
            ". Upload with force_recreate to build it anew."};
}

// 0: not known yet.
Result<void> check_dimension(std::size_t dimension) {
    using vector::VectorIndex;
    const bool can_be_kept =
        dimension >= VectorIndex::dimension_min && dimension <= VectorIndex::dimension_max;
    if (dimension == 0 || can_be_kept) return {};
    return Error{
        Errc::other_embedding,
        "The embedder's vectors have " + std::to_string(dimension) + " dimensions; from " +
            std::to_string(VectorIndex::dimension_min) + " to " +
            std::to_string(VectorIndex::dimension_max) + " can be kept."};
}

}  // namespace

bool has_chunks(Connection& connection) {
    auto newest = connection.query(sql::find_newest_chunk);
    return newest.step() && newest.integer(0) > 0;
}

std::optional<EmbeddingModel> find_embedding(Connection& connection) {
    auto found = connection.query(sql::find_embedding);
    if (!found.step()) return std::nullopt;
    return EmbeddingModel{found.string(0), found.string(1), found.integer<std::uint32_t>(2)};
}

Result<void> bind_embedding(Connection& connection, const EmbeddingModel& model) {
    if (auto checked = check_dimension(model.dimension); !checked) return checked;
    const auto bound = find_embedding(connection);
    if (!bound && has_chunks(connection)) {
        return Error{
            Errc::other_embedding,
            "The collection has no vectors. Upload with force_recreate to build it anew."};
    }
    if (!bound) {
        set_embedding(connection, model);
        return {};
    }
    const bool is_as_long =
        bound->dimension == model.dimension || bound->dimension == 0 || model.dimension == 0;
    if (bound->kind != model.kind || bound->model != model.model || !is_as_long)
        return other(*bound, name_of(model));
    return {};
}

Result<void> insert_vector(
    Connection& connection,
    std::optional<EmbeddingModel>& bound,
    std::int64_t row,
    std::string_view text,
    std::span<const float> vector
) {
    if (std::ranges::all_of(vector, [](float value) { return value == 0; })) return {};
    if (!bound) bound = find_embedding(connection);
    if (!bound) return Error{Errc::other_embedding, "The collection has no vectors."};
    if (bound->dimension == 0) {
        if (auto checked = check_dimension(vector.size()); !checked) return checked;
        bound->dimension = static_cast<std::uint32_t>(vector.size());
        set_embedding(connection, *bound);
    }
    if (bound->dimension != vector.size())
        return other(*bound, std::to_string(vector.size()) + " dimensions");
    connection.query(sql::insert_vector)
        .bind(":row", row)
        .bind_bytes(":text_hash", text_hash(text))
        .bind_bytes(":vector", {reinterpret_cast<const char*>(vector.data()), vector.size_bytes()})
        .run();
    return {};
}

std::optional<std::vector<float>> find_vector_of_text(
    Connection& connection, std::string_view text
) {
    auto found = connection.query(sql::find_vector_by_text);
    const auto hash = text_hash(text);
    found.bind_bytes(":text_hash", hash);
    if (!found.step()) return std::nullopt;
    std::vector<float> vector(found.text(0).size() / sizeof(float));
    read_vector(found.text(0), vector);
    return vector;
}

bool read_vector(std::string_view bytes, std::span<float> into) {
    if (bytes.size() != into.size_bytes()) return false;
    std::memcpy(into.data(), bytes.data(), bytes.size());
    return true;
}

}  // namespace ingestd::index

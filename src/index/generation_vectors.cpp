// Generation's readers of vectors.
#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/transaction.hpp>

#include "generation_impl.hpp"
#include "hybrid_ranking.hpp"
#include "vectors.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;

}  // namespace

std::optional<EmbeddingModel> Generation::embedding() const {
    return impl_->read([](Connection& reader) { return find_embedding(reader); });
}

bool Generation::is_written() const {
    return impl_->read([](Connection& reader) { return has_chunks(reader); });
}

std::vector<std::optional<std::vector<float>>> Generation::find_vectors(
    const std::vector<std::string_view>& texts
) const {
    return impl_->read([&](Connection& reader) {
        std::vector<std::optional<std::vector<float>>> found;
        for (const auto text : texts) found.push_back(find_vector_of_text(reader, text));
        return found;
    });
}

std::vector<SimilarChunk> Generation::nearest(
    std::span<const float> vector, std::uint32_t limit, const vector::RowSet* allowed
) const {
    const auto index = impl_->vectors->index();
    if (!index) return {};
    return impl_->read([&](Connection& reader) {
        const sqlite::ReadTransaction snapshot{reader};
        return find_nearest(reader, *index, vector, limit, allowed);
    });
}

}  // namespace ingestd::index

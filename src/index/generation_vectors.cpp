// Generation's readers of vectors.
#include <algorithm>

#include <ingestd/base/error_thrown.hpp>
#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/transaction.hpp>
#include <ingestd_sql/index.hpp>

#include "generation_impl.hpp"
#include "vectors.hpp"

namespace ingestd::index {
namespace {

using sqlite::Connection;

// A share of the collection that is looked at by more than one thread would be taken from others
// who search at the same time.
constexpr std::size_t search_threads = 1;

}  // namespace

std::optional<EmbeddingModel> Generation::embedding() const {
    return impl_->read([](Connection& reader) { return find_embedding(reader); });
}

bool Generation::is_written() const {
    return impl_->read([](Connection& reader) {
        auto newest = reader.query(sql::find_newest_chunk);
        return newest.step() && newest.integer(0) > 0;
    });
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
        const auto fetch = [&](vector::Row row, std::span<float> into) {
            auto visible = reader.query(sql::is_visible);
            visible.bind(":row", row);
            if (!visible.step() || visible.integer(0) == 0) return false;
            auto stored = reader.query(sql::find_vector);
            stored.bind(":row", row);
            return stored.step() && read_vector(stored.text(0), into);
        };
        std::optional<vector::Allowed> only;
        if (allowed) only = vector::Allowed{vector::Allowed::Kind::only, *allowed};
        auto nearest = index->nearest(
            {.vector = vector,
             .limit = limit,
             .allowed = only ? &*only : nullptr,
             .threads = search_threads},
            fetch
        );
        if (!nearest) throw ErrorThrown{nearest.error()};
        std::vector<SimilarChunk> similar;
        for (const auto& [row, score] : nearest->hits) similar.push_back({row, score});
        return similar;
    });
}

}  // namespace ingestd::index

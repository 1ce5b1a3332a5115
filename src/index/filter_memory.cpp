#include "filter_memory.hpp"

#include <algorithm>
#include <utility>

#include <ingestd/base/units.hpp>

namespace ingestd::index {
namespace {

// A million documents take some 40 MiB a filter.
constexpr std::size_t bytes_max = 64_MiB;
constexpr std::size_t filters_max = 16;

}  // namespace

std::shared_ptr<const AllowedRows> FilterMemory::allowed(
    sqlite::Connection& connection, const Filter& filter, std::uint64_t commits
) {
    const auto known = find(filter);
    if (known.allowed && known.commits == commits) return known.allowed;
    auto allowed = std::make_shared<const AllowedRows>(
        connection, filter, known.allowed ? *known.allowed : AllowedRows{}
    );
    keep({filter, commits, allowed});
    return allowed;
}

FilterMemory::Kept FilterMemory::find(const Filter& filter) {
    const std::scoped_lock lock{mutex_};
    const auto found = std::ranges::find(kept_, filter, &Kept::filter);
    if (found == kept_.end()) return {};
    kept_.splice(kept_.begin(), kept_, found);
    return kept_.front();
}

void FilterMemory::keep(Kept kept) {
    const std::scoped_lock lock{mutex_};
    const auto found = std::ranges::find(kept_, kept.filter, &Kept::filter);
    if (found != kept_.end()) {
        if (found->commits > kept.commits) return;
        kept_.erase(found);
    }
    kept_.push_front(std::move(kept));
    std::size_t bytes = 0, filters = 0;
    std::erase_if(kept_, [&](const Kept& each) {
        bytes += each.allowed->bytes();
        return bytes > bytes_max || ++filters > filters_max;
    });
}

}  // namespace ingestd::index

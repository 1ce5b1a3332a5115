#include "moment.hpp"

#include <optional>

#include <ingestd/app/errc.hpp>

namespace ingestd::app {

Result<Moment> take_quiet_moment(const std::filesystem::path& data_dir) {
    auto catalog = catalog::CatalogSnapshot::take(data_dir / "catalog.db");
    if (!catalog) return catalog.error();
    const auto promised = catalog->generations();
    if (!promised) return promised.error();
    std::vector<std::pair<GenerationId, index::GenerationSnapshot>> generations;
    for (const auto& generation : *promised) {
        const auto file = index::generation_file(data_dir / "collections", generation.id);
        auto snapshot = index::GenerationSnapshot::take(file);
        if (snapshot) {
            generations.emplace_back(generation.id, std::move(*snapshot));
            continue;
        }
        const bool is_missing =
            snapshot.error().code == boost::system::errc::no_such_file_or_directory;
        if (is_missing && !generation.has_content) continue;  // is made when it is first opened
        return Error{
            Errc::source_damaged,
            "collection " + generation.collection + ": " + snapshot.error().detail +
                "; `ingestd check` tells all that is damaged"};
    }
    return Moment{std::move(*catalog), {}, std::move(generations)};
}

Result<Moment> take_moment(const std::filesystem::path& data_dir) {
    std::optional<Moment> taken;
    {
        auto hold = catalog::WriterHold::take(data_dir / "catalog.db");
        if (!hold) return hold.error();
        auto moment = take_quiet_moment(data_dir);
        if (!moment) return moment.error();
        taken.emplace(std::move(*moment));
    }
    auto blobs = taken->catalog.blobs();
    if (!blobs) return blobs.error();
    taken->blobs = std::move(*blobs);
    return std::move(*taken);
}

}  // namespace ingestd::app

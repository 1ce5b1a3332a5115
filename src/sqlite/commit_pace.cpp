#include <algorithm>

#include <ingestd/sqlite/commit_pace.hpp>

namespace ingestd::sqlite {

void CommitPace::note_group(
    Deadline ended, SteadyClock::duration took, std::size_t told, std::size_t waiting
) {
    until_ = ended + std::min<SteadyClock::duration>(took / part_of_a_group, waits_for);
    expected_ = told == 0 || took < worth_it_from ? 0 : told + waiting;
}

std::optional<Deadline> CommitPace::waits_until(Deadline now, std::size_t waiting) const {
    if (waiting >= expected_ || now >= until_) return std::nullopt;
    return until_;
}

}  // namespace ingestd::sqlite

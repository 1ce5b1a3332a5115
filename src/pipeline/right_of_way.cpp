#include <algorithm>

#include <ingestd/pipeline/right_of_way.hpp>

namespace ingestd::pipeline {

// Whether there is one that has lasted.
bool WorkerPace::looks_for_crowd(Deadline now, int claims) {
    const auto since_asked = now - asked_;
    const bool has_looked_away = since_asked > looks_every;  // it has worked
    if (has_looked_away && asked_ < crowd_until_)
        crowd_until_ += std::min<SteadyClock::duration>(since_asked, crowd_from);
    asked_ = now;
    if (claims >= crowd) {
        if (now >= crowd_until_) crowd_since_ = now;
        crowd_until_ = now + crowd_lasts;
    }
    return now < crowd_until_ && now - crowd_since_ >= crowd_from;
}

bool WorkerPace::stands_aside(Deadline now, int claims, std::size_t backlog) {
    const bool is_crowd = looks_for_crowd(now, claims);
    const auto at_most =
        is_crowd && backlog <= backlog_max ? stands_aside_for_crowd : stands_aside_for;
    const bool is_claimed = is_crowd || claims > 0;
    if (is_aside_) {
        if (is_claimed && now - since_ < at_most) return true;
        is_aside_ = false;
        since_ = now;
        return false;
    }
    if (!is_claimed || now - since_ < works_for) return false;
    is_aside_ = true;
    since_ = now;
    return true;
}

}  // namespace ingestd::pipeline

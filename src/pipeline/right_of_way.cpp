#include <ingestd/pipeline/right_of_way.hpp>

namespace ingestd::pipeline {

bool WorkerPace::stands_aside(Deadline now, int claims, std::size_t backlog) {
    if (claims >= crowd) crowd_until_ = now + crowd_lasts;
    const bool is_crowd = now < crowd_until_;
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

#include <ingestd/pipeline/right_of_way.hpp>

namespace ingestd::pipeline {

bool WorkerPace::stands_aside(Deadline now, bool is_claimed) {
    if (is_aside_) {
        if (is_claimed && now - since_ < stands_aside_for) return true;
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

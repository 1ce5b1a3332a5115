#include "rtf_times.hpp"

#include <algorithm>
#include <iterator>

#include "declared_time.hpp"

namespace ingestd::formats {

void RtfTimes::set(RtfTimePart part, int value) {
    parts_[static_cast<std::size_t>(part)] = value;
}

std::string RtfTimes::take() {
    DeclaredTime time{parts_[0], parts_[1], parts_[2], parts_[3], parts_[4], parts_[5]};
    std::fill(std::begin(parts_), std::end(parts_), -1);
    return utc_time(time);
}

}  // namespace ingestd::formats

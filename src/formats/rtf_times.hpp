// A time in the information group of an RTF document. Private to the room.
#pragma once

#include <string>

#include "rtf_words.hpp"

namespace ingestd::formats {

class RtfTimes {
public:
    void set(RtfTimePart part, int value);

    // Of the parts since the last call: as a fact, or empty.
    std::string take();

private:
    int parts_[6] = {-1, -1, -1, -1, -1, -1};
};

}  // namespace ingestd::formats

// Tells how much of a package has been read, and passes on what was. Private to the room.
#pragma once

#include <algorithm>
#include <cstdint>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// Counts the unpacked bytes of those parts that hold the document's text.
class ReadingProgress {
public:
    //   total_bytes  as the package declares it: what is false in it is made harmless here
    ReadingProgress(BlockSink& sink, std::uint64_t total_bytes)
        : sink_{sink}, total_bytes_{std::max<std::uint64_t>(total_bytes, 1)} {}

    void add(std::uint64_t bytes) {
        read_bytes_ += bytes;
        sink_.tell_part_read(
            std::min(1.0, static_cast<double>(read_bytes_) / static_cast<double>(total_bytes_))
        );
        sink_.end_page();
    }

private:
    BlockSink& sink_;
    std::uint64_t total_bytes_;
    std::uint64_t read_bytes_ = 0;
};

}  // namespace ingestd::formats

// Counts what an archive unpacks to, and says when that is too much. Private to the room.
#pragma once

#include <cstdint>
#include <optional>

#include <ingestd/document/document_failure.hpp>

namespace ingestd::formats {

class UnpackedBytes {
public:
    explicit UnpackedBytes(std::uint64_t archive_bytes) : archive_bytes_{archive_bytes} {}

    void begin_entry() { entry_bytes_ = 0; }

    // errors  too_large: this entry or all together is over a bound of limits.hpp
    std::optional<DocumentFailure> add(std::uint64_t bytes);

    // Whether an archive may not unpack to so much.
    bool is_beyond_bounds(std::uint64_t bytes) const;

    std::uint64_t bytes() const { return bytes_; }

private:
    std::uint64_t archive_bytes_;
    std::uint64_t bytes_ = 0;
    std::uint64_t entry_bytes_ = 0;
};

}  // namespace ingestd::formats

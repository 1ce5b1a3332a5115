#include "unpacked_bytes.hpp"

#include <string>

#include <ingestd/formats/limits.hpp>

namespace ingestd::formats {

bool UnpackedBytes::is_beyond_bounds(std::uint64_t bytes) const {
    if (bytes > archive_bytes_max) return true;
    return bytes > package_ratio_free_bytes && bytes / package_ratio_max > archive_bytes_;
}

std::optional<DocumentFailure> UnpackedBytes::add(std::uint64_t bytes) {
    // A hole may be as long as a number can say.
    if (bytes > archive_bytes_max) bytes = archive_bytes_max + 1;
    bytes_ += bytes;
    entry_bytes_ += bytes;
    if (entry_bytes_ > archive_entry_bytes_max) {
        return DocumentFailure{
            "too_large",
            "The archive holds a file of more than " +
                std::to_string(archive_entry_bytes_max >> 30) + " GiB."};
    }
    if (is_beyond_bounds(bytes_)) {
        return DocumentFailure{
            "too_large",
            "The archive unpacks to far more than it should: that is how an attack looks."};
    }
    return std::nullopt;
}

}  // namespace ingestd::formats

// Where a blob stands: ROOT/ab/abcdef….blob. On disk for ever: never to change.
#pragma once

#include <filesystem>

#include <ingestd/base/digest.hpp>

namespace ingestd::blobs {

inline std::filesystem::path blob_path(const std::filesystem::path& root, const Sha256& sha256) {
    const auto hex = sha256.hex();
    return root / hex.substr(0, 2) / (hex + ".blob");
}

}  // namespace ingestd::blobs

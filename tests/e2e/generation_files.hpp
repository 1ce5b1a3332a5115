// The collections' files in a data directory.
#pragma once

#include <cstddef>
#include <filesystem>

namespace ingestd::e2e {

// How many generations have one.
inline std::size_t generation_files(const std::filesystem::path& data) {
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(data / "collections"))
        files += file.path().extension() == ".db" ? 1 : 0;
    return files;
}

}  // namespace ingestd::e2e

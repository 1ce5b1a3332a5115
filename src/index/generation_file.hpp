// The files of one generation: the database, its log, and the log's index.
#pragma once

#include <atomic>
#include <filesystem>
#include <system_error>

#include <ingestd/base/fault_point.hpp>

namespace ingestd::index {

inline const FaultPoint before_removal{"index.remove.before_file"};

inline void remove_files(const std::filesystem::path& database) {
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        auto file = database;
        file += suffix;
        before_removal.pass();
        std::error_code ignored;  // what is left is swept at the next start
        std::filesystem::remove(file, ignored);
    }
}

struct GenerationFile {
    explicit GenerationFile(std::filesystem::path database) : path{std::move(database)} {}
    GenerationFile(const GenerationFile&) = delete;
    GenerationFile& operator=(const GenerationFile&) = delete;
    ~GenerationFile() {
        if (is_removed) remove_files(path);
    }

    const std::filesystem::path path;
    std::atomic<bool> is_removed{false};
};

}  // namespace ingestd::index

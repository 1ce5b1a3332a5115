// The files of one generation: the database, its log, the log's index, and the vectors' codes.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <system_error>

#include <ingestd/base/fault_point.hpp>

#include "file_faults.hpp"
#include "vector_mirror.hpp"

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
    std::error_code ignored;
    std::filesystem::remove(vectors_file(database), ignored);
}

struct GenerationFile {
    GenerationFile(std::filesystem::path database, std::shared_ptr<FileFaults> watched)
        : path{std::move(database)}, faults{std::move(watched)} {}
    GenerationFile(const GenerationFile&) = delete;
    GenerationFile& operator=(const GenerationFile&) = delete;
    ~GenerationFile() {
        if (faults->is_damaged) {
            put_aside(path);
        } else if (is_removed) {
            remove_files(path);
        }
    }

    const std::filesystem::path path;
    const std::shared_ptr<FileFaults> faults;
    std::atomic<bool> is_removed{false};
};

}  // namespace ingestd::index

// One server a data directory: DATA/lock, held with flock, tells who holds it.
//
//   DATA/lock    pid=1234\n
//                address=http://127.0.0.1:8080\n     once it is known
//
// What counts is the kernel's lock, which ends with its process however that ends; the text is for
// the message alone.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>

namespace ingestd::app {

// Held until it dies.
class DataLock {
public:
    // Adds where the holder can be reached, for whom this lock keeps out. Best effort.
    void note_address(std::string_view address);

private:
    friend Result<DataLock> lock_data_dir(const std::filesystem::path& directory);
    explicit DataLock(UniqueFd file) : file_{std::move(file)} {}

    UniqueFd file_;
};

// Makes the directory (for its owner only) where it does not exist, and locks it without waiting.
//   errors  Errc::data_dir_locked: the detail names the holder and the option that helps; errno
Result<DataLock> lock_data_dir(const std::filesystem::path& directory);

// Who holds the directory ("pid 1234, http://127.0.0.1:8080"); nullopt: nobody. Changes nothing.
std::optional<std::string> find_data_dir_holder(const std::filesystem::path& directory);

}  // namespace ingestd::app

// A file system of a few MiB, in memory, that a test can fill.
#pragma once

#include <cstdint>
#include <filesystem>

#include "support/temporary_directory.hpp"

namespace ingestd::e2e {

// Whether this process may mount; what is mounted is seen by it and its children alone, and goes
// with it. Where it may not (it needs root) a test says in one line that it is left out.
bool can_mount();

class SmallDisk {
public:
    // REQUIRES: can_mount()
    explicit SmallDisk(std::uint64_t bytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    const std::filesystem::path& path() const { return mounted_.path(); }
    std::uint64_t free_bytes() const;

    // Takes all but `left_bytes`, until make_room().
    void fill(std::uint64_t left_bytes);
    void make_room();

private:
    test::TemporaryDirectory mounted_;
};

// A second view of a directory, which can only be read.
class ReadOnlyView {
public:
    // REQUIRES: can_mount()
    explicit ReadOnlyView(const std::filesystem::path& of);
    ~ReadOnlyView();
    ReadOnlyView(const ReadOnlyView&) = delete;
    ReadOnlyView& operator=(const ReadOnlyView&) = delete;

    const std::filesystem::path& path() const { return mounted_.path(); }

private:
    test::TemporaryDirectory mounted_;
};

}  // namespace ingestd::e2e

#include "small_disk.hpp"

#include <cerrno>
#include <iostream>
#include <system_error>

#include <fcntl.h>
#include <ingestd/base/unique_fd.hpp>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace ingestd::e2e {
namespace {

void require(bool is_done, const char* what) {
    if (!is_done) throw std::system_error{errno, std::generic_category(), what};
}

bool try_to_mount() {
    if (::unshare(CLONE_NEWNS) != 0) return false;
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
    const test::TemporaryDirectory probe;
    if (::mount("ingestd", probe.path().c_str(), "tmpfs", 0, "size=1m") != 0) return false;
    ::umount2(probe.path().c_str(), MNT_DETACH);
    return true;
}

}  // namespace

bool can_mount() {
    static const bool can = try_to_mount();
    if (!can) std::cout << "left out: this process may not mount a file system\n";
    return can;
}

SmallDisk::SmallDisk(std::uint64_t bytes) {
    const auto size = "mode=0700,size=" + std::to_string(bytes);
    require(::mount("ingestd", path().c_str(), "tmpfs", 0, size.c_str()) == 0, "mount tmpfs");
}

SmallDisk::~SmallDisk() {
    ::umount2(path().c_str(), MNT_DETACH);
}

std::uint64_t SmallDisk::free_bytes() const {
    struct statvfs facts {};
    require(::statvfs(path().c_str(), &facts) == 0, "statvfs");
    return std::uint64_t{facts.f_bavail} * facts.f_frsize;
}

void SmallDisk::fill(std::uint64_t left_bytes) {
    const UniqueFd filler{
        ::open((path() / "filler").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
    require(static_cast<bool>(filler), "open the filler");
    // Whoever writes at the same time may be quicker: then less is left to take.
    off_t size = ::lseek(filler.get(), 0, SEEK_END);
    for (auto left = free_bytes(); left > left_bytes; left = free_bytes()) {
        const auto more = static_cast<off_t>(left - left_bytes);
        if (::posix_fallocate(filler.get(), size, more) == 0) size += more;
    }
}

void SmallDisk::make_room() {
    ::unlink((path() / "filler").c_str());
}

ReadOnlyView::ReadOnlyView(const std::filesystem::path& of) {
    require(::mount(of.c_str(), path().c_str(), nullptr, MS_BIND, nullptr) == 0, "bind");
    const auto flags = MS_BIND | MS_REMOUNT | MS_RDONLY;
    require(::mount(nullptr, path().c_str(), nullptr, flags, nullptr) == 0, "make read-only");
}

ReadOnlyView::~ReadOnlyView() {
    ::umount2(path().c_str(), MNT_DETACH);
}

}  // namespace ingestd::e2e

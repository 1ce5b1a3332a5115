#include "readable_files.hpp"

#include <array>
#include <cerrno>
#include <cstdint>

#include <fcntl.h>
#include <ingestd/base/unique_fd.hpp>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sanitized.hpp"

namespace ingestd::extract {
namespace {

// What poppler and fontconfig look up. Some of them are not on every machine.
constexpr std::array readable{
    "/usr/share",
    "/usr/lib",
    "/lib",
    "/etc/fonts",
    "/var/cache/fontconfig",
};

// Newer than the headers that we build with.
constexpr std::uint64_t access_truncate = 1ULL << 14;  // version 3
constexpr std::uint64_t access_device = 1ULL << 15;    // version 5
constexpr std::uint64_t access_network = 0b11;         // version 4: bind, connect
constexpr std::uint64_t scope_outside = 0b11;          // version 6: abstract sockets, signals

struct Ruleset {
    std::uint64_t files = 0;
    std::uint64_t network = 0;
    std::uint64_t scoped = 0;
};

constexpr std::uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

Ruleset everything(long version) {
    Ruleset all{.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
    if (version >= 2) all.files |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3) all.files |= access_truncate;
    if (version >= 4) all.network = access_network;
    if (version >= 5) all.files |= access_device;
    if (version >= 6) all.scoped = scope_outside;
    return all;
}

// How much of the structure a kernel of that version knows.
std::size_t known_bytes(long version) {
    if (version >= 6) return sizeof(Ruleset);
    return version >= 4 ? offsetof(Ruleset, scoped) : offsetof(Ruleset, network);
}

bool allow_reading(int ruleset, const char* directory) {
    const UniqueFd opened{::open(directory, O_PATH | O_CLOEXEC)};
    if (!opened) return errno == ENOENT || errno == EACCES;
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = reading;
    beneath.parent_fd = opened.get();
    return ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
}

}  // namespace

bool restrict_files() {
    if (is_sanitized) return true;
    const long version =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 0) return true;
    const auto all = everything(version);
    const UniqueFd ruleset{
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, known_bytes(version), 0))};
    bool is_set = static_cast<bool>(ruleset);
    for (const char* directory : readable) {
        is_set = is_set && allow_reading(ruleset.get(), directory);
    }
    return is_set && ::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) == 0;
}

}  // namespace ingestd::extract

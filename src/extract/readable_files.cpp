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

bool allow(int ruleset, std::uint64_t access, int beneath_fd) {
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = access;
    beneath.parent_fd = beneath_fd;
    return ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
}

bool allow(int ruleset, std::uint64_t access, const char* path) {
    const UniqueFd opened{::open(path, O_PATH | O_CLOEXEC)};
    if (!opened) return errno == ENOENT || errno == EACCES;
    return allow(ruleset, access, opened.get());
}

// A program is started by its loader, which the kernel runs for it.
constexpr std::array loaders{
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
};

bool allow_running(int ruleset, const char* program, int document) {
    constexpr std::uint64_t running = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE;
    bool is_set = allow(ruleset, running, program) &&
                  allow(ruleset, LANDLOCK_ACCESS_FS_READ_FILE, "/etc/ld.so.cache");
    for (const char* loader : loaders) is_set = is_set && allow(ruleset, running, loader);
    // A file that lives in memory alone has no place that a rule could name, and needs none.
    static_cast<void>(allow(ruleset, LANDLOCK_ACCESS_FS_READ_FILE, document));
    return is_set;
}

//   folder   empty: none besides those of packages
//   program  null: none may be run
bool restrict_to(const std::string& folder, const char* program, int document) {
    if (is_sanitized) return true;
    const long version =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 0) return true;
    const auto all = everything(version);
    const UniqueFd ruleset{
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, known_bytes(version), 0))};
    bool is_set = static_cast<bool>(ruleset);
    for (const char* directory : readable)
        is_set = is_set && allow(ruleset.get(), reading, directory);
    if (!folder.empty()) is_set = is_set && allow(ruleset.get(), reading, folder.c_str());
    if (program != nullptr) is_set = is_set && allow_running(ruleset.get(), program, document);
    return is_set && ::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) == 0;
}

}  // namespace

bool restrict_files(const std::string& folder) {
    return restrict_to(folder, nullptr, -1);
}

bool restrict_files_to_run(const char* program, int document) {
    return restrict_to({}, program, document);
}

}  // namespace ingestd::extract

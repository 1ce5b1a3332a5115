#include <csignal>

#include <ingestd/extract/helper_session.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "address_space.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define INGESTD_IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define INGESTD_IS_SANITIZED 1
#endif
#endif

namespace ingestd::extract {
namespace {

// Standard streams, socket, document and a few that libraries open (character maps).
constexpr rlim_t descriptors_max = 32;

bool limit(__rlimit_resource resource, rlim_t value) {
    const rlimit bound{value, value};
    return ::setrlimit(resource, &bound) == 0;
}

}  // namespace

void limit_address_space([[maybe_unused]] std::uint64_t bytes) {
#ifndef INGESTD_IS_SANITIZED
    rlimit bound{};
    if (::getrlimit(RLIMIT_AS, &bound) != 0) return;
    bound.rlim_cur = bytes;
    ::setrlimit(RLIMIT_AS, &bound);
#endif
}

bool confine_this_process(const HelperWalls& walls) {
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
    // The parent may have died before the line above; then nobody would tell us.
    if (::getppid() != walls.parent_pid) return false;
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_DUMPABLE, 0) == 0 &&
           limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, descriptors_max);
}

}  // namespace ingestd::extract

#include <csignal>

#include <ingestd/extract/helper_session.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "address_space.hpp"
#include "readable_files.hpp"
#include "sanitized.hpp"
#include "system_call_filter.hpp"

namespace ingestd::extract {
namespace {

// Standard streams, socket, document and a few that libraries open (character maps).
constexpr rlim_t descriptors_max = 32;

bool limit(__rlimit_resource resource, rlim_t value) {
    const rlimit bound{value, value};
    return ::setrlimit(resource, &bound) == 0;
}

}  // namespace

void limit_address_space(std::uint64_t bytes) {
    if (is_sanitized) return;
    rlimit bound{};
    if (::getrlimit(RLIMIT_AS, &bound) != 0) return;
    bound.rlim_cur = bytes;
    ::setrlimit(RLIMIT_AS, &bound);
}

bool confine_this_process(const HelperWalls& walls) {
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
    // The parent may have died before the line above; then nobody would tell us.
    if (::getppid() != walls.parent_pid) return false;
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_DUMPABLE, 0) == 0 &&
           limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) &&
           limit(RLIMIT_NOFILE, descriptors_max) && restrict_files() && filter_system_calls();
}

}  // namespace ingestd::extract

#include "helper_walls.hpp"

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

bool give_up_privileges() {
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_DUMPABLE, 0) == 0 &&
           limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, descriptors_max);
}

}  // namespace

void limit_address_space(std::uint64_t bytes) {
    if (is_sanitized) return;
    rlimit bound{};
    if (::getrlimit(RLIMIT_AS, &bound) != 0) return;
    bound.rlim_cur = bytes;
    ::setrlimit(RLIMIT_AS, &bound);
}

bool end_with_parent(int parent_pid) {
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
    // The parent may have died before the line above; then nobody would tell us.
    return ::getppid() == parent_pid;
}

bool confine_this_process(const HelperWalls& walls) {
    return end_with_parent(walls.parent_pid) && give_up_privileges() &&
           restrict_files(walls.readable_folder) && filter_system_calls();
}

bool confine_to_run(const char* program, int document) {
    return give_up_privileges() && restrict_files_to_run(program, document) &&
           filter_system_calls_to_run_a_program();
}

}  // namespace ingestd::extract

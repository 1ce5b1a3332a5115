#include <cstdint>

#include <ingestd/base/background_thread.hpp>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace ingestd {
namespace {

// The kernel's struct sched_attr in its first version: its header and the C library's exclude one
// another.  source: sched_setattr(2)
struct SchedulingAttributes {
    std::uint32_t size;
    std::uint32_t policy;
    std::uint64_t flags;
    std::int32_t nice;
    std::uint32_t priority;
    std::uint64_t runtime;
    std::uint64_t deadline;
    std::uint64_t period;
};

constexpr int background_nice = 10;
constexpr std::uint64_t short_slice = 200'000;  // nanoseconds; the usual is 3 ms or so

}  // namespace

void give_way() {
    // Refused only where the process is nicer than that already.
    const int now = ::getpriority(PRIO_PROCESS, 0);
    if (now < background_nice) ::setpriority(PRIO_PROCESS, 0, background_nice);
}

void be_prompt() {
    const SchedulingAttributes asked{
        .size = sizeof asked,
        .policy = SCHED_OTHER,
        .flags = 0,
        .nice = ::getpriority(PRIO_PROCESS, 0),
        .priority = 0,
        .runtime = short_slice,
        .deadline = 0,
        .period = 0};
    ::syscall(SYS_sched_setattr, 0, &asked, 0U);
}

}  // namespace ingestd

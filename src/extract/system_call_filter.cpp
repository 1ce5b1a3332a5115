#include "system_call_filter.hpp"

#include <array>
#include <cerrno>
#include <memory>

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sanitized.hpp"

namespace ingestd::extract {
namespace {

// Reading, memory, time, and the socket to the server. Opening and mapping have rules of their own.
constexpr std::array allowed{
    SCMP_SYS(read),          SCMP_SYS(readv),        SCMP_SYS(pread64),
    SCMP_SYS(preadv),        SCMP_SYS(write),        SCMP_SYS(writev),
    SCMP_SYS(lseek),         SCMP_SYS(close),        SCMP_SYS(dup),
    SCMP_SYS(fcntl),         SCMP_SYS(fstat),        SCMP_SYS(stat),
    SCMP_SYS(lstat),         SCMP_SYS(newfstatat),   SCMP_SYS(statx),
    SCMP_SYS(statfs),        SCMP_SYS(fstatfs),      SCMP_SYS(access),
    SCMP_SYS(faccessat),     SCMP_SYS(faccessat2),   SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),    SCMP_SYS(getdents64),   SCMP_SYS(getcwd),
    SCMP_SYS(sendto),        SCMP_SYS(sendmsg),      SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),       SCMP_SYS(poll),         SCMP_SYS(ppoll),
    SCMP_SYS(brk),           SCMP_SYS(munmap),       SCMP_SYS(mremap),
    SCMP_SYS(madvise),       SCMP_SYS(futex),        SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),          SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(sigaltstack),  SCMP_SYS(restart_syscall),
    SCMP_SYS(pause),         SCMP_SYS(sched_yield),  SCMP_SYS(sched_getaffinity),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),     SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(getrandom),     SCMP_SYS(getpid),       SCMP_SYS(getppid),
    SCMP_SYS(gettid),        SCMP_SYS(getuid),       SCMP_SYS(geteuid),
    SCMP_SYS(getgid),        SCMP_SYS(getegid),      SCMP_SYS(getrusage),
    SCMP_SYS(sysinfo),       SCMP_SYS(uname),        SCMP_SYS(exit),
    SCMP_SYS(exit_group),    SCMP_SYS(wait4),
};

// What a program needs to be started, and its loader to load it.
constexpr std::array starting{
    SCMP_SYS(execve),
    SCMP_SYS(mmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(arch_prctl),
    SCMP_SYS(set_tid_address),
};

// Nobody who reads a document comes here by chance.
constexpr std::array deadly{
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(kill),
    SCMP_SYS(tkill),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(chroot),
    SCMP_SYS(pivot_root),
    SCMP_SYS(setns),
    SCMP_SYS(unshare),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(reboot),
};

class Filter {
public:
    Filter() : context_{::seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), ::seccomp_release} {}

    bool is_made() const { return context_ != nullptr; }
    bool load() { return ::seccomp_load(context_.get()) == 0; }

    template <class... Conditions>
    bool add(std::uint32_t action, int call, Conditions... conditions) {
        const int failed = ::seccomp_rule_add(
            context_.get(),
            action,
            call,
            static_cast<unsigned>(sizeof...(conditions)),
            conditions...
        );
        // A call that this machine's architecture does not have needs no rule.
        return failed == 0 || failed == -EDOM || failed == -EINVAL;
    }

private:
    std::unique_ptr<void, decltype(&::seccomp_release)> context_;
};

// With all of `bits` clear in the argument.
scmp_arg_cmp without(unsigned argument, std::uint64_t bits) {
    return {argument, SCMP_CMP_MASKED_EQ, bits, 0};
}

bool allow_reading_files(Filter& filter) {
    constexpr std::uint64_t writing =
        O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_PATH | (O_TMPFILE & ~O_DIRECTORY);
    return filter.add(SCMP_ACT_ALLOW, SCMP_SYS(openat), without(2, writing)) &&
           filter.add(SCMP_ACT_ALLOW, SCMP_SYS(open), without(1, writing));
}

bool allow_memory_that_is_no_code(Filter& filter) {
    return filter.add(SCMP_ACT_ALLOW, SCMP_SYS(mmap), without(2, PROT_EXEC)) &&
           filter.add(SCMP_ACT_ALLOW, SCMP_SYS(mprotect), without(2, PROT_EXEC));
}

// Of this process alone: abort() signals itself, and the memory limit is set for each document.
bool allow_on_itself(Filter& filter) {
    const auto self = static_cast<std::uint64_t>(::getpid());
    const scmp_arg_cmp is_self{0, SCMP_CMP_EQ, self, 0};
    const scmp_arg_cmp is_nobody_else{0, SCMP_CMP_EQ, 0, 0};
    return filter.add(SCMP_ACT_ALLOW, SCMP_SYS(tgkill), is_self) &&
           filter.add(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), is_nobody_else);
}

// A thread of its own, but no process. clone3, which hides its flags behind a pointer, is refused:
// the C library then takes clone.
bool allow_threads(Filter& filter) {
    constexpr std::uint64_t thread = CLONE_THREAD | CLONE_VM | CLONE_FILES | CLONE_SIGHAND;
    const scmp_arg_cmp is_thread{0, SCMP_CMP_MASKED_EQ, thread, thread};
    const scmp_arg_cmp is_process{0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0};
    return filter.add(SCMP_ACT_ALLOW, SCMP_SYS(clone), is_thread) &&
           filter.add(SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone), is_process);
}

bool allow_reading(Filter& filter) {
    bool is_set = filter.is_made() && allow_reading_files(filter) && allow_on_itself(filter);
    for (const int call : allowed) is_set = is_set && filter.add(SCMP_ACT_ALLOW, call);
    return is_set;
}

}  // namespace

bool filter_system_calls() {
    if (is_sanitized) return true;
    Filter filter;
    bool is_set =
        allow_reading(filter) && allow_memory_that_is_no_code(filter) && allow_threads(filter);
    for (const int call : deadly) is_set = is_set && filter.add(SCMP_ACT_KILL_PROCESS, call);
    return is_set && filter.load();
}

bool filter_system_calls_to_run_a_program() {
    if (is_sanitized) return true;
    Filter filter;
    bool is_set = allow_reading(filter);
    for (const int call : starting) is_set = is_set && filter.add(SCMP_ACT_ALLOW, call);
    for (const int call : deadly) {
        if (call == SCMP_SYS(execve)) continue;
        is_set = is_set && filter.add(SCMP_ACT_KILL_PROCESS, call);
    }
    is_set = is_set && filter.add(SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone));
    return is_set && filter.load();
}

}  // namespace ingestd::extract

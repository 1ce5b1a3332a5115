#include <ingestd/base/background_thread.hpp>
#include <sys/resource.h>

namespace ingestd {
namespace {

constexpr int background_nice = 10;

}  // namespace

void give_way() {
    // Refused only where the process is nicer than that already.
    const int now = ::getpriority(PRIO_PROCESS, 0);
    if (now < background_nice) ::setpriority(PRIO_PROCESS, 0, background_nice);
}

}  // namespace ingestd

// What stands behind the fault points in the program `ingestd-faulty`:
//
//   INGESTD_FAULT=list                 prints the names of all points, one a line, and exits
//   INGESTD_FAULT=POINT:ACTION[:NTH]   at the NTH time (1: the first) that POINT is reached:
//                    kill              the process ends as by kill -9
//                    stop              the process stands still (SIGSTOP)
//                    error             the step fails with EIO
//                    full              the step fails with ENOSPC
//
// A step that cannot fail passes over error and full.
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/fault_point.hpp>
#include <unistd.h>

namespace ingestd {
namespace {

enum class Action { kill, stop, error, full };

struct Order {
    std::string point;
    Action action = Action::kill;
    int nth = 1;
};

// Filled by the points' constructors, before main.
std::vector<std::string_view>& names() {
    static std::vector<std::string_view> all;
    return all;
}

[[noreturn]] void refuse(std::string_view order) {
    std::cerr << "INGESTD_FAULT is not understood: " << order << std::endl;
    ::_exit(2);
}

[[noreturn]] void list_all() {
    auto sorted = names();
    std::sort(sorted.begin(), sorted.end());
    for (const auto name : sorted) std::cout << name << '\n';
    std::cout.flush();
    ::_exit(0);
}

Action parse_action(std::string_view word, std::string_view order) {
    if (word == "kill") return Action::kill;
    if (word == "stop") return Action::stop;
    if (word == "error") return Action::error;
    if (word == "full") return Action::full;
    refuse(order);
}

std::optional<Order> read_order() {
    const char* const variable = std::getenv("INGESTD_FAULT");
    if (!variable) return std::nullopt;
    const std::string_view text{variable};
    if (text == "list") list_all();
    const auto colon = text.find(':');
    if (colon == text.npos) refuse(text);
    Order order;
    order.point = text.substr(0, colon);
    if (std::find(names().begin(), names().end(), order.point) == names().end()) refuse(text);
    auto rest = text.substr(colon + 1);
    const auto second = rest.find(':');
    if (second != rest.npos) order.nth = std::atoi(std::string{rest.substr(second + 1)}.c_str());
    order.action = parse_action(rest.substr(0, second), text);
    if (order.nth < 1) refuse(text);
    return order;
}

std::atomic<int> times_reached{0};

}  // namespace

FaultPoint::FaultPoint(const char* name) noexcept : name_{name} {
    names().push_back(name);
}

bool FaultPoint::fails() const noexcept {
    static const auto order = read_order();
    if (!order || order->point != name_) return false;
    if (++times_reached != order->nth) return false;
    switch (order->action) {
        case Action::kill:
            ::kill(::getpid(), SIGKILL);
            ::pause();  // until it arrives
            break;
        case Action::stop:
            ::kill(::getpid(), SIGSTOP);
            break;
        case Action::error:
            errno = EIO;
            return true;
        case Action::full:
            errno = ENOSPC;
            return true;
    }
    return false;
}

}  // namespace ingestd

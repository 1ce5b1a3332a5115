#include <map>

#include <ingestd/app/errc.hpp>
#include <ingestd/app/supervisor.hpp>
#include <unistd.h>

#include "support/catch.hpp"

namespace ingestd::app {
namespace {

using namespace std::chrono_literals;

Environment environment(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional{found->second};
    };
}

std::optional<std::chrono::microseconds> alive_every(std::map<std::string, std::string> variables) {
    return Supervisor{environment(std::move(variables))}.alive_every();
}

TEST_CASE("life is told twice in the time that the watchdog allows", "[supervisor]") {
    const std::string socket = "/run/notify", own_pid = std::to_string(::getpid());

    CHECK(alive_every({{"NOTIFY_SOCKET", socket}, {"WATCHDOG_USEC", "3000000"}}) == 1500ms);
    CHECK(
        alive_every(
            {{"NOTIFY_SOCKET", socket}, {"WATCHDOG_USEC", "3000000"}, {"WATCHDOG_PID", own_pid}}
        ) == 1500ms
    );
    CHECK_FALSE(alive_every(
        {{"NOTIFY_SOCKET", socket}, {"WATCHDOG_USEC", "3000000"}, {"WATCHDOG_PID", "1"}}
    ));
    CHECK_FALSE(alive_every({{"NOTIFY_SOCKET", socket}}));
    CHECK_FALSE(alive_every({{"NOTIFY_SOCKET", socket}, {"WATCHDOG_USEC", "soon"}}));
    CHECK_FALSE(alive_every({{"WATCHDOG_USEC", "3000000"}}));
}

TEST_CASE("where nobody listens telling does nothing", "[supervisor]") {
    for (const auto* socket : {"/nowhere/at/all", "relative", "@", ""}) {
        const Supervisor supervisor{environment({{"NOTIFY_SOCKET", socket}})};
        supervisor.ready("ready");
        supervisor.stopping("stopping");
        supervisor.alive();
    }
}

TEST_CASE(
    "sockets that were passed to another process, or several, are not taken", "[supervisor]"
) {
    const auto others = take_passed_socket(environment({{"LISTEN_FDS", "1"}, {"LISTEN_PID", "1"}}));
    REQUIRE(others.has_value());
    CHECK_FALSE(others->has_value());

    const auto several = take_passed_socket(
        environment({{"LISTEN_FDS", "2"}, {"LISTEN_PID", std::to_string(::getpid())}})
    );
    REQUIRE(several.has_error());
    CHECK(several.error().code == Errc::bad_socket);
}

}  // namespace
}  // namespace ingestd::app

#include <ingestd/client/commands.hpp>

#include "command_run.hpp"

namespace ingestd::client {
namespace {

boost::asio::awaitable<int> watch_to_the_end(const WatchCommand& command, Console& console) {
    Following following{command.server, command.upload_id, "", showing_for(command.is_json)};
    co_return co_await follow(console, std::move(following));
}

}  // namespace

int watch(const WatchCommand& command) {
    Console console;
    return run_command(
        [&] { return watch_to_the_end(command, console); }, [&] { console.end_status(); }
    );
}

}  // namespace ingestd::client

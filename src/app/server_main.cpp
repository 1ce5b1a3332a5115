// The program `ingestd`: the server and its client commands.
#include <cstdlib>
#include <exception>
#include <iostream>

#include <ingestd/app/command_line.hpp>
#include <ingestd/app/serve.hpp>

namespace ingestd::app {
namespace {

std::optional<std::string> variable(const std::string& name) {
    const char* const value = std::getenv(name.c_str());
    return value ? std::optional<std::string>{value} : std::nullopt;
}

int run(const ServeCommand& command) {
    return serve(command.configuration, variable);
}
int run(const CheckCommand& command) {
    return run_check(command);
}
int run(const BackupCommand& command) {
    return run_backup(command);
}
int run(const RestoreCommand& command) {
    return run_restore(command);
}
int run(const ExtractCommand& command) {
    return run_extract(command);
}
int run(const client::UploadCommand& command) {
    return client::upload(command);
}
int run(const client::WatchCommand& command) {
    return client::watch(command);
}
int run(const client::SearchCommand& command) {
    return client::search(command);
}
int run(const client::SyncCommand& command) {
    return client::sync(command);
}
int run(const client::EvalCommand& command) {
    return client::eval(command);
}
int run(const client::ReembedCommand& command) {
    return client::reembed(command);
}
int run(const client::McpCommand& command) {
    return client::mcp(command);
}
int run(const Saying& saying) {
    (saying.exit_status == client::exit_completed ? std::cout : std::cerr) << saying.text;
    return saying.exit_status;
}

}  // namespace
}  // namespace ingestd::app

int main(int count, char** arguments) {
    using namespace ingestd::app;
    try {
        const auto command = parse_command_line(
            {arguments, static_cast<std::size_t>(count)}, variable, INGESTD_VERSION
        );
        return std::visit([](const auto& asked) { return run(asked); }, command);
    } catch (const std::exception& thrown) {
        std::cerr << "ingestd: " << thrown.what() << '\n';
        return EXIT_FAILURE;
    }
}

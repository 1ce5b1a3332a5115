// The client commands. Each runs to its end and gives the program's exit status.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <ingestd/client/server_address.hpp>

namespace ingestd::client {

// What a script can tell from the exit status.  source: docs/command-line.md
inline constexpr int exit_completed = 0;    // the work is done, every document of it
inline constexpr int exit_failed = 1;       // refused, failed or cancelled, or a document failed
inline constexpr int exit_usage = 2;        // the command line or the configuration is wrong
inline constexpr int exit_unreachable = 3;  // no server, or it stopped answering
inline constexpr int exit_interrupted = 130;

//   paths       files and folders; "-" is the standard input, called `filename`
//   batch       documents an upload, at most
//   is_json     events as JSON lines, then the result
//   is_waiting  watches until the upload has ended
struct UploadCommand {
    ServerAddress server;
    std::vector<std::filesystem::path> paths;
    std::string filename;
    std::string collection;
    std::size_t batch = 1000;
    bool force_recreate = false;
    bool is_json = false;
    bool is_waiting = true;
};

struct WatchCommand {
    ServerAddress server;
    std::string upload_id;
    bool is_json = false;
};

struct SearchCommand {
    ServerAddress server;
    std::string collection;
    std::string query;
    std::uint32_t limit = 10;
    bool is_json = false;
};

int upload(const UploadCommand& command);
int watch(const WatchCommand& command);
int search(const SearchCommand& command);

}  // namespace ingestd::client

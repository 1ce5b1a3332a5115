// The client commands. Each runs to its end and gives the program's exit status.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <ingestd/client/options_field.hpp>
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
    ReadingOptions reading{};
    bool is_json = false;
    bool is_waiting = true;
};

struct WatchCommand {
    ServerAddress server;
    std::string upload_id;
    bool is_json = false;
};

//   filter      a JSON object; empty: none
//   mode        "keyword", "vector", "hybrid"; empty: the server's choice
//   offset      so many of the best are passed over
//   context     chunks to either side of each hit
//   is_grouped  document by document
struct SearchCommand {
    ServerAddress server;
    std::string collection;
    std::string query;
    std::string filter{};
    std::string mode{};
    std::uint32_t limit = 10;
    std::uint32_t offset = 0;
    std::uint32_t context = 0;
    bool is_grouped = false;
    bool is_json = false;
};

//   folder          what the collection is to hold
//   source          what the folder is called in the collection: names begin with it, and the
//                   documents that it brought are marked with it. Empty: the folder's own name
//   takes_over      files replace documents of the same name that somebody else brought
//   allows_removals also where all or more than half of what it brought would go
//   retries_failed  sends again what failed through the file's own fault
//   rescan_every    while watching: how often all is compared though no change was seen
struct SyncCommand {
    ServerAddress server;
    std::filesystem::path folder;
    std::string collection;
    std::string source;
    ReadingOptions reading{};
    bool takes_over = false;
    bool allows_removals = false;
    bool retries_failed = false;
    bool is_dry_run = false;
    bool is_watching = false;
    bool is_json = false;
    std::chrono::seconds rescan_every{300};
};

//   folder      in the form of BEIR: corpus.jsonl, queries.jsonl, qrels.tsv
//   collection  made anew
//   modes       in which each question is asked; none: once, as the collection has it
//   embedder    whose vectors the collection is to have; empty: the server's choice
struct EvalCommand {
    ServerAddress server;
    std::filesystem::path folder;
    std::string collection;
    std::vector<std::string> modes{};
    std::string embedder{};
};

//   collection  whose vectors are made anew of its stored chunks
//   embedder    what makes them; empty: the server's choice
struct ReembedCommand {
    ServerAddress server;
    std::string collection;
    std::string embedder{};
    bool is_json = false;
};

//   collection  the one to search where a call names none; empty: all there are
//   version     of this program, as it introduces itself
struct McpCommand {
    ServerAddress server;
    std::string collection;
    std::string version;
};

int upload(const UploadCommand& command);
int watch(const WatchCommand& command);
int search(const SearchCommand& command);
int sync(const SyncCommand& command);
int eval(const EvalCommand& command);
int reembed(const ReembedCommand& command);
// Answers a language model's program over the standard input and output, until that ends.
int mcp(const McpCommand& command);

}  // namespace ingestd::client

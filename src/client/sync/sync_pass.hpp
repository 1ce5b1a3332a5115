// One look at a folder and its collection, and all that follows from it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/client/commands.hpp>
#include <ingestd/client/console.hpp>
#include <ingestd/client/file_hash.hpp>
#include <ingestd/client/server_lists.hpp>

#include "sync_report.hpp"

namespace ingestd::client {

// A sync from its first look to its last.
//   source      what the folder is called, never empty
//   on_folder   called with each folder before it is read
//   on_ready    called once the server has answered and the folder was read
//   unfinished  uploads that were acknowledged and not yet seen to end: where a look ends in an
//               error, the next one waits for them first
//   awaited     their documents, by name
struct Awaited {
    LocalDocument document;
    Change change = Change::added;
};
struct SyncRun {
    const SyncCommand& command;
    Console& console;
    SyncReport& report;
    std::string source;
    std::function<void(const std::filesystem::path&)> on_folder{};
    std::function<void()> on_ready{};
    KnownHashes hashes{};
    UploadHistory history{};
    bool knows_history = false;
    std::vector<std::string> unfinished{};
    std::map<std::string, Awaited> awaited{};
};

// Why the folder is looked at. What failed through no fault of the file's is tried again, but not
// whenever some other file changes.
enum class Look { first, change, rescan };

// Compares, sends, waits for the end of what was sent, removes, and tells it.
//   errors  errno: the folder cannot be read; those of exchange(); Errc::refused, Errc::bad_answer
boost::asio::awaitable<Result<SyncCounts>> sync_once(SyncRun& run, Look look);

}  // namespace ingestd::client

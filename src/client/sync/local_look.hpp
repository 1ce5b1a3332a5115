// What a folder holds, read and hashed.
#pragma once

#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/client/sync_plan.hpp>
#include <ingestd/client/upload_plan.hpp>

#include "sync_pass.hpp"

namespace ingestd::client {

//   files  of folder.documents, in the same order
struct LocalLook {
    LocalFolder folder;
    std::vector<PlannedFile> files;
};

// Tells what cannot be read, and goes on. Lets signals in between two pieces of a file.
//   errors  errno: the folder itself cannot be read
boost::asio::awaitable<Result<LocalLook>> look_at_folder(SyncRun& run);

}  // namespace ingestd::client

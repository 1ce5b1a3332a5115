// What a sync asks the server.
#pragma once

#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/result.hpp>
#include <ingestd/client/server_lists.hpp>
#include <ingestd/client/sync_plan.hpp>

#include "sync_pass.hpp"

namespace ingestd::client {

// All calls.  errors  those of exchange(); Errc::refused: the server's words; Errc::bad_answer

// Whether the server answers, before anything is read that takes long.
boost::asio::awaitable<Result<void>> reach_server(const SyncCommand& command);

// All documents of the collection; none where it is not there yet.
boost::asio::awaitable<Result<std::vector<RemoteDocument>>> list_documents(
    const SyncCommand& command
);

// Fills in run.history from the newest uploads to the collection.
boost::asio::awaitable<Result<void>> learn_history(SyncRun& run);

// Removes the document, unless it has become somebody else's meanwhile. Whether it was removed.
boost::asio::awaitable<Result<bool>> remove_document(SyncRun& run, const RemoteDocument& document);

}  // namespace ingestd::client

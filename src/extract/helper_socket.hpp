// The helper's end of the socket to the server. Private to the room.
#pragma once

#include <optional>
#include <string_view>

#include <ingestd/base/unique_fd.hpp>
#include <ingestd/extract/helper_protocol.hpp>
#include <ingestd/extract/helper_session.hpp>

namespace ingestd::extract {

struct ReceivedOrder {
    ReadOrder order;
    UniqueFd document;
};

// The next order; nullopt when the server has closed its end.
std::optional<ReceivedOrder> receive_order(int socket);

// Ends the process when the server is gone.
void send_all(int socket, std::string_view bytes);

void send_end(int socket, const ReadOutcome& outcome);

}  // namespace ingestd::extract

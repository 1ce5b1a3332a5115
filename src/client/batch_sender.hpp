// Sending files as one upload.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/units.hpp>
#include <ingestd/client/console.hpp>
#include <ingestd/client/http_client.hpp>
#include <ingestd/client/multipart_body.hpp>
#include <ingestd/client/upload_plan.hpp>

namespace ingestd::client {

// Below the server's default of 16 GiB a body, so that a folder of any size goes through.
inline constexpr std::uint64_t batch_bytes_max = 4_GiB;

//   files     outlive the sending
//   is_drawn  a terminal shows how far it is
struct Batch {
    const ServerAddress& server;
    std::vector<MultipartBody::Field> fields;
    std::span<const PlannedFile> files;
    bool is_drawn = true;
};

//   bad_file  where the answer is an error: the file that could not be read to its end, by its
//             index; nothing of the batch was kept
struct BatchAnswer {
    Result<HttpAnswer> answer;
    std::optional<std::size_t> bad_file;
};

// Sends, and waits with a server that asks for it, for five minutes. What was sent and not answered
// is sent again under the same Idempotency-Key: the server takes it once.
//   errors  those of exchange()
boost::asio::awaitable<BatchAnswer> send_batch(Console& console, Batch batch);

}  // namespace ingestd::client

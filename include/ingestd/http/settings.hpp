// What can be set of the server, with each default's reason.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/document/upload_options.hpp>

namespace ingestd::http {

struct Settings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    std::vector<std::string>
        allow_hosts;  // Host values answered for besides the loopback names and `host`
    std::vector<std::string> allow_origins;  // origins for CORS and WebSockets besides our own

    std::size_t head_bytes_max = 16_KiB;    // 431 past it; browsers send 1 to 4 KiB
    std::uint64_t body_bytes_max = 16_GiB;  // 413 past it; bounds one upload's disk space
    std::size_t json_body_bytes_max =
        16_MiB;                            // is parsed as a whole; larger files come as multipart
    std::uint32_t documents_max = 10'000;  // per upload
    std::vector<std::string> embedders;    // that uploads may ask for; none: that is not looked at
    std::vector<std::string> enrichers;    // that uploads may ask for
    std::vector<std::string> counting_embedders;  // those with a tokenizer of their own
    std::vector<Tokenizer> tokenizers;            // likewise; none: that is not looked at

    std::chrono::milliseconds head_timeout{30'000};        // a whole head, whatever trickles in
    std::chrono::milliseconds keep_alive_timeout{75'000};  // between two requests
    std::chrono::milliseconds body_silence_max{300'000};   // without a byte: 408
    std::chrono::milliseconds body_rate_after{
        300'000};  // from then on `body_rate_min` bytes/s on average, else 408
    std::size_t body_rate_min = 16_KiB;  // 0: none asked for
    std::chrono::milliseconds ping_every{20'000};
    std::chrono::milliseconds web_socket_silence_max{300'000};
    std::size_t connections_max = 16'384;
    std::chrono::milliseconds stop_grace{10'000};  // of a stop, for requests in work
};

}  // namespace ingestd::http

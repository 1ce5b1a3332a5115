// A webhook over HTTP: batches, back-off, and giving up.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include <ingestd/base/units.hpp>
#include <ingestd/enrich/webhook.hpp>
#include <ingestd/enrich/webhook_set.hpp>

namespace ingestd::enrich {

//   key           a secret: never logged nor told; empty: none is sent
//   batch_chunks  at most in one call; batch_bytes of text likewise, but for one chunk alone
//   calls_max     at a time
//   timeout       of a whole call
//   tries_max     of a call. A service that has failed so often in a row is given up: what waits
//   for
//                 it, and what comes until it may be asked again, goes on without it
struct WebhookSettings {
    std::string name{};
    std::string url{};
    std::string key{};
    std::size_t batch_chunks = 16;
    std::size_t batch_bytes = 256_KiB;
    std::uint32_t calls_max = 4;
    std::chrono::seconds timeout{60};
    std::uint32_t tries_max = 8;
};

// Reads the key from its file or the environment.
//   errors  Errc::{bad_spec, no_key}
Result<WebhookSettings> read_webhook_settings(const EnricherSpec& spec);

// Asks nothing of the service yet.
std::unique_ptr<Webhook> make_webhook(WebhookSettings settings);

}  // namespace ingestd::enrich

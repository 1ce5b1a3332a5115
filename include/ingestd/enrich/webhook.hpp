// An enricher of the user's own: a service that is asked over HTTP.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/document/chunk.hpp>

namespace ingestd::enrich {

// What a chunk is of.
//   metadata  a JSON object as text
struct ChunkOrigin {
    std::string collection;
    DocumentId document;
    std::string filename;
    std::string metadata = "{}";
};

// Why calls do not move.
//   detail  a sentence for a person; no secrets
//   until   when it is asked again
struct WebhookWaiting {
    std::string detail;
    std::optional<Timestamp> until{};

    friend bool operator==(const WebhookWaiting&, const WebhookWaiting&) = default;
};

// Destroying one closes it first, and waits for its thread.
//   thread  any, at the same time
class Webhook {
public:
    // What it says of a chunk: a JSON object, empty where it says nothing.
    //   errors  Errc::{unavailable, refused, wrong_answer}: the detail is shown to users
    using Finding = Result<std::string>;
    // As many as there are chunks.
    //   errors  Errc::cancelled
    using Done = std::function<void(Result<std::vector<Finding>>)>;

    Webhook() = default;
    Webhook(const Webhook&) = delete;
    Webhook& operator=(const Webhook&) = delete;
    virtual ~Webhook() = default;

    virtual std::string_view name() const = 0;

    // Calls `done` exactly once, on its own thread or before returning; it must not wait. A service
    // that does not answer is asked again for some minutes, then it is given up.
    //   stop  asked to stop, the call ends soon, with Errc::cancelled
    virtual void enrich(
        const ChunkOrigin& origin, std::span<const Chunk> chunks, std::stop_token stop, Done done
    ) = 0;

    // What its calls wait for now; nullopt: they move, or there are none.
    virtual std::optional<WebhookWaiting> waiting_on() const = 0;

    // Calls that are pending, and later ones, end with Errc::cancelled. Does not wait for them.
    virtual void close() = 0;
};

}  // namespace ingestd::enrich

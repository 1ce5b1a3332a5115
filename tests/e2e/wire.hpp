// The wire as a client sees it: one request, one answer; one WebSocket to its end.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace ingestd::e2e {

using json = nlohmann::ordered_json;

struct Answer {
    unsigned status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;

    json parsed() const { return json::parse(body); }
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// One request on a connection of its own.
Answer call(
    std::uint16_t port,
    std::string_view method,
    const std::string& target,
    std::string body = {},
    Headers headers = {}
);
Answer get(std::uint16_t port, const std::string& target);
Answer post_json(std::uint16_t port, const std::string& target, const json& body);

// Sends bytes as they are and gives all that comes until the server closes.
std::string exchange_raw(std::uint16_t port, std::string_view bytes);

// Sends the head, then pieces until `next_piece` gives an empty one, then reads the answer.
Answer call_streaming(
    std::uint16_t port,
    const std::string& target,
    const Headers& headers,
    const std::function<std::string_view()>& next_piece
);

// One WebSocket.
class Watcher {
public:
    Watcher(std::uint16_t port, const std::string& target, Headers headers = {});
    ~Watcher();

    // The next event; nullopt when the server closed.
    std::optional<json> next();
    // The first of those to come that is looked for.  throws: std::runtime_error when the upload
    // ended, or the server closed, without one
    json wait_for(const std::function<bool(const json&)>& is_it);
    // All until the end.
    std::vector<json> rest();
    unsigned close_code() const;  // REQUIRES: the server closed
    // Gone without a word.
    void abandon();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// The status of the answer to an upgrade that is refused.
unsigned refused_upgrade(std::uint16_t port, const std::string& target, const Headers& headers);

// Posts an upload of texts and gives its id. REQUIRES: it is accepted
std::string upload_texts(
    std::uint16_t port,
    const std::string& collection,
    const std::vector<std::pair<std::string, std::string>>& named_texts
);

// Watches to the end; the last event.
json wait_for_end(std::uint16_t port, const std::string& upload_id);

// The texts of the hits.
std::vector<std::string> search(
    std::uint16_t port, const std::string& collection, const std::string& query
);

// English-like prose of about `bytes`, deterministic; each sentence has a number of its own.
std::string prose(std::size_t bytes, unsigned seed = 1);

}  // namespace ingestd::e2e

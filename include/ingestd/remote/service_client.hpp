// Calls to services over HTTP: a body of JSON goes out, an answer of bounded size comes in.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/clock.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/base/units.hpp>

namespace ingestd::remote {

//   url               absolute, http or https
//   body              JSON
//   headers           further ones, "Name: value". Never logged
//   answer_bytes_max  a longer answer ends the call
//   connect_timeout   for name, connection and TLS together
//   silence_timeout   without a byte either way, also while the service thinks
//   timeout           of the whole; 0: there is no limit
//   not_before        it waits until then
//   stop              asked to stop, the call ends soon, with Errc::cancelled
struct ServiceCall {
    std::string url;
    std::string body{};
    std::vector<std::string> headers{};
    std::size_t answer_bytes_max = 16_MiB;
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::seconds silence_timeout{120};
    std::chrono::seconds timeout{0};
    Deadline not_before{};
    std::stop_token stop{};
};

//   status       any: a refusal is an answer, too
//   retry_after  the header's value, as it came
struct ServiceAnswer {
    unsigned status = 0;
    std::string body{};
    std::optional<std::string> retry_after{};

    friend bool operator==(const ServiceAnswer&, const ServiceAnswer&) = default;
};

// All calls go through one thread. Certificates are verified against what the system trusts;
// redirects are answers and are not followed; proxies are those of the environment (http_proxy,
// https_proxy, no_proxy).
//   thread  any, at the same time
class ServiceClient {
public:
    using Done = std::function<void(Result<ServiceAnswer>)>;

    ServiceClient();
    ServiceClient(const ServiceClient&) = delete;
    ServiceClient& operator=(const ServiceClient&) = delete;
    // Closes, and waits for its thread. Not to be called by a `done`.
    ~ServiceClient();

    // POST. Calls `done` exactly once, on the client's thread: it must not wait, and may post
    // again.
    //   errors  remote::Errc
    void post(ServiceCall call, Done done);

    // Calls that are pending, and later ones, end with Errc::cancelled. Does not wait for them.
    void close();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

// Whether an address can be called. Pure.
//   errors  Errc::bad_address: no host, another scheme, a user name (keys are given otherwise), a
//           query or a fragment
Result<void> check_service_address(std::string_view url);

}  // namespace ingestd::remote

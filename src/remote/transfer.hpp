// One call on its way through libcurl.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <curl/curl.h>
#include <ingestd/remote/service_client.hpp>

namespace ingestd::remote {

template <auto close>
struct CurlCloser {
    template <class T>
    void operator()(T* opened) const {
        close(opened);
    }
};
using EasyHandle = std::unique_ptr<CURL, CurlCloser<curl_easy_cleanup>>;
using HeaderList = std::unique_ptr<curl_slist, CurlCloser<curl_slist_free_all>>;

// Stands still in memory: libcurl holds pointers into it.
//   thread  the client's; `wake` is called by whoever stops the call
class Transfer {
public:
    Transfer(ServiceCall call, ServiceClient::Done done, std::function<void()> wake);

    // Makes the handle ready for curl_multi_add_handle.
    CURL* prepare();

    CURL* handle() const { return easy_.get(); }
    Deadline not_before() const { return call_.not_before; }
    bool is_stopped() const { return is_stopped_; }

    // What came of it, libcurl being done with it.
    Result<ServiceAnswer> answer(CURLcode code);
    ServiceClient::Done take_done() { return std::move(done_); }

private:
    static std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* self);
    static std::size_t take_header(char* bytes, std::size_t, std::size_t size, void* self);

    ServiceCall call_;
    ServiceClient::Done done_;
    EasyHandle easy_;
    HeaderList headers_;
    char error_text_[CURL_ERROR_SIZE] = {};
    ServiceAnswer answer_;
    bool is_too_large_ = false;
    std::atomic<bool> is_stopped_ = false;
    std::stop_callback<std::function<void()>> on_stop_;  // last: may be called at once
};

}  // namespace ingestd::remote

// source: curl.se/libcurl/c, the page of each option
#include "transfer.hpp"

#include <algorithm>
#include <cctype>
#include <new>
#include <utility>

#include <ingestd/remote/errc.hpp>

namespace ingestd::remote {
namespace {

Errc errc_of(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_CONNECT:
            return Errc::unreachable;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return Errc::untrusted;
        case CURLE_OPERATION_TIMEDOUT:
            return Errc::timed_out;
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return Errc::bad_address;
        default:
            return Errc::broken;
    }
}

bool is_named(std::string_view header, std::string_view lower_name) {
    const auto is_same = [](char lower, char c) {
        return std::tolower(static_cast<unsigned char>(c)) == lower;
    };
    return header.size() > lower_name.size() && header[lower_name.size()] == ':' &&
           std::equal(lower_name.begin(), lower_name.end(), header.begin(), is_same);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace

Transfer::Transfer(ServiceCall call, ServiceClient::Done done, std::function<void()> wake)
    : call_{std::move(call)}, done_{std::move(done)}, on_stop_{call_.stop, [this, wake] {
                                                                   is_stopped_ = true;
                                                                   wake();
                                                               }} {}

CURL* Transfer::prepare() {
    easy_.reset(curl_easy_init());
    if (!easy_) throw std::bad_alloc{};
    const auto add_header = [this](const std::string& line) {
        auto* const longer = curl_slist_append(headers_.get(), line.c_str());
        if (!longer) throw std::bad_alloc{};
        static_cast<void>(headers_.release());  // it is the head of `longer`
        headers_.reset(longer);
    };
    add_header("Content-Type: application/json");
    add_header("Accept: application/json");
    add_header("Expect:");  // no asking before the body: services answer at once, or not at all
    for (const auto& header : call_.headers) add_header(header);

    auto* const easy = easy_.get();
    const auto set = [easy](CURLoption option, auto value) {
        if (curl_easy_setopt(easy, option, value) == CURLE_OUT_OF_MEMORY) throw std::bad_alloc{};
    };
    set(CURLOPT_URL, call_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // a name that is slow to be found holds up no cancel
    set(CURLOPT_USERAGENT, "ingestd");
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDS, call_.body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call_.body.size()));
    set(CURLOPT_HTTPHEADER, headers_.get());
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(call_.connect_timeout.count()));
    set(CURLOPT_TIMEOUT, static_cast<long>(call_.timeout.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(call_.silence_timeout.count()));
    set(CURLOPT_ERRORBUFFER, error_text_);
    set(CURLOPT_WRITEFUNCTION, &Transfer::take_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &Transfer::take_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_PRIVATE, this);
    return easy;
}

std::size_t Transfer::take_body(char* bytes, std::size_t, std::size_t size, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    auto& body = transfer.answer_.body;
    transfer.is_too_large_ = size > transfer.call_.answer_bytes_max - body.size();
    if (transfer.is_too_large_) return 0;  // ends the transfer
    body.append(bytes, size);
    return size;
}

std::size_t Transfer::take_header(char* bytes, std::size_t, std::size_t size, void* self) {
    constexpr std::string_view wanted = "retry-after";
    const std::string_view line{bytes, size};
    auto& answer = static_cast<Transfer*>(self)->answer_;
    if (is_named(line, wanted)) answer.retry_after = trimmed(line.substr(wanted.size() + 1));
    return size;
}

Result<ServiceAnswer> Transfer::answer(CURLcode code) {
    if (is_too_large_) {
        return Error{
            Errc::too_large, "more than " + std::to_string(call_.answer_bytes_max) + " bytes"};
    }
    if (code == CURLE_OPERATION_TIMEDOUT) {
        curl_off_t connected = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &connected);
        if (connected == 0) return Error{Errc::unreachable, error_text_};
    }
    if (code != CURLE_OK)
        return Error{errc_of(code), *error_text_ ? error_text_ : curl_easy_strerror(code)};
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    answer_.status = static_cast<unsigned>(status);
    return std::move(answer_);
}

}  // namespace ingestd::remote

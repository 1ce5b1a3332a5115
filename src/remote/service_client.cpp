// source: curl.se/libcurl/c/libcurl-multi.html
#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>
#include <utility>
#include <vector>

#include <ingestd/remote/errc.hpp>
#include <ingestd/remote/service_client.hpp>

#include "transfer.hpp"

namespace ingestd::remote {
namespace {

using MultiHandle = std::unique_ptr<CURLM, CurlCloser<curl_multi_cleanup>>;
using UrlHandle = std::unique_ptr<CURLU, CurlCloser<curl_url_cleanup>>;
using Transfers = std::vector<std::unique_ptr<Transfer>>;

constexpr std::chrono::milliseconds longest_sleep{60'000};

MultiHandle make_multi() {
    // Once for the process; before threads use it.
    static const auto initialized = curl_global_init(CURL_GLOBAL_DEFAULT);
    MultiHandle multi{initialized == CURLE_OK ? curl_multi_init() : nullptr};
    if (!multi) throw std::bad_alloc{};
    return multi;
}

}  // namespace

class ServiceClient::Impl {
public:
    Impl() : multi_{make_multi()}, thread_{[this] { run(); }} {}

    ~Impl() {
        close();
        thread_.join();
    }

    void post(ServiceCall call, Done done) {
        auto transfer =
            std::make_unique<Transfer>(std::move(call), std::move(done), [this] { wake(); });
        {
            const std::lock_guard lock{mutex_};
            if (!is_closed_) posted_.push_back(std::move(transfer));
        }
        if (transfer) return transfer->take_done()(Error{Errc::cancelled, {}});
        wake();
    }

    void close() {
        {
            const std::lock_guard lock{mutex_};
            is_closed_ = true;
        }
        wake();
    }

private:
    void wake() { curl_multi_wakeup(multi_.get()); }

    void run() {
        while (take_posted()) {
            end_stopped();
            begin_due(SteadyClock::now());
            int running = 0;
            curl_multi_perform(multi_.get(), &running);
            end_finished();
            const auto sleep = std::clamp(
                std::chrono::ceil<std::chrono::milliseconds>(next_due() - SteadyClock::now()),
                std::chrono::milliseconds{0},
                longest_sleep
            );
            curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(sleep.count()), nullptr);
        }
        end_all();
    }

    // False: it is over.
    bool take_posted() {
        const std::lock_guard lock{mutex_};
        std::ranges::move(posted_, std::back_inserter(waiting_));
        posted_.clear();
        return !is_closed_;
    }

    void begin_due(Deadline now) {
        for (auto& transfer : extract(waiting_, [now](const Transfer& waits) {
                 return waits.not_before() <= now;
             })) {
            curl_multi_add_handle(multi_.get(), transfer->prepare());
            running_.push_back(std::move(transfer));
        }
    }

    // Far away, where nothing waits for its time.
    Deadline next_due() const {
        auto due = SteadyClock::now() + longest_sleep;
        for (const auto& transfer : waiting_) due = std::min(due, transfer->not_before());
        return due;
    }

    void end_finished() {
        int left = 0;
        while (const auto* message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            const auto* const handle = message->easy_handle;
            const auto code = message->data.result;
            for (auto& ended : extract(running_, [handle](const Transfer& runs) {
                     return runs.handle() == handle;
                 })) {
                end(std::move(ended), code);
            }
        }
    }

    void end_stopped() {
        const auto is_stopped = [](const Transfer& transfer) { return transfer.is_stopped(); };
        for (auto& stopped : extract(running_, is_stopped)) cancel(std::move(stopped));
        for (auto& stopped : extract(waiting_, is_stopped)) cancel(std::move(stopped));
    }

    void end_all() {
        for (auto& transfer : std::exchange(running_, {})) cancel(std::move(transfer));
        for (auto& transfer : std::exchange(waiting_, {})) cancel(std::move(transfer));
    }

    void end(std::unique_ptr<Transfer> transfer, CURLcode code) {
        curl_multi_remove_handle(multi_.get(), transfer->handle());
        auto answer = transfer->answer(code);
        const auto done = transfer->take_done();
        transfer.reset();  // a callback of its stop token runs no more
        done(std::move(answer));
    }

    void cancel(std::unique_ptr<Transfer> transfer) {
        if (transfer->handle()) curl_multi_remove_handle(multi_.get(), transfer->handle());
        const auto done = transfer->take_done();
        transfer.reset();
        done(Error{Errc::cancelled, {}});
    }

    template <class Predicate>
    static Transfers extract(Transfers& from, Predicate is_wanted) {
        Transfers found;
        for (auto& transfer : from) {
            if (is_wanted(*transfer)) found.push_back(std::move(transfer));
        }
        std::erase(from, nullptr);
        return found;
    }

    const MultiHandle multi_;
    std::mutex mutex_;
    Transfers posted_;             // under mutex_
    bool is_closed_ = false;       // under mutex_
    Transfers waiting_, running_;  // of the thread
    std::thread thread_;           // last: it uses all of these
};

ServiceClient::ServiceClient() : impl_{std::make_unique<Impl>()} {}

ServiceClient::~ServiceClient() = default;

void ServiceClient::post(ServiceCall call, Done done) {
    impl_->post(std::move(call), std::move(done));
}

void ServiceClient::close() {
    impl_->close();
}

Result<void> check_service_address(std::string_view url) {
    const std::string text{url};
    const auto bad = [&text](std::string_view what) {
        return Error{Errc::bad_address, '"' + text + "\": " + std::string{what}};
    };
    if (!text.starts_with("http://") && !text.starts_with("https://"))
        return bad("it must begin with http:// or https://");
    const UrlHandle parsed{curl_url()};
    if (!parsed) throw std::bad_alloc{};
    if (const auto code = curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), 0))
        return bad(curl_url_strerror(code));
    const auto has = [&parsed](CURLUPart part) {
        char* value = nullptr;
        const auto code = curl_url_get(parsed.get(), part, &value, 0);
        curl_free(value);
        return code == CURLUE_OK;
    };
    if (has(CURLUPART_USER) || has(CURLUPART_PASSWORD))
        return bad("a user name or a password does not belong there");
    if (has(CURLUPART_QUERY)) return bad("a query does not belong there");
    if (has(CURLUPART_FRAGMENT)) return bad("a fragment does not belong there");
    return {};
}

}  // namespace ingestd::remote

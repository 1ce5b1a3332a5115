// The API over the real rooms beneath it, in a directory of its own, behind a real listener. Only
// the extractor is the test's: every document is its bytes, ASCII, and can be held back.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/disk/space.hpp>
#include <ingestd/extract/extractor.hpp>
#include <ingestd/http/routes.hpp>
#include <ingestd/http/services.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/intake/intake.hpp>
#include <ingestd/pipeline/pipeline.hpp>
#include <ingestd/progress/progress_tracker.hpp>
#include <ingestd/proof/box_finder.hpp>
#include <ingestd/search/searcher.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "live_server.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::http {

// Gives each document's bytes as they are; while it is held, says that it waits.
class HeldExtractor : public extract::Extractor {
public:
    std::unique_ptr<extract::ExtractStream> open(extract::ExtractRequest request) override {
        return std::make_unique<Stream>(*this, std::move(request));
    }

    void hold() {
        const std::lock_guard lock{mutex_};
        is_held_ = true;
    }
    void release() {
        std::vector<std::function<void()>> ready;
        {
            const std::lock_guard lock{mutex_};
            is_held_ = false;
            ready.swap(ready_);
        }
        for (const auto& call : ready) call();
    }
    // Answers when a document that was begun is held: its upload is kept as begun, too.
    void wait_until_one_is_held() {
        std::unique_lock lock{mutex_};
        one_is_held_.wait(lock, [this] { return !ready_.empty(); });
    }

private:
    class Stream : public extract::ExtractStream {
    public:
        Stream(HeldExtractor& owner, extract::ExtractRequest request)
            : owner_{owner}, request_{std::move(request)} {}
        ~Stream() override { *is_alive_ = false; }

        extract::ExtractStep next() override {
            {
                const std::lock_guard lock{owner_.mutex_};
                if (owner_.is_held_) return extract::Waiting{};
            }
            if (at_ == request_.bytes) return extract::Ended{};
            Block block;
            if (at_ > 0) block.before = Separator::none;
            block.text.resize(std::min<std::size_t>(block_text_max, request_.bytes - at_));
            const auto bytes = ::pread(
                request_.content.get(),
                block.text.data(),
                block.text.size(),
                static_cast<off_t>(at_)
            );
            if (bytes != static_cast<ssize_t>(block.text.size())) {
                return DocumentFailure{"internal", "", Stage::extract, 0};
            }
            at_ += block.text.size();
            const auto part_read = static_cast<double>(at_) / static_cast<double>(request_.bytes);
            return extract::Extracted{{std::move(block)}, part_read};
        }
        void when_ready(std::function<void()> ready) override {
            {
                const std::lock_guard lock{owner_.mutex_};
                if (owner_.is_held_) {
                    owner_.ready_.push_back([alive = is_alive_, ready = std::move(ready)] {
                        if (*alive) ready();
                    });
                    owner_.one_is_held_.notify_all();
                    return;
                }
            }
            ready();
        }

    private:
        HeldExtractor& owner_;
        extract::ExtractRequest request_;
        std::uint64_t at_ = 0;
        std::shared_ptr<std::atomic<bool>> is_alive_ = std::make_shared<std::atomic<bool>>(true);
    };

    std::mutex mutex_;
    bool is_held_ = false;
    std::condition_variable one_is_held_;
    std::vector<std::function<void()>> ready_;
};

class ResourcesRig {
public:
    //   not_ready  what Services::not_ready() says
    //   measure    what the disk says of itself; of 100 MiB of room 10 MiB are left alone
    struct Given {
        Settings settings{};
        progress::ProgressTracker::Settings tracking{};
        std::optional<std::string> not_ready{};
        disk::Space::Measure measure = [] { return disk::Room{1000_MiB, 100_MiB}; };
    };

    ResourcesRig() : ResourcesRig{Given{}} {}
    explicit ResourcesRig(Given given)
        : settings_{std::move(given.settings)},
          not_ready_{std::move(given.not_ready)},
          space_{std::move(given.measure), disk::Reserve{10_MiB}, std::chrono::milliseconds{0}},
          catalog_{catalog::Catalog::open(directory_.path() / "catalog.db", writers_).value()},
          blobs_{blobs::BlobStore::open(directory_.path() / "blobs").value()},
          tracker_{tracker_io_.get_executor(), std::move(given.tracking)},
          pipeline_{
              {*catalog_, *blobs_, generations_, extractor, tracker_, &space_}, {.workers = 1}},
          server_{make_router(), settings_} {
        tracker_thread_ = std::thread{[this] { tracker_io_.run(); }};
    }
    ~ResourcesRig() {
        extractor.release();
        tracker_.close();
        server_.stop();
        pipeline_.stop();
        // What they have answered still holds the server's executors for a moment.
        pool_.join();
        writers_.join();
        tracker_work_.reset();
        tracker_thread_.join();
    }

    RawAnswer ask(std::string_view bytes) const { return server_.ask(bytes); }
    RawAnswer get(std::string_view target) const { return ask(head("GET", target) + "\r\n"); }
    RawAnswer remove(std::string_view target) const { return ask(head("DELETE", target) + "\r\n"); }
    RawAnswer post(std::string_view target, std::string_view type, std::string_view body) const {
        return ask(
            head("POST", target) + "Content-Type: " + std::string{type} +
            "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body}
        );
    }
    RawAnswer post_json(std::string_view target, const nlohmann::json& body) const {
        return post(target, "application/json", body.dump());
    }
    RawClient connect() const { return server_.connect(); }

    // Uploads one document; its upload_id.
    std::string upload(std::string collection, std::string content, std::string filename = "a.txt")
        const {
        const auto answer = post_json(
            "/upload",
            {{"collection_name", std::move(collection)},
             {"documents", {{{"content", std::move(content)}, {"filename", std::move(filename)}}}}}
        );
        return nlohmann::json::parse(answer.body).value("upload_id", "");
    }
    // Watches an upload to its end, over its event stream; the events in order.
    std::vector<nlohmann::json> watch(const std::string& upload_id) const {
        const auto answer = get("/uploads/" + upload_id + "/events");
        std::vector<nlohmann::json> events;
        std::size_t at = 0;
        while ((at = answer.body.find("data: ", at)) != std::string::npos) {
            const auto end = answer.body.find('\n', at);
            events.push_back(nlohmann::json::parse(answer.body.substr(at + 6, end - at - 6)));
            at = end;
        }
        return events;
    }
    // How much of what came in is still on its way, on disk: refused uploads leave none of it.
    std::size_t staged_files() const {
        std::size_t files = 0;
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(directory_.path() / "blobs"))
            files += entry.is_regular_file() ? 1 : 0;
        return files;
    }
    progress::ProgressTracker& tracker() { return tracker_; }
    const std::filesystem::path& directory() const { return directory_.path(); }

    HeldExtractor extractor;

    static std::string head(std::string_view method, std::string_view target) {
        return std::string{method} + " " + std::string{target} + " HTTP/1.1\r\nHost: localhost\r\n";
    }

private:
    Router make_router() {
        Router router;
        for (const Route& route : routes()) {
            router.add(route.method, route.pattern, [this, &route](Request& request) {
                return route.handler(services_, settings_, request);
            });
        }
        for (const WebSocketRoute& route : web_socket_routes()) {
            router.add_web_socket(route.pattern, [this, &route](Request request, WebSocket socket) {
                return route.handler(services_, settings_, std::move(request), std::move(socket));
            });
        }
        return router;
    }

    Settings settings_;
    std::optional<std::string> not_ready_;
    test::TemporaryDirectory directory_;
    disk::Space space_;
    boost::asio::thread_pool writers_{2};
    boost::asio::thread_pool pool_{2};
    boost::asio::io_context tracker_io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> tracker_work_ =
        boost::asio::make_work_guard(tracker_io_);
    std::unique_ptr<catalog::Catalog> catalog_;
    std::unique_ptr<blobs::BlobStore> blobs_;
    index::Generations generations_{directory_.path() / "collections", writers_};
    progress::ProgressTracker tracker_;
    pipeline::Pipeline pipeline_;
    intake::Intake intake_{*catalog_, *blobs_, pipeline_, pool_, &space_};
    collections::Collections collections_{
        *catalog_, generations_, *blobs_, {}, [this](const std::string& name) {
            return pipeline_.generation_of_stored(name);
        }};
    search::Searcher searcher_{*catalog_, generations_};
    proof::BoxFinder boxes_{extractor, pool_};
    Services services_{
        intake_, collections_, searcher_, boxes_, tracker_, *catalog_, pool_, [this] {
            return not_ready_;
        }};
    LiveServer server_;
    std::thread tracker_thread_;
};

}  // namespace ingestd::http

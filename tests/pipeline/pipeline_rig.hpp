// The pipeline over the real rooms beneath it, in a directory of its own. Only the extractor is the
// test's: a document is its bytes, ASCII, a line a block, unless the script says otherwise. A line
// `child NAME|TEXT` is a document inside of it; in the innermost text `;` stands for a line's end.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/base/log.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/embed/embedder_set.hpp>
#include <ingestd/extract/extractor.hpp>
#include <ingestd/index/generations.hpp>
#include <ingestd/pipeline/pipeline.hpp>
#include <ingestd/progress/progress_tracker.hpp>
#include <unistd.h>

#include "support/answer_of.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace ingestd::pipeline {

// Reads a document a line a turn. Documents are named by their file name in what a test scripts.
class ScriptedExtractor : public extract::Extractor {
public:
    // The next `times` streams of this document fail with `code` after their first line.
    void fail(const std::string& filename, const std::string& code, int times) {
        const std::lock_guard lock{mutex_};
        failures_[filename] = {code, times};
    }
    // Its streams wait before the end until release().
    void hold(const std::string& filename) {
        const std::lock_guard lock{mutex_};
        held_[filename] = true;
    }
    void release(const std::string& filename) {
        std::vector<std::function<void()>> ready;
        {
            const std::lock_guard lock{mutex_};
            held_[filename] = false;
            ready.swap(ready_[filename]);
        }
        for (const auto& call : ready) call();
    }
    // Waits until a stream of the document waits to be released.
    void await_held(const std::string& filename) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return !ready_[filename].empty(); });
    }
    int opened(const std::string& filename) {
        const std::lock_guard lock{mutex_};
        return opened_[filename];
    }

    std::unique_ptr<extract::ExtractStream> open(extract::ExtractRequest request) override {
        auto stream = std::make_unique<Stream>(*this, std::move(request.filename));
        stream->text.resize(request.bytes);
        const auto bytes = ::pread(request.content.get(), stream->text.data(), request.bytes, 0);
        if (bytes != static_cast<ssize_t>(request.bytes)) stream->text.clear();
        const std::lock_guard lock{mutex_};
        ++opened_[stream->filename];
        auto& failure = failures_[stream->filename];
        if (failure.times > 0) {
            --failure.times;
            stream->failure = failure.code;
        }
        return stream;
    }

private:
    struct Failure {
        std::string code;
        int times = 0;
    };
    struct Stream : extract::ExtractStream {
        Stream(ScriptedExtractor& extractor, std::string name)
            : owner{extractor}, filename{std::move(name)} {}
        ~Stream() override { *is_alive = false; }

        extract::ExtractStep next() override {
            if (at > 0 && !failure.empty())
                return DocumentFailure{failure, "As the test wants it."};
            if (at >= text.size() && child.empty()) {
                const std::lock_guard lock{owner.mutex_};
                if (owner.held_[filename]) return extract::Waiting{};
                return extract::Ended{};
            }
            if (!child.empty()) {
                auto step = std::move(child.front());
                child.pop_front();
                return step;
            }
            const auto end = std::min(text.find('\n', at), text.size());
            Block block;
            block.text = text.substr(at, end - at);
            at = end + 1;
            if (block.text.starts_with("child ")) return begin_child(block.text.substr(6));
            const auto part =
                std::min(1.0, static_cast<double>(at) / static_cast<double>(text.size()));
            return extract::Extracted{{std::move(block)}, part * 0.99};
        }
        extract::ExtractStep begin_child(const std::string& line) {
            const auto bar = line.find('|');
            auto content = line.substr(bar + 1);
            if (!content.starts_with("child "))
                std::replace(content.begin(), content.end(), ';', '\n');
            if (!content.empty()) child.emplace_back(extract::ChildBytes{std::move(content)});
            child.emplace_back(extract::ChildEnds{});
            return extract::ChildBegins{line.substr(0, bar), "text/plain"};
        }
        void when_ready(std::function<void()> ready) override {
            {
                const std::lock_guard lock{owner.mutex_};
                if (owner.held_[filename]) {
                    owner.ready_[filename].push_back([alive = is_alive, ready = std::move(ready)] {
                        if (*alive) ready();
                    });
                    owner.changed_.notify_all();
                    return;
                }
            }
            ready();
        }
        bool is_read_by_helper() const override { return true; }

        ScriptedExtractor& owner;
        std::string filename;
        std::string text;
        std::string failure;
        std::size_t at = 0;
        std::deque<extract::ExtractStep> child;
        std::shared_ptr<std::atomic<bool>> is_alive = std::make_shared<std::atomic<bool>>(true);
    };

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Failure> failures_;
    std::map<std::string, bool> held_;
    std::map<std::string, int> opened_;
    std::map<std::string, std::vector<std::function<void()>>> ready_;
};

// What the rooms run on and where they keep it; outlives one run of the server after another.
class PipelineRig {
public:
    //   webhooks  null: there are none
    //   embedders  besides hash; none: nothing makes vectors
    explicit PipelineRig(
        const enrich::WebhookSet* webhooks = nullptr,
        std::vector<embed::EmbedderSpec> embedders = {}
    )
        : webhooks_{webhooks}, embedders_{std::move(embedders)} {
        log::set_level(log::Level::error);
        start();
    }
    ~PipelineRig() { stop(); }

    // An end in order, and the next start: what is unfinished goes on.
    //   between  what happens to the directory meanwhile
    void restart(const std::function<void(const std::filesystem::path&)>& between = {}) {
        stop();
        if (between) between(directory_.path());
        start();
    }

    struct Document {
        std::string filename;
        std::string text;
        std::string key{};  // empty: the file name
    };
    struct Given {
        UploadOptions options{};
        bool force_recreate = false;
    };
    // Accepted and in work; each was accepted after those before.
    UploadId upload(const std::vector<Document>& documents) { return upload(documents, {}); }
    UploadId upload(const std::vector<Document>& documents, Given given) {
        catalog::NewUpload upload;
        upload.id = UploadId::random();
        upload.collection = "c";
        upload.force_recreate = given.force_recreate;
        upload.options = given.options;
        upload.options.chunking = {.max_tokens = 16, .overlap_tokens = 0};
        upload.received = Timestamp{std::chrono::microseconds{++accepted_}};
        for (const auto& document : documents) {
            catalog::DocumentRecord record;
            record.ordinal = static_cast<std::uint32_t>(upload.documents.size());
            record.filename = document.filename;
            record.key = document.key.empty() ? document.filename : document.key;
            record.sha256 = sha256(document.text);
            record.bytes = document.text.size();
            record.body = document.text;
            upload.documents.push_back(std::move(record));
        }
        catalog::UnfinishedUpload work;
        work.summary.id = upload.id;
        work.summary.collection = upload.collection;
        work.summary.force_recreate = upload.force_recreate;
        work.summary.options = upload.options;
        work.summary.received = upload.received;
        work.summary.documents = upload.documents.size();
        work.documents = upload.documents;
        for (auto& record : work.documents) record.body.reset();
        REQUIRE(test::answer_of<catalog::Admission>([&](auto done) {
            catalog().accept(upload, done);
        }));
        pipeline().start(std::move(work));
        return upload.id;
    }

    // Waits until it has ended, and tells how.
    Status end_of(const UploadId& id) {
        boost::asio::io_context io;
        auto watch = [this, id]() -> boost::asio::awaitable<Status> {
            for (;;) {
                const auto found = catalog().find_upload(id);
                if (found && is_terminal(found->status)) co_return found->status;
                boost::asio::steady_timer pause{
                    co_await boost::asio::this_coro::executor, std::chrono::milliseconds{1}};
                co_await pause.async_wait(boost::asio::use_awaitable);
            }
        };
        auto ended = boost::asio::co_spawn(io, watch, boost::asio::use_future);
        io.run();
        return ended.get();
    }
    Status cancel(const UploadId& id) {
        std::promise<Status> ended;
        if (!pipeline().cancel(id, [&](Status status) { ended.set_value(status); }))
            return Status::received;
        return ended.get_future().get();
    }
    std::vector<catalog::DocumentResult> results(const UploadId& id) {
        return catalog().results(id);
    }
    catalog::DocumentOutcome outcome(const UploadId& id, std::size_t ordinal = 0) {
        return results(id).at(ordinal).outcome.value();
    }

    // The texts that a search in the current generation finds, in their order.
    std::vector<std::string> found(const std::string& query) {
        const auto collection = catalog().find_collection("c");
        if (!collection) return {};
        const auto generation = rooms_->generations.open(collection->generation);
        if (!generation) return {"the generation is gone"};
        std::vector<std::string> texts;
        for (const auto& hit : (*generation)->search({.text = query, .limit = 100}).hits)
            texts.push_back(hit.stored.chunk.text);
        std::sort(texts.begin(), texts.end());
        return texts;
    }
    std::vector<Chunk> chunks(const std::string& key) {
        const auto generation =
            rooms_->generations.open(catalog().find_collection("c")->generation).value();
        std::vector<Chunk> chunks;
        for (auto& stored : generation->chunks(document_id("c", key), 0, 1'000))
            chunks.push_back(std::move(stored.chunk));
        return chunks;
    }
    std::shared_ptr<index::Generation> current() {
        return rooms_->generations.open(catalog().find_collection("c")->generation).value();
    }
    std::shared_ptr<index::Generation> generation(const GenerationId& id) {
        return rooms_->generations.open(id).value();
    }
    // The keys of the documents in the current generation.
    std::vector<std::string> keys() {
        const auto generation = current();
        std::vector<std::string> keys;
        for (const auto& document : generation->documents("", 1'000)) keys.push_back(document.key);
        return keys;
    }
    // What failed of an upload that has ended, as a new one.
    UploadId retry(const UploadId& of) {
        const auto as = UploadId::random();
        auto work = test::answer_of<catalog::UnfinishedUpload>([&](auto done) {
            catalog().retry(of, as, Timestamp{std::chrono::microseconds{++accepted_}}, done);
        });
        REQUIRE(work);
        pipeline().start(std::move(*work));
        return as;
    }
    std::optional<progress::ProgressEvent> newest(const UploadId& id) {
        return boost::asio::co_spawn(
                   rooms_->io, rooms_->tracker.newest(id), boost::asio::use_future
        )
            .get();
    }
    std::size_t generation_files() const {
        std::size_t files = 0;
        for (const auto& file :
             std::filesystem::directory_iterator(directory_.path() / "collections"))
            files += file.path().extension() == ".db" ? 1 : 0;
        return files;
    }

    catalog::Catalog& catalog() { return *rooms_->catalog; }
    Pipeline& pipeline() { return *rooms_->pipeline; }

    ScriptedExtractor extractor;

private:
    struct Rooms_ {
        Rooms_(
            const std::filesystem::path& path,
            ScriptedExtractor& extractor,
            const enrich::WebhookSet* webhooks,
            const std::vector<embed::EmbedderSpec>& specs
        )
            : embedders{specs.empty() ? nullptr : embed::EmbedderSet::open(specs).value()},
              catalog{catalog::Catalog::open(path / "catalog.db", writers).value()},
              blobs{blobs::BlobStore::open(path / "blobs").value()},
              generations{path / "collections", writers},
              tracker{io.get_executor(), {.told_file = path / "progress.told"}},
              pipeline{std::make_unique<Pipeline>(
                  Rooms{
                      .catalog = *catalog,
                      .blobs = *blobs,
                      .generations = generations,
                      .extractor = extractor,
                      .tracker = tracker,
                      .embedders = embedders.get(),
                      .webhooks = webhooks},
                  Settings{.workers = 2}
              )},
              thread{[this] { io.run(); }} {
            generations.sweep(catalog->generations());
            for (auto& left : catalog->unfinished()) pipeline->start(std::move(left));
        }
        ~Rooms_() {
            pipeline->stop();
            if (embedders) embedders->close();
            tracker.close();
            writers.join();  // what they have answered may still post
            pipeline.reset();
            work.reset();
            thread.join();
        }
        boost::asio::io_context io;
        boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work =
            boost::asio::make_work_guard(io);
        std::unique_ptr<embed::EmbedderSet> embedders;
        boost::asio::thread_pool writers{2};
        std::unique_ptr<catalog::Catalog> catalog;
        std::unique_ptr<blobs::BlobStore> blobs;
        index::Generations generations;
        progress::ProgressTracker tracker;
        std::unique_ptr<Pipeline> pipeline;
        std::thread thread;
    };
    void start() {
        rooms_ = std::make_unique<Rooms_>(directory_.path(), extractor, webhooks_, embedders_);
    }
    void stop() { rooms_.reset(); }

    const enrich::WebhookSet* webhooks_;
    const std::vector<embed::EmbedderSpec> embedders_;
    test::TemporaryDirectory directory_;
    std::int64_t accepted_ = 0;
    std::unique_ptr<Rooms_> rooms_;
};

}  // namespace ingestd::pipeline

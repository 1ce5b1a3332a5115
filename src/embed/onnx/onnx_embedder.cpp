#include "onnx_embedder.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include <ingestd/base/log.hpp>
#include <ingestd/embed/errc.hpp>

#include "model_directory.hpp"
#include "onnx_runtime.hpp"

namespace ingestd::embed {
namespace {

constexpr log::Logger logger{"embed"};

// One embed() of a caller. Under the embedder's mutex, but for what no longer changes, and the
// rows, each of which one thread writes.
struct Job {
    Batch batch;
    Embedder::Done done;
    std::vector<float> values{};
    std::size_t next = 0;  // text that nobody works at yet
    std::size_t left = 0;  // texts that are not done
};
using JobPointer = std::shared_ptr<Job>;

class OnnxEmbedder final : public Embedder {
public:
    OnnxEmbedder(std::string name, ModelDirectory directory, std::unique_ptr<OnnxModel> model)
        : name_{std::move(name)}, directory_{std::move(directory)}, model_{std::move(model)} {}

    ~OnnxEmbedder() override {
        close();
        for (auto& thread : threads_) thread.join();
    }

    // Learns the dimension, then begins to work.
    Result<void> start(unsigned threads) {
        const auto tried = embed_text("a", {});
        if (!tried) return Error{Errc::cannot_open, name_ + ": " + tried.error().detail};
        dimension_ = static_cast<std::uint32_t>(tried->size());
        for (unsigned i = 0; i < std::max(1u, threads); ++i)
            threads_.emplace_back([this] { work(); });
        return {};
    }

    Identity identity() const override {
        return {
            .name = name_,
            .kind = "onnx",
            .model = directory_.version,
            .dimension = dimension_,
            .lexical_weight = directory_.lexical_weight,
            .max_tokens =
                static_cast<std::uint32_t>(directory_.text_tokens_max(directory_.document_prefix))};
    }

    const TokenCounter* token_counter() const override { return directory_.tokenizer.pieces.get(); }

    void embed(Batch batch, Done done) override {
        const auto job = std::make_shared<Job>(Job{std::move(batch), std::move(done)});
        job->left = job->batch.texts.size();
        if (job->left == 0) return job->done(Vectors{dimension_, {}});
        job->values.resize(job->left * dimension_);
        {
            const std::lock_guard lock{mutex_};
            if (!is_closed_) {
                const bool is_query = job->batch.purpose == Purpose::query;
                queue_.insert(is_query ? queue_.begin() : queue_.end(), job);
                ready_.notify_all();
                return;
            }
        }
        job->done(Error{Errc::cancelled, {}});
    }

    void close() override {
        std::deque<JobPointer> pending;
        {
            const std::lock_guard lock{mutex_};
            is_closed_ = true;
            pending.swap(queue_);
            ready_.notify_all();
        }
        for (const auto& job : pending) job->done(Error{Errc::cancelled, {}});
    }

private:
    void work();
    std::vector<JobPointer> take_stopped();
    Result<std::vector<float>> embed_text(std::string_view text, std::string_view prefix) const;
    void finish(const JobPointer& job, std::size_t text, Result<std::vector<float>> row);

    const std::string name_;
    const ModelDirectory directory_;
    const std::unique_ptr<OnnxModel> model_;
    std::uint32_t dimension_ = 0;  // before threads are

    std::mutex mutex_;
    std::condition_variable ready_;
    // Under mutex_. A job stays in the queue until it is ended, by whoever takes it out.
    std::deque<JobPointer> queue_;
    bool is_closed_ = false;
    std::vector<std::thread> threads_;
};

void OnnxEmbedder::work() {
    for (;;) {
        JobPointer job;
        std::size_t text = 0;
        std::vector<JobPointer> stopped;
        {
            std::unique_lock lock{mutex_};
            const auto find = [this] {
                return std::ranges::find_if(queue_, [](const JobPointer& waits) {
                    return waits->next < waits->batch.texts.size();
                });
            };
            ready_.wait(lock, [&] { return is_closed_ || find() != queue_.end(); });
            if (is_closed_) return;
            stopped = take_stopped();
            const auto found = find();
            if (found != queue_.end()) {
                job = *found;
                text = job->next++;
            }
        }
        for (const auto& ended : stopped) ended->done(Error{Errc::cancelled, {}});
        if (!job) continue;
        const bool is_query = job->batch.purpose == Purpose::query;
        const auto& prefix = is_query ? directory_.query_prefix : directory_.document_prefix;
        finish(job, text, embed_text(job->batch.texts[text], prefix));
    }
}

// Under mutex_: out of the queue with those that are asked to stop.
std::vector<JobPointer> OnnxEmbedder::take_stopped() {
    std::vector<JobPointer> stopped;
    std::erase_if(queue_, [&stopped](const JobPointer& job) {
        if (!job->batch.stop.stop_requested()) return false;
        stopped.push_back(job);
        return true;
    });
    return stopped;
}

Result<std::vector<float>> OnnxEmbedder::embed_text(std::string_view text, std::string_view prefix)
    const {
    const auto& tokenizer = directory_.tokenizer;
    const auto inner = tokenizer.pieces->encode(text, directory_.text_tokens_max(prefix));
    if (inner.empty()) return std::vector<float>(dimension_);
    auto tokens = tokenizer.before;
    const auto words = tokenizer.pieces->encode(prefix, prefix.size());
    tokens.insert(tokens.end(), words.begin(), words.end());
    tokens.insert(tokens.end(), inner.begin(), inner.end());
    tokens.insert(tokens.end(), tokenizer.after.begin(), tokenizer.after.end());
    const auto tensor = model_->run(tokens);
    if (!tensor) return tensor.error();
    auto row = pool(*tensor, directory_.pooling);
    if (!row) return row;
    if (dimension_ != 0 && row->size() != dimension_)
        return Error{Errc::wrong_answer, "the model's dimension changes with the text"};
    if (!make_unit(*row)) return Error{Errc::wrong_answer, "the model gives what is no number"};
    return row;
}

// The one who takes a job out of the queue ends it.
void OnnxEmbedder::finish(const JobPointer& job, std::size_t text, Result<std::vector<float>> row) {
    {
        const std::lock_guard lock{mutex_};
        const auto place = std::ranges::find(queue_, job);
        if (place == queue_.end()) return;
        if (row) {
            const auto to = static_cast<std::ptrdiff_t>(text * dimension_);
            std::ranges::copy(*row, job->values.begin() + to);
            if (--job->left > 0) return;
        }
        queue_.erase(place);
    }
    if (!row) {
        logger.warn("model_refused", kv("embedder", name_), kv("detail", row.error().detail));
        return job->done(row.error());
    }
    job->done(Vectors{dimension_, std::move(job->values)});
}

}  // namespace

Result<std::unique_ptr<Embedder>> open_onnx_embedder(
    const EmbedderSpec& spec, const EmbedderSettings& settings
) {
    auto directory = read_model_directory(spec);
    if (!directory) return directory.error();
    auto runtime = OnnxRuntime::load(settings.onnx_library, directory->path);
    if (!runtime) return Error{runtime.error().code, spec.name + ": " + runtime.error().detail};
    auto model = OnnxModel::open(std::move(*runtime), directory->model);
    if (!model) return model.error();
    auto embedder =
        std::make_unique<OnnxEmbedder>(spec.name, std::move(*directory), std::move(*model));
    if (auto started = embedder->start(settings.model_threads); !started) return started.error();
    return std::unique_ptr<Embedder>{std::move(embedder)};
}

}  // namespace ingestd::embed

// A thin shell: CallPacer tells when a call may begin, openai_protocol what came of it.
#include "openai_embedder.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <utility>

#include <ingestd/base/log.hpp>
#include <ingestd/embed/errc.hpp>
#include <ingestd/remote/due_calls.hpp>

namespace ingestd::embed {
namespace {

using remote::CallPacer;

constexpr log::Logger logger{"embed"};

// A service that says 200 and no JSON may be something else altogether.
constexpr std::uint32_t no_json_tries_max = 3;
constexpr std::chrono::milliseconds query_connect_timeout{5'000};

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

// One embed() of a caller. Under the embedder's mutex, but for what is set before it is shared.
//   is_ended  `done` has been called, or is about to be
struct Job {
    Job(const Batch& batch, Embedder::Done tell)
        : purpose{batch.purpose},
          texts{batch.texts.size()},
          stop{batch.stop},
          done{std::move(tell)} {}

    Purpose purpose;
    std::size_t texts;
    std::stop_token stop;
    Embedder::Done done;
    std::vector<float> values{};
    std::size_t parts_left = 0;
    bool is_ended = false;
    std::optional<std::stop_callback<std::function<void()>>> on_stop{};
};

// What goes in one call.
//   rows  of the job's vectors, one for each text
struct Part {
    std::shared_ptr<Job> job;
    std::vector<std::size_t> rows{};
    std::vector<std::string> texts{};
    std::size_t bytes = 0;
    std::uint32_t no_json_tries = 0;
};

// A job that ends, told outside of the mutex.
struct Ending {
    std::shared_ptr<Job> job;
    Result<Vectors> result;
};

class OpenAiEmbedder final : public Embedder {
public:
    explicit OpenAiEmbedder(OpenAiSettings settings)
        : settings_{std::move(settings)},
          dimension_{settings_.request.dimensions},
          pacer_{settings_.calls_max} {}

    ~OpenAiEmbedder() override { close(); }

    Identity identity() const override {
        const std::lock_guard lock{mutex_};
        return {
            .name = settings_.name,
            .kind = "openai",
            .model = settings_.request.model,
            .dimension = dimension_,
            .lexical_weight = settings_.lexical_weight,
            .max_tokens = settings_.max_tokens};
    }

    void embed(Batch batch, Done done) override;
    std::optional<Waiting> waiting_on() const override;
    void close() override;

private:
    std::vector<Part> parts_of(const std::shared_ptr<Job>& job, std::vector<std::string> texts)
        const;
    void ask_once(std::vector<Part> parts);
    void pump();
    void post(Part part, std::optional<CallPacer::Ticket> ticket, Deadline not_before);
    void take(
        Part part, std::optional<CallPacer::Ticket> ticket, Result<remote::ServiceAnswer> answer
    );
    std::optional<Ending> take_vectors(Part& part, const Vectors& vectors);
    std::optional<Ending> take_fault(Part part, CallFault fault);
    std::optional<Ending> end_job(const std::shared_ptr<Job>& job, Result<Vectors> result);
    void note(
        std::optional<CallPacer::Ticket> ticket,
        const std::optional<CallFault>& fault,
        const Result<remote::ServiceAnswer>& answer
    );
    void abandon(const std::shared_ptr<Job>& job);

    static void tell(std::optional<Ending> ending) {
        if (ending) ending->job->done(std::move(ending->result));
    }

    const OpenAiSettings settings_;
    mutable std::mutex mutex_;
    // Under mutex_. What is taken out of the queue is destroyed outside of it: a job's stop
    // callback takes it.
    std::uint32_t dimension_;
    bool is_closed_ = false;
    std::deque<Part> queue_;
    CallPacer pacer_;
    std::string last_fault_;
    bool is_limited_ = false;
    std::minstd_rand random_{std::random_device{}()};

    remote::ServiceClient client_;  // last: its thread uses all of these
};

// Parts of at most batch_texts and batch_bytes. What is blank is not sent: services refuse it.
std::vector<Part> OpenAiEmbedder::parts_of(
    const std::shared_ptr<Job>& job, std::vector<std::string> texts
) const {
    const auto& prefix =
        job->purpose == Purpose::query ? settings_.query_prefix : settings_.document_prefix;
    std::vector<Part> parts;
    for (std::size_t row = 0; row < texts.size(); ++row) {
        if (is_blank(texts[row])) continue;
        auto text = prefix.empty() ? std::move(texts[row]) : prefix + texts[row];
        if (parts.empty() || parts.back().texts.size() == settings_.batch_texts ||
            parts.back().bytes + text.size() > settings_.batch_bytes)
            parts.push_back({.job = job});
        parts.back().rows.push_back(row);
        parts.back().bytes += text.size();
        parts.back().texts.push_back(std::move(text));
    }
    return parts;
}

void OpenAiEmbedder::embed(Batch batch, Done done) {
    const auto job = std::make_shared<Job>(batch, std::move(done));
    auto parts = parts_of(job, std::move(batch.texts));
    job->parts_left = parts.size();
    // A job may be stopped at any time from here on, also by this call itself.
    job->on_stop.emplace(batch.stop, [this, weak = std::weak_ptr{job}] {
        if (const auto stopped = weak.lock()) abandon(stopped);
    });
    std::optional<Ending> ending;
    bool is_over = false;
    {
        const std::lock_guard lock{mutex_};
        if (is_closed_) {
            ending = end_job(job, Error{Errc::cancelled, {}});
        } else if (parts.empty() && (dimension_ != 0 || job->texts == 0)) {
            ending = end_job(
                job, Vectors{std::max(dimension_, 1u), std::vector<float>(job->texts * dimension_)}
            );
        } else if (parts.empty()) {
            // How many zeros a row of nothing has is not known before the first answer.
            ending = end_job(
                job, Error{Errc::refused, "nothing but blank texts, and no dimension is known yet"}
            );
        }
        is_over = job->is_ended;
        if (!is_over && job->purpose == Purpose::document)
            std::ranges::move(parts, std::back_inserter(queue_));
    }
    tell(std::move(ending));
    if (is_over) return;
    if (job->purpose == Purpose::query) return ask_once(std::move(parts));
    pump();
}

// Somebody waits for the answer: it goes past what waits, and is not tried again. Only a service
// that asked to be left alone is.
void OpenAiEmbedder::ask_once(std::vector<Part> parts) {
    std::optional<Ending> ending;
    {
        const std::lock_guard lock{mutex_};
        if (pacer_.failures() > 0 && is_limited_ && pacer_.paused_until() > SteadyClock::now())
            ending = end_job(parts.front().job, Error{Errc::unavailable, last_fault_});
    }
    if (ending) return tell(std::move(ending));
    for (auto& part : parts) post(std::move(part), std::nullopt, Deadline{});
}

void OpenAiEmbedder::pump() {
    std::vector<remote::DueCall<Part>> due;
    {
        const std::lock_guard lock{mutex_};
        due = remote::take_due(queue_, pacer_);
    }
    for (auto& [part, ticket, at] : due) post(std::move(part), ticket, at);
}

void OpenAiEmbedder::post(Part part, std::optional<CallPacer::Ticket> ticket, Deadline not_before) {
    const bool is_query = part.job->purpose == Purpose::query;
    remote::ServiceCall call{
        .url = settings_.url,
        .body = request_body(settings_.request, part.texts),
        .answer_bytes_max = 64_MiB,  // 2048 texts of 1536 dimensions in decimals
        .silence_timeout = is_query ? settings_.query_silence : settings_.silence,
        .not_before = not_before,
        .stop = part.job->stop};
    if (is_query) call.connect_timeout = query_connect_timeout;
    if (!settings_.key.empty()) call.headers.push_back("Authorization: Bearer " + settings_.key);
    auto shared = std::make_shared<Part>(std::move(part));  // std::function copies what it holds
    client_.post(std::move(call), [this, shared, ticket](Result<remote::ServiceAnswer> answer) {
        take(std::move(*shared), ticket, std::move(answer));
    });
}

void OpenAiEmbedder::take(
    Part part, std::optional<CallPacer::Ticket> ticket, Result<remote::ServiceAnswer> answer
) {
    auto fault = fault_of(answer);
    Result<Vectors> vectors = Vectors{};
    if (!fault) {
        vectors = parse_answer(answer->body, part.texts.size(), identity().dimension);
        const bool is_json = vectors || vectors.error().code != Errc::unavailable;
        if (!vectors) {
            fault = CallFault{
                vectors.error(), is_json ? remote::CallEnd::answered : remote::CallEnd::failed};
            if (!is_json && ++part.no_json_tries == no_json_tries_max)
                fault->error.code = Errc::wrong_answer;
        }
    }
    const auto job = part.job;  // outlives the lock
    std::optional<Ending> ending;
    {
        const std::lock_guard lock{mutex_};
        note(ticket, fault, answer);
        if (!job->is_ended) {
            ending = fault ? take_fault(std::move(part), std::move(*fault))
                           : take_vectors(part, *vectors);
        }
    }
    tell(std::move(ending));
    pump();
}

// Tells the pacer how it ended.
void OpenAiEmbedder::note(
    std::optional<CallPacer::Ticket> ticket,
    const std::optional<CallFault>& fault,
    const Result<remote::ServiceAnswer>& answer
) {
    if (!ticket) return;  // a query tells nothing of what documents are to wait for
    if (fault && !fault->end) return pacer_.forget(*ticket);
    const auto end = fault ? *fault->end : remote::CallEnd::answered;
    const auto asked = answer && answer->retry_after
                           ? remote::parse_retry_after(*answer->retry_after, wall_now())
                           : std::nullopt;
    const auto before = pacer_.failures();
    const auto chance =
        static_cast<double>(random_() - std::minstd_rand::min()) / std::minstd_rand::max();
    pacer_.end(*ticket, end, SteadyClock::now(), chance, asked);
    if (end == remote::CallEnd::answered) {
        if (before > 0 && pacer_.failures() == 0)
            logger.info("service_answers", kv("embedder", settings_.name), kv("failures", before));
        return;
    }
    last_fault_ = fault->error.detail;
    is_limited_ = fault->is_limited;
    if (before == 0)
        logger.warn("service_waits", kv("embedder", settings_.name), kv("detail", last_fault_));
}

std::optional<Ending> OpenAiEmbedder::take_vectors(Part& part, const Vectors& vectors) {
    auto& job = *part.job;
    if (dimension_ == 0) dimension_ = vectors.dimension();
    if (vectors.dimension() != dimension_) {  // the first two answers came at the same time
        return end_job(part.job, Error{Errc::wrong_answer, "embeddings differ in their dimension"});
    }
    job.values.resize(job.texts * dimension_);
    for (std::size_t i = 0; i < part.rows.size(); ++i) {
        const auto to = static_cast<std::ptrdiff_t>(part.rows[i] * dimension_);
        std::ranges::copy(vectors.row(i), job.values.begin() + to);
    }
    if (--job.parts_left > 0) return std::nullopt;
    return end_job(part.job, Vectors{dimension_, std::move(job.values)});
}

std::optional<Ending> OpenAiEmbedder::take_fault(Part part, CallFault fault) {
    const bool is_tried_again =
        part.job->purpose == Purpose::document && is_transient(fault.error) && !is_closed_;
    if (!is_tried_again) return end_job(part.job, std::move(fault.error));
    queue_.push_front(std::move(part));
    return std::nullopt;
}

// Under mutex_. Its parts that wait are dropped when they are met.
std::optional<Ending> OpenAiEmbedder::end_job(
    const std::shared_ptr<Job>& job, Result<Vectors> result
) {
    if (std::exchange(job->is_ended, true)) return std::nullopt;
    std::erase_if(queue_, [&job](const Part& part) { return part.job == job; });
    return Ending{job, std::move(result)};
}

void OpenAiEmbedder::abandon(const std::shared_ptr<Job>& job) {
    std::optional<Ending> ending;
    {
        const std::lock_guard lock{mutex_};
        ending = end_job(job, Error{Errc::cancelled, {}});
    }
    tell(std::move(ending));
}

std::optional<Waiting> OpenAiEmbedder::waiting_on() const {
    const std::lock_guard lock{mutex_};
    if (pacer_.failures() == 0 || (queue_.empty() && pacer_.under_way() == 0)) return std::nullopt;
    Waiting waiting{
        .reason = is_limited_ ? "rate_limited" : "unavailable",
        .detail = "The embedding service " + settings_.name + " is asked again: " + last_fault_,
        .failures = pacer_.failures()};
    const auto left = pacer_.paused_until() - SteadyClock::now();
    if (left > left.zero())
        waiting.until = wall_now() + std::chrono::ceil<std::chrono::microseconds>(left);
    return waiting;
}

void OpenAiEmbedder::close() {
    std::vector<Ending> endings;
    {
        const std::lock_guard lock{mutex_};
        is_closed_ = true;
        while (!queue_.empty()) {
            const auto job = queue_.front().job;
            if (auto ending = end_job(job, Error{Errc::cancelled, {}}))
                endings.push_back(std::move(*ending));
        }
    }
    for (auto& ending : endings) tell(std::move(ending));
    client_.close();
}

}  // namespace

std::unique_ptr<Embedder> make_openai_embedder(OpenAiSettings settings) {
    return std::make_unique<OpenAiEmbedder>(std::move(settings));
}

}  // namespace ingestd::embed
